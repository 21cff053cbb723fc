"""Replacing the password: by the present one, by a link sent by mail, by a recovery code.

A session holds a hash of the password (Django), so each of these ends every session of the person;
only the door that changed it may keep its own.
"""

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import QuerySet

from accounts import limits
from accounts.codes import digest
from accounts.enums import PersonKind
from accounts.errors import Conflict, Invalid
from accounts.models import RecoveryCode, User
from accounts.passwords import check_new_password
from accounts.rates import spend


def change_password(*, by: User, present: str, new: str) -> User:
    """Give a person who knows their password a new one.

    Returns the person as they are kept now. Raises: Invalid `password_wrong` (field `present`), for
    a new one that will not do (field `new`); TooMany.
    """
    count_password_check(by)
    with transaction.atomic():
        person = held(by, present, field="present")
        check_new_password(new, person, field="new")
        _set(person, new)
    return person


def ask_for_reset(*, email: str, network: str) -> tuple[User, str] | None:
    """Who signs in by this address, with a token for a new password; None if nobody does.

    The token works once: it is made of the present password. It counts the same whether somebody
    has the address or not, so that the limits do not tell; neither may the door.
    Raises: TooMany.
    """
    address = email.strip().lower()
    spend("reset_network", network, *limits.RESETS_PER_NETWORK)
    spend("reset_address", address, *limits.RESETS_PER_ADDRESS)
    person = _open().filter(pk__in=User.objects.named(address)).exclude(handle=address).first()
    return (person, default_token_generator.make_token(person)) if person else None


def replace_password_by_link(*, key: str, token: str, new: str) -> User:
    """Give the person who was sent a link a new password; of two at once, one does.

    Raises: Conflict `reset_link_spent`; Invalid for a password that will not do (field `new`).
    """
    with transaction.atomic():
        person = _open().select_for_update(no_key=True).filter(key=key).first()
        if person is None or not default_token_generator.check_token(person, token):
            raise Conflict("reset_link_spent")
        check_new_password(new, person, field="new")
        _set(person, new)
    return person


def replace_password_by_code(*, name: str, code: str, new: str, network: str) -> User:
    """Give the person whose unused recovery code this is a new password, and use the code up.

    A password that will not do uses up nothing. Of two with the same code at once, one does.
    Raises: Invalid `recovery_no_match`, the same for an unknown name as for a wrong code, or for
    the password (field `new`); TooMany.
    """
    name = name.strip().lower()
    # The network first: who is stopped there cannot use up the tries for other people's names.
    spend("recovery_network", network, *limits.RECOVERIES_PER_NETWORK)
    spend("recovery_name", User.objects.key_of(name) or name, *limits.RECOVERIES_PER_PERSON)
    kept = digest(code)
    with transaction.atomic():
        person = (
            _open()
            .filter(pk__in=User.objects.named(name), recovery_codes__digest=kept)
            .select_for_update(of=("self",), no_key=True)
            .first()
        )
        used = RecoveryCode.objects.filter(person=person, digest=kept).delete()[0] if person else 0
        if person is None or not used:
            raise Invalid("recovery_no_match")
        check_new_password(new, person, field="new")
        _set(person, new)
    return person


def count_password_check(by: User) -> None:
    """Count a try of one's own password: a stolen session must not be the place to guess it.

    Raises: TooMany. Has to be called outside every transaction.
    """
    spend("password_check", by.key, *limits.PASSWORD_CHECKS_PER_PERSON)


def held(by: User, password: str, *, field: str) -> User:
    """The person's row, locked, for a deed that asks for the password; inside a transaction.

    Raises: Invalid `password_wrong`.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not person.check_password(password):
        raise Invalid("password_wrong", field=field)
    return person


def _open() -> QuerySet[User]:
    return User.objects.filter(kind=PersonKind.PERSON, is_active=True)


def _set(person: User, password: str) -> None:
    person.set_password(password)
    person.save(update_fields=["password"])
