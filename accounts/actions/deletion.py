"""Deleting what somebody gave, for good."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts import hooks
from accounts.actions.password import count_password_check
from accounts.enums import PersonKind, Role, Theme
from accounts.errors import Conflict, Invalid
from accounts.keys import new_key
from accounts.limits import KEPT_ANSWER_SECONDS
from accounts.models import KeptAnswer, Rate, RecoveryCode, Token, User
from accounts.rates import forget_ended_windows

ANSWERS_AT_ONCE = 1_000  # in one transaction
_OLD_ANSWERS = """
DELETE FROM accounts_keptanswer WHERE id IN (
    SELECT id FROM accounts_keptanswer WHERE at < %(before)s
     ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
"""
TRIES = 3  # where two deeds wait for each other, the database ends one of them


def erase_person(
    *, by: User, password: str = "", confirmation: str = "", at: datetime | None = None
) -> None:
    """Delete what a person gave: nothing of them is left but a row without a name.

    They type their handle, and their password if they have one. Each app forgets its part
    (`hooks.farewells`), then go their sessions, codes, counters and names; all of it or nothing.
    Doing it twice is harmless. Somebody who is suspended may leave as well.

    Raises: Invalid `password_wrong` (field `password`), `type_your_handle` (field `confirmation`);
    Conflict `last_of_staff`; TooMany. Effects: every session of theirs has ended.
    """
    if by.has_usable_password():
        count_password_check(by)
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                _erase(by, password, confirmation, at or timezone.now())
            return
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) != "40P01" or not left:
                raise


def forget_sessions_of(people: set[int], keys: set[str]) -> int:
    """End every session that holds one of these people, by number or by key.

    Returns: how many there were. Queries: 2, of which one reads every session.
    """
    numbers = {str(pk) for pk in people}
    theirs = [
        session_key
        for session_key, held in _sessions()
        if held.get("_auth_user_id") in numbers or _names_one(held, keys)
    ]
    Session.objects.filter(session_key__in=theirs).delete()
    return len(theirs)


def forget_guests(guests: Collection[User], *, at: datetime) -> None:
    """Delete guests of whom nothing has to stay, with their sessions and counters.

    For an app above that deletes what they took part in: the caller holds their rows alone, inside
    a transaction. Of one to whom something of others still leads a row without a name is left.
    """
    if not guests:
        return
    forget_sessions_of({guest.pk for guest in guests}, {guest.key for guest in guests})
    counted = [subject for guest in guests for subject in _counted_as(guest)]
    Rate.objects.filter(subject__in=counted).delete()
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User),
        object_id__in=[str(guest.pk) for guest in guests],
    ).delete()
    try:
        with transaction.atomic():
            User.objects.filter(pk__in=[guest.pk for guest in guests]).delete()
    except ProtectedError:
        for guest in guests:
            for farewell in hooks.farewells:
                farewell.forget(guest, at)
            _forget(guest)


def forget_ended(at: datetime) -> tuple[int, int]:
    """Delete the sessions that have ended at a moment, and the counters whose window is over.

    Returns: how many there were of each. Queries: 2.
    """
    ended, _each = Session.objects.filter(expire_date__lt=at).delete()
    return ended, forget_ended_windows()


def forget_old_answers(at: datetime) -> int:
    """Delete the answers to programs that are older than a day at a moment.

    Those that a program just asks for again are left for the next time. Returns: how many there
    were. Queries: 1 for each batch, and 1.
    """
    before, forgotten = at - timedelta(seconds=KEPT_ANSWER_SECONDS), 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_OLD_ANSWERS, {"before": before, "most": ANSWERS_AT_ONCE})
            if not cursor.rowcount:
                return forgotten
            forgotten += cursor.rowcount


def _erase(by: User, password: str, confirmation: str, at: datetime) -> None:
    KeptAnswer.objects.filter(person=by).delete()  # before people, as who asks again takes them
    if by.role == Role.STAFF:  # all of them, in one order: of the last two only one may leave
        staff = User.objects.filter(role=Role.STAFF, is_active=True).order_by("pk")
        others = [
            pk for (pk,) in staff.select_for_update(no_key=True).values_list("pk") if pk != by.pk
        ]
        if not others:
            raise Conflict("last_of_staff")
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if person.kind == PersonKind.GONE:
        return
    if person.has_usable_password() and not person.check_password(password):
        raise Invalid("password_wrong", field="password")
    if confirmation.strip().lower() != (person.handle or ""):
        raise Invalid("type_your_handle", field="confirmation")
    for farewell in hooks.farewells:
        farewell.forget(person, at)
    _forget(person)


def _forget(person: User) -> None:
    """What accounts itself keeps: afterwards the row says that there was somebody, and no more."""
    forget_sessions_of({person.pk}, {person.key})
    RecoveryCode.objects.filter(person=person).delete()
    Token.objects.filter(user=person).delete()
    KeptAnswer.objects.filter(person=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    Rate.objects.filter(subject__in=_counted_as(person)).delete()
    LogEntry.objects.filter(user=person).delete()
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk)
    ).delete()
    person.groups.clear()
    person.user_permissions.clear()
    person.key = new_key()  # the address of their page leads to nobody, also not in old copies
    person.kind = PersonKind.GONE
    person.handle = person.email = person.last_login = person.suspended_until = None
    person.display_name = person.language = person.time_zone = ""
    person.theme, person.role = Theme.SYSTEM, Role.MEMBER
    person.is_active = person.is_superuser = person.banned = person.votes_void = False
    person.date_joined = datetime(person.date_joined.astimezone(UTC).year, 1, 1, tzinfo=UTC)
    person.set_unusable_password()
    person.save()


def _counted_as(person: User) -> list[str]:
    """The subjects under which the rate limits may know somebody, as they are kept."""
    known = [name for name in (person.key, person.handle, person.email) if name]
    known += [str(person.pk), f"person:{person.key}", f"person:{person.pk}"]
    return known + ["sha256:" + hashlib.sha256(name.encode()).hexdigest() for name in known]


def _names_one(held: dict[str, object], keys: set[str]) -> bool:
    text = json.dumps(held, default=str)
    return any(key in text for key in keys)


def _sessions() -> Iterator[tuple[str, dict[str, object]]]:
    for session in Session.objects.iterator(chunk_size=500):
        yield session.session_key, session.get_decoded()
