"""Becoming a person of this site."""

from accounts.actions.taken import refusing_what_is_taken
from accounts.models import User
from accounts.names import clean_display_name, clean_handle


def sign_up(
    *,
    handle: str,
    display_name: str,
    password: str,
    email: str = "",
    language: str = "",
    time_zone: str = "",
) -> User:
    """Make the account of a new person.

    Raises: Invalid for a name that may not be used, `handle_taken` or `email_taken`.
    """
    handle, display_name = clean_handle(handle), clean_display_name(display_name)
    with refusing_what_is_taken():
        return User.objects.create_user(
            handle,
            email,
            password,
            display_name=display_name,
            language=language,
            time_zone=time_zone,
        )
