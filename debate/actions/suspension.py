"""Shutting somebody out of the whole site, for some days or without an end; by staff."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from accounts.enums import PersonKind
from accounts.errors import Invalid, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.act import Deed, keep_line, read_note, read_reason
from debate.enums import Action, ActKind
from debate.limits import SUSPENSION_DAYS
from debate.models import Act
from debate.policies.site import why_not_on_site
from debate.policies.standing import enforce

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

SENT_TWICE = timedelta(minutes=1)  # a form that comes again this soon is the same one


@transaction.atomic
def suspend_person(
    *,
    person: str,
    days: int,
    reason: str,
    note: str = "",
    by: Viewer,
    at: datetime | None = None,
) -> Act | None:
    """Let a person add nothing to the site for some days; they may read, export and delete.

    Where they are shut out for as long already this is harmless and answers None. Raises NotFound
    (also for whoever is not of the staff), NotSignedIn, NotAllowed (oneself) and Invalid.
    Effects: an act.
    """
    why, said = read_reason(reason), read_note(note)
    if days not in SUSPENSION_DAYS:
        raise Invalid("choose_how_long", field="days")
    subject, staff, moment = _hold(person, by=by, at=at)
    until = moment + timedelta(days=days)
    if subject.banned or (
        subject.suspended_until is not None and subject.suspended_until > until - SENT_TWICE
    ):
        return None
    subject.suspended_until = until
    subject.save(update_fields=["suspended_until"])
    deed = Deed(ActKind.SUSPENDED, why, subject.pk, note=said, detail={"days": days})
    return keep_line(deed, by=staff, at=moment)


@transaction.atomic
def ban_person(
    *, person: str, reason: str, note: str = "", by: Viewer, at: datetime | None = None
) -> Act | None:
    """Let a person add nothing to the site, without an end. Raises and does as suspending does."""
    why, said = read_reason(reason), read_note(note)
    subject, staff, moment = _hold(person, by=by, at=at)
    if subject.banned:
        return None
    subject.banned = True
    subject.save(update_fields=["banned"])
    return keep_line(Deed(ActKind.BANNED, why, subject.pk, note=said), by=staff, at=moment)


@transaction.atomic
def readmit_person(
    *, person: str, reason: str, note: str = "", by: Viewer, at: datetime | None = None
) -> Act | None:
    """Let a suspended or banned person write again. Raises and does as suspending does."""
    why, said = read_reason(reason), read_note(note)
    subject, staff, moment = _hold(person, by=by, at=at)
    if not subject.suspended(moment):
        return None
    end_suspension(subject)
    return keep_line(Deed(ActKind.READMITTED, why, subject.pk, note=said), by=staff, at=moment)


def end_suspension(subject: User, *, suspended: bool = True, banned: bool = True) -> None:
    """Take suspension, ban or both away from somebody whose row is locked. Queries: 1."""
    if suspended:
        subject.suspended_until = None
    if banned:
        subject.banned = False
    subject.save(update_fields=["suspended_until", "banned"])


def hold_people(*people: int) -> tuple[dict[int, User], datetime]:
    """Lock people alone, in one order: every write of theirs ends first, the next one waits.

    Answers them by their number, and the moment by the clock of the database once they are held.
    It does not keep others from referring to them. Of two people of the staff who suspend each
    other the second finds that they are suspended, so there is always one left. Queries: 2.
    """
    held = User.objects.filter(pk__in=people).order_by("pk").select_for_update(no_key=True)
    rows = {found.pk: found for found in held}
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return rows, cursor.fetchone()[0]


def _hold(person: str, *, by: Viewer, at: datetime | None) -> tuple[User, User, datetime]:
    """The person whom it is about and who acts, both locked, and the moment that counts."""
    if not by:
        raise NotSignedIn("sign_in_to_moderate")
    found = User.objects.filter(key=person, kind=PersonKind.PERSON).values_list("pk", flat=True)
    subject_id = found.first()
    held, now = hold_people(by.pk, subject_id or by.pk)
    staff, moment = held[by.pk], at or now
    enforce(why_not_on_site(staff, Action.SUSPEND, at=moment, subject_id=subject_id))
    if subject_id is None:
        raise NotFound("no_person")
    return held[subject_id], staff, moment
