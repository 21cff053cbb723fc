"""Looking up who is behind a pseudonym: it is kept, and the student sees it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import NotFound
from classroom.actions.floor import hold_session
from classroom.actions.telling import tell_board, tell_seat
from classroom.enums import Action, Event, Naming, SeatState
from classroom.models import Reveal, Seat
from classroom.queries.access import SessionAccess

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def reveal_seat(*, session: str, seat: str, by: Viewer, at: datetime | None = None) -> Seat:
    """Let the teachers of a session see who sits on a seat, for good.

    Who was looked up before, or goes by their name anyway, is not looked up again. Raises
    NotSignedIn, NotFound and NotAllowed. Effects: the student and the board are told.
    """
    access = hold_session(session, Action.REVEAL, by=by, at=at)
    found = Seat.objects.filter(session=access.session, state=SeatState.SEATED, key=seat).first()
    if found is None:
        raise NotFound("no_seat")
    _reveal(access, [found], by)
    return found


@transaction.atomic
def reveal_all(*, session: str, by: Viewer, at: datetime | None = None) -> int:
    """The same for everybody who sits in a session; answers how many had not been looked up.

    Raises NotSignedIn, NotFound and NotAllowed. Effects: each of them and the board are told.
    """
    access = hold_session(session, Action.REVEAL, by=by, at=at)
    seated = Seat.objects.filter(session=access.session, state=SeatState.SEATED).order_by("pk")
    return _reveal(access, list(seated), by)


def _reveal(access: SessionAccess, seats: list[Seat], by: Viewer) -> int:
    assert by
    if access.session.naming == Naming.NAMES:
        return 0
    known = set(Reveal.objects.filter(seat__in=seats).values_list("seat", flat=True))
    hidden = [seat for seat in seats if seat.pk not in known]
    Reveal.objects.bulk_create(Reveal(seat=seat, by=by, at=access.at) for seat in hidden)
    for seat in hidden:
        tell_seat(seat, Event.SEAT)
    if hidden:
        tell_board(access.session, Event.ROSTER)
    return len(hidden)
