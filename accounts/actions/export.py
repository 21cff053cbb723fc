"""Giving somebody a copy of everything personal that is kept of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts import hooks
from accounts.actions.password import count_password_check
from accounts.actions.token import list_tokens
from accounts.enums import PersonKind
from accounts.errors import Invalid, NotAllowed
from accounts.hooks import Part, Record
from accounts.limits import EXPORTS_PER_PERSON
from accounts.models import KeptAnswer, User
from accounts.rates import spend

EXPORTED_AT_ONCE = 100  # answers held in memory

type Copy = Iterator[tuple[Part, Iterable[Record]]]


@contextmanager
def export_person(*, by: User, password: str = "") -> Iterator[Copy]:
    """Everything personal, part by part, to be read while the context is open.

    They give their password, if they have one. Nothing is read before it is asked for, and a
    thousand records at most are held at once, so that it makes no difference how many there are.

    Raises: Invalid `password_wrong` (field `password`), NotAllowed, TooMany.
    """
    if by.has_usable_password():
        count_password_check(by)
        if not by.check_password(password):
            raise Invalid("password_wrong", field="password")
    spend("export", by.key, *EXPORTS_PER_PERSON)
    with transaction.atomic():  # a cursor of the database lasts as long
        person = User.objects.get(pk=by.pk)
        if person.kind != PersonKind.PERSON:
            raise NotAllowed("guests_have_no_settings")
        yield ((part, part.read(person)) for part in hooks.exports)


def read_account(person: User) -> Iterator[Record]:
    """Who they are and what they set. Queries: 2."""
    codes = person.recovery_codes.order_by("created_at").values_list("created_at", flat=True)
    addresses = EmailAddress.objects.filter(user=person).order_by("pk")
    yield {
        "key": person.key,
        "handle": person.handle,
        "name": person.display_name,
        "email": person.email,
        "addresses": list(addresses.values_list("email", flat=True)),
        "language": person.language,
        "time_zone": person.time_zone,
        "theme": person.theme,
        "role": person.role,
        "joined_at": person.date_joined,
        "signed_in_at": person.last_login,
        "suspended_until": person.suspended_until,
        "banned": person.banned,
        "votes_count": not person.votes_void,
        "recovery_codes_made_at": list(codes),
    }


def read_tokens(person: User) -> Iterator[Record]:
    """Their tokens for programs, without what opens anything. Queries: 1."""
    for token in list_tokens(person):
        yield {
            "name": token.name,
            "scopes": list(token.scopes),
            "begins": token.begins,
            "created_at": token.created_at,
            "expires_at": token.expires_at,
            "last_used_at": token.last_used_at,
        }


def read_kept_answers(person: User) -> Iterator[Record]:
    """What their programs were answered of late, as it is kept for asking again. Queries: 1."""
    kept = KeptAnswer.objects.filter(person=person).order_by("pk")
    for answer in kept.iterator(chunk_size=EXPORTED_AT_ONCE):
        yield {
            "idempotency_key": answer.key,
            "at": answer.at,
            "status": answer.status,
            "headers": answer.headers,
            "body": bytes(answer.body).decode(),
        }
