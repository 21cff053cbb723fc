"""Who somebody is in one session: what every policy of the classroom decides from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.errors import NotAllowed, NotFound, Refusal
from classroom.enums import Action, Capacity, SeatState, SessionState
from classroom.errors import NotInThisState
from classroom.policies.table import TABLE

if TYPE_CHECKING:
    from classroom.models import Seat, Session
    from debate.policies.visitor import Viewer

CLOSED = {
    SessionState.PLANNED: "session_not_started",
    SessionState.RUNNING: "session_is_running",
    SessionState.ENDED: "session_is_over",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A person (or nobody) in a session; `names`: whether they may see who students are."""

    person_id: int | None
    capacity: Capacity
    state: SessionState
    names: bool = False

    @property
    def teaches(self) -> bool:
        return self.capacity in {Capacity.TEACHER, Capacity.CO_TEACHER}


_BY_SEAT = {
    SeatState.LOBBY: Capacity.WAITING,
    SeatState.SEATED: Capacity.STUDENT,
    SeatState.REMOVED: Capacity.REMOVED,
}


def standing_in_session(
    session: Session, viewer: Viewer, *, seat: Seat | None, co_teacher: bool, names: bool
) -> Standing:
    """Where a viewer stands in a session, from the seat or the share in it that they have.

    `names` is that of a co-teacher; whoever started it sees them always.
    """
    state = SessionState(session.state)
    if not viewer:
        return Standing(None, Capacity.VISITOR, state)
    if viewer.pk == session.teacher_id:
        return Standing(viewer.pk, Capacity.TEACHER, state, names=True)
    if co_teacher:
        return Standing(viewer.pk, Capacity.CO_TEACHER, state, names=names)
    capacity = _BY_SEAT[SeatState(seat.state)] if seat else Capacity.OUTSIDER
    return Standing(viewer.pk, capacity, state)


def why_not(standing: Standing, action: Action) -> Refusal | None:
    """Why the permission table refuses something to a person; None when it does not."""
    if standing.capacity not in TABLE[Action.SEE].may:
        return NotFound("no_session")
    rule = TABLE[action]
    if standing.capacity == Capacity.WAITING and action != Action.SEE:
        return NotAllowed("still_in_the_lobby")
    if standing.capacity not in rule.may:
        return NotAllowed(rule.refusal)
    if rule.names and not standing.names:
        return NotAllowed("names_are_not_for_you")
    if standing.state not in rule.when:
        return NotInThisState(CLOSED[standing.state])
    return None


def may(standing: Standing, action: Action) -> bool:
    """Whether the permission table lets a person do something in a session."""
    return why_not(standing, action) is None
