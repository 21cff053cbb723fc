"""The lobby of a session: letting in who waits there, and sending them away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.actions.deletion import forget_guests
from accounts.enums import PersonKind
from accounts.errors import Conflict, NotFound
from classroom.actions.floor import hold_session
from classroom.actions.seating import (
    of_seat,
    sit_down,
)
from classroom.actions.seats import find_seat
from classroom.actions.telling import session_topic, tell_seat
from classroom.enums import Action, Event, SeatState
from classroom.models import Seat, Session
from debate.tasks.publish import revoke

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def admit(
    *, session: str, seat: str, listed: str = "", by: Viewer, at: datetime | None = None
) -> Seat:
    """Let somebody in from the lobby; as one who is `listed`, if the key of that seat is told.

    Admitting twice is harmless. Raises NotSignedIn, NotFound, NotAllowed and NotInThisState.
    Effects: the board is told, and they are.
    """
    access = hold_session(session, Action.ADMIT, by=by, at=at)
    waiting = find_seat(access.session, seat)
    if waiting.state == SeatState.SEATED:
        return waiting
    if waiting.state != SeatState.LOBBY:
        raise NotFound("no_seat")
    if listed:
        waiting = _as_listed(access.session, waiting, listed)
    sit_down(access.session, waiting, at=access.at)
    return waiting


@transaction.atomic
def admit_all(*, session: str, by: Viewer, at: datetime | None = None) -> int:
    """Let everybody in who waits in the lobby. Returns: how many. Raises as `admit` does."""
    access = hold_session(session, Action.ADMIT, by=by, at=at)
    waiting = access.session.seats.select_related("person", "group").filter(state=SeatState.LOBBY)
    seats = list(waiting.order_by("created_at", "pk"))
    for seat in seats:
        sit_down(access.session, seat, at=access.at)
    return len(seats)


def _as_listed(session: Session, waiting: Seat, listed: str) -> Seat:
    seat = find_seat(session, listed)
    if seat.state != SeatState.LISTED:
        raise Conflict("seat_is_taken")
    person, seen = waiting.person, waiting.seen_at
    tell_seat(waiting, Event.SEAT)
    waiting.delete()
    seat.person, seat.seen_at = person, seen
    return seat


def send_away(session: Session, seats: Iterable[Seat], *, at: datetime) -> None:
    """Empty seats of the lobby; a guest who only waited leaves nothing behind.

    The people are locked already. Queries: some for each. Effects: their pages close.
    """
    guests = []
    for seat in seats:
        person = of_seat(seat)
        tell_seat(seat, Event.SEAT)
        revoke(person=person.key, topic=session_topic(session.key))
        if person.kind == PersonKind.GUEST:
            guests.append(person)
            seat.delete()
        else:
            seat.state = SeatState.REMOVED
            seat.save(update_fields=["state"])
    forget_guests(guests, at=at)
