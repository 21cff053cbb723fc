"""What every read of the classroom starts from: a session, and where the viewer stands in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from accounts.errors import NotFound
from classroom.enums import Action
from classroom.logic.phases import state_at
from classroom.models import Seat, Session, SessionTeacher
from classroom.policies.standing import Standing, standing_in_session, why_not

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class SessionAccess:
    """A session that somebody is in, with the seat that is theirs; `at` is the database's clock."""

    session: Session
    standing: Standing
    seat: Seat | None
    at: datetime


def open_session(key: str, viewer: Viewer, action: Action = Action.SEE) -> SessionAccess:
    """A session by its key, for somebody who may do this in it.

    Raises NotFound, also where it may not be known that there is one, and what the permission
    table refuses with. Queries: 3; 1 for nobody.
    """
    session = Session.objects.filter(key=key).annotate(read_at=Now()).first()
    if session is None:
        raise NotFound("no_session")
    return access_to_session(session, viewer, action, at=session.read_at)


def access_to_session(
    session: Session, viewer: Viewer, action: Action, *, at: datetime
) -> SessionAccess:
    """The same for a session that was read (and held) already. Queries: 2; 0 for nobody."""
    seat = share = None
    if viewer:
        seats = Seat.objects.select_related("group__debate")
        seat = seats.filter(session=session, person=viewer).first()
        share = SessionTeacher.objects.filter(session=session, person=viewer).first()
    standing = standing_in_session(
        session,
        viewer,
        seat=seat,
        co_teacher=share is not None,
        names=share is not None and share.names,
    )
    # One that was to start by itself runs from then on, whatever its row says.
    state = state_at(standing.state, session.starts_at, at=at)
    standing = replace(standing, state=state)
    refusal = why_not(standing, action)
    if refusal is not None:
        raise refusal
    return SessionAccess(session, standing, seat, at)


def taught_by(viewer: Viewer) -> QuerySet[Session]:
    """The sessions that somebody teaches, or shares in teaching."""
    if not viewer:
        return Session.objects.none()
    shared = SessionTeacher.objects.filter(person=viewer).values("session")
    return Session.objects.filter(Q(teacher=viewer) | Q(pk__in=shared))
