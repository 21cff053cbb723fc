"""Until when sessions are kept, and which of them are over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from classroom.enums import Action
from classroom.limits import KEPT_DAYS, KEPT_DAYS_MAX
from classroom.models import Seat, Session
from classroom.queries.access import open_session

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a session is kept: `until` is the last day, `latest` the last that may be chosen.

    `seats` go with it.
    """

    key: str
    name: str
    teacher_id: int
    until: date
    latest: date
    seats: int


def read_kept(key: str, viewer: Viewer) -> Kept:
    """How long a session is kept, for who may delete it. Raises: see `open_session`. Queries: 4."""
    access = open_session(key, viewer, Action.DELETE_SESSION)
    session = access.session
    return Kept(
        key=session.key,
        name=session.name,
        teacher_id=session.teacher_id,
        until=kept_until(session),
        latest=(session.ended_at or access.at).date() + timedelta(days=KEPT_DAYS_MAX),
        seats=Seat.objects.filter(session=session).count(),
    )


def kept_until(session: Session) -> date:
    """The last day on which a session is kept.

    If its teacher says nothing that is KEPT_DAYS after it ended. One that nobody ended is counted
    from the latest of when it was made, was to start and started.
    """
    if session.kept_until is not None:
        return session.kept_until
    moments = (session.created_at, session.starts_at, session.started_at)
    last = session.ended_at or max(moment for moment in moments if moment is not None)
    return last.astimezone(UTC).date() + timedelta(days=KEPT_DAYS)


def over(at: datetime) -> QuerySet[Session]:
    """The sessions whose last day lies before the day of a moment, in universal time."""
    day = at.astimezone(UTC).date()
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=KEPT_DAYS)
    unended = Greatest(
        "created_at", Coalesce("starts_at", "created_at"), Coalesce("started_at", "created_at")
    )
    return (
        Session.objects.alias(last=Coalesce("ended_at", unended))
        .filter(Q(kept_until__lt=day) | Q(kept_until=None, last__lt=midnight))
        .order_by("pk")
    )
