"""Becoming a person of this site."""

from django.db import IntegrityError, transaction

from accounts.errors import Invalid
from accounts.models import User
from accounts.names import clean_display_name, clean_handle

TAKEN = {"one_account_per_email_address": ("email_taken", "email")}


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

    The database decides whether a handle or an address is free: of two people who send the same
    one at the same moment, one gets it and the other is told, however the race went.

    Raises: Invalid for a name that may not be used, `handle_taken` or `email_taken`.
    """
    handle, display_name = clean_handle(handle), clean_display_name(display_name)
    try:
        with transaction.atomic():
            return User.objects.create_user(
                handle,
                email,
                password,
                display_name=display_name,
                language=language,
                time_zone=time_zone,
            )
    except IntegrityError as error:
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        if broken in TAKEN:
            code, field = TAKEN[broken]
        elif "handle" in broken:
            code, field = "handle_taken", "handle"
        else:
            raise
        raise Invalid(code, field=field) from error
