"""Who sits in the circle of a fishbowl."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Conflict
from classroom.actions.floor import hold_session
from classroom.actions.seats import find_seat
from classroom.actions.telling import tell_board, tell_seat
from classroom.actions.windows import write_windows_of
from classroom.enums import Action, Event, SeatState
from classroom.models import Seat

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def set_in_circle(
    *, session: str, seat: str, inside: bool, by: Viewer, at: datetime | None = None
) -> Seat:
    """Let a student into the circle, or out of it, from now on. Doing it twice is harmless.

    Raises NotSignedIn, NotFound, NotAllowed, NotInThisState and Conflict (nobody sits there).
    Effects: the board is told, and the student is.
    """
    access = hold_session(session, Action.GROUP, by=by, at=at)
    found = find_seat(access.session, seat)
    if found.inner == inside:
        return found
    if found.state != SeatState.SEATED:
        raise Conflict("nobody_sits_there")
    found.inner = inside
    found.save(update_fields=["inner"])
    write_windows_of(access.session, at=at)
    tell_board(access.session, Event.ROSTER)
    tell_seat(found, Event.SEAT)
    return found
