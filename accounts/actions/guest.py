"""Guests: people without an account, who come in by the code of a class."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.actions.taken import refusing_what_is_taken
from accounts.enums import PersonKind
from accounts.errors import Conflict
from accounts.models import User
from accounts.names import clean_display_name, clean_handle
from accounts.passwords import check_new_password


def make_guest(name: str, *, language: str = "") -> User:
    """Somebody who is here by a browser session alone. Queries: 1."""
    return User.objects.create(
        kind=PersonKind.GUEST,
        display_name=name,
        language=language,
        password=make_password(None),  # each is another one, and every session holds a hash of it
    )


def end_logins_of_guest(guest: User) -> None:
    """End every browser session of a guest, at its next request. Queries: 1."""
    guest.password = make_password(None)
    guest.save(update_fields=["password"])


@transaction.atomic
def become_a_person(
    *, handle: str, display_name: str, password: str, email: str = "", by: User
) -> User:
    """Make the account of a guest out of the guest: all that is theirs stays theirs.

    Doing so twice is refused, since there is nobody left to do it for. Raises: Conflict
    `already_a_person`; Invalid for a name or a password that will not do, `handle_taken` or
    `email_taken`. Effects: their other browser sessions end.
    """
    handle, display_name = clean_handle(handle), clean_display_name(display_name)
    guest = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if guest.kind != PersonKind.GUEST or not guest.is_active:
        raise Conflict("already_a_person")
    guest.kind = PersonKind.PERSON
    guest.handle, guest.display_name, guest.email = handle, display_name, email.lower() or None
    check_new_password(password, guest, field="password")
    guest.set_password(password)
    with refusing_what_is_taken():
        guest.save(update_fields=["kind", "handle", "display_name", "email", "password"])
    return guest
