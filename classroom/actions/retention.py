"""How long a session is kept, and deleting it with everything of its guests."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.actions.deletion import forget_guests
from accounts.enums import PersonKind
from accounts.errors import Invalid
from accounts.models import User
from classroom.actions.floor import hold_session
from classroom.actions.telling import board_topic, session_topic
from classroom.enums import Action
from classroom.limits import KEPT_DAYS_MAX
from classroom.models import Group, Seat, Session
from classroom.queries.access import open_session
from classroom.queries.retention import kept_until, over
from debate.actions.deletion import remove_debates
from debate.models import Claim, Debate
from debate.tasks.publish import revoke

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

ORPHANS_AFTER = timedelta(days=1)  # a guest who has just come may not have a seat yet


@transaction.atomic
def keep_session_until(
    *, session: str, until: date | None, by: Viewer, at: datetime | None = None
) -> date:
    """Say how long a session is kept; None for as long as it is if nobody says anything.

    Returns the last day on which it is kept. Raises what `hold_session` raises, and Invalid
    `kept_too_long` or `kept_until_is_over` (field `until`). Queries: 7.
    """
    access = hold_session(session, Action.DELETE_SESSION, by=by, at=at)
    held = access.session
    if until is not None:
        last = (held.ended_at or access.at).date() + timedelta(days=KEPT_DAYS_MAX)
        if until > last:
            raise Invalid("kept_too_long", field="until", last=last)
        if until < access.at.date():
            raise Invalid("kept_until_is_over", field="until")
    held.kept_until = until
    held.save(update_fields=["kept_until"])
    return kept_until(held)


@transaction.atomic
def remove_session(*, session: str, by: Viewer, at: datetime | None = None) -> None:
    """Delete a session: its debates, its seats, its grades, and its guests with all they wrote.

    Whoever has an account keeps it, and loses what they wrote here. An essay that other debates
    use stays, and so does the debate that those of the session are copies of. Raises what
    `hold_session` raises. Effects: the guests are signed out, and every stream of it ends.
    """
    # People come before the session in the order of locks, so who may is asked before and after.
    open_session(session, by, Action.DELETE_SESSION)
    guests = _hold_guests(_guests_of(Session.objects.filter(key=session)))
    access = hold_session(session, Action.DELETE_SESSION, by=by, at=at)
    remove_held_session(access.session, guests, at=access.at)


def remove_held_session(session: Session, guests: Collection[User], *, at: datetime) -> None:
    """The same for a session that is held alone, with its guests held before it."""
    latest = _guests_of(Session.objects.filter(pk=session.pk)) - {guest.pk for guest in guests}
    gone = [*guests, *_hold_guests(latest)]  # who came in between
    list(Seat.objects.select_for_update().filter(session=session).order_by("pk").values_list("pk"))
    groups = Group.objects.filter(session=session).exclude(debate=session.source_id)
    debates = dict(groups.values_list("debate", "debate__key"))
    for topic in (session_topic(session.key), board_topic(session.key)):
        revoke(topic=topic)
    for key in debates.values():
        revoke(debate=key)
    _empty_log_of_admin(debates)
    remove_debates(debates, at=at)
    session.delete()
    forget_guests(gone, at=at)


def remove_sessions_of(teacher: User, *, at: datetime) -> int:
    """Delete every session that somebody started, when they leave; their row is held alone."""
    sessions = Session.objects.filter(teacher=teacher)
    guests = {guest.pk: guest for guest in _hold_guests(_guests_of(sessions))}
    held = list(sessions.select_for_update().order_by("pk"))
    for session in held:
        theirs = _guests_of(Session.objects.filter(pk=session.pk))
        known = [guests[pk] for pk in sorted(theirs) if pk in guests]
        remove_held_session(session, known, at=at)
    return len(held)


def forget_sessions(at: datetime) -> Iterable[tuple[str, int]]:
    """Delete the sessions whose time is over at a moment, and guests who are left in none.

    One transaction each; one that somebody holds is left for the next time. Doing it twice is
    harmless. Returns: how many there were of each.
    """
    done = sum(_forget_session(pk, at) for pk in over(at).values_list("pk", flat=True))
    return [("class sessions", done), ("guests", _forget_orphans(at))]


@transaction.atomic
def _forget_session(pk: int, at: datetime) -> bool:
    guests = _hold_guests(_guests_of(Session.objects.filter(pk=pk)))
    session = over(at).filter(pk=pk).select_for_update(skip_locked=True).first()
    if session is None:
        return False
    remove_held_session(session, guests, at=at)
    return True


@transaction.atomic
def _forget_orphans(at: datetime) -> int:
    """Guests without a seat: those of imported debates are no active people."""
    orphans = User.objects.filter(
        kind=PersonKind.GUEST,
        is_active=True,
        class_seats=None,
        date_joined__lt=at - ORPHANS_AFTER,
    )
    held = _hold_guests(set(orphans.values_list("pk", flat=True)))
    forget_guests(held, at=at)
    return len(held)


def _guests_of(sessions: Iterable[Session]) -> set[int]:
    """The numbers of guests who have a seat in these sessions and in no others. Queries: 1."""
    seats = Seat.objects.filter(session__in=sessions, person__kind=PersonKind.GUEST)
    elsewhere = Seat.objects.filter(person=OuterRef("person")).exclude(session__in=sessions)
    alone = seats.filter(~Exists(elsewhere))
    return {pk for pk in alone.values_list("person", flat=True) if pk is not None}


def _hold_guests(numbers: Collection[int]) -> list[User]:
    """Hold guests alone, in the order of their numbers; who has signed up meanwhile is none."""
    held = User.objects.select_for_update().filter(pk__in=numbers, kind=PersonKind.GUEST)
    return list(held.order_by("pk"))


def _empty_log_of_admin(debates: Collection[int]) -> None:
    """Lines of the admin's log are titled with the words of what staff changed there."""
    claims = Claim.objects.filter(debate__in=debates).values_list("pk", flat=True)
    for model, numbers in ((Claim, list(claims)), (Debate, list(debates))):
        lines = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
        lines.filter(object_id__in=map(str, numbers)).delete()
