"""The slips with which listed students come in."""

from __future__ import annotations

from dataclasses import dataclass

from classroom.enums import SeatState
from classroom.models import Seat
from classroom.queries.access import SessionAccess


@dataclass(frozen=True, slots=True)
class Slip:
    """What one student is handed: their name and the PIN of their seat."""

    name: str
    pin: str


def list_slips(access: SessionAccess) -> tuple[Slip, ...]:
    """The slips of all who are listed, here already or not, in the order of the list.

    For teachers who may see names. Queries: 1.
    """
    seats = Seat.objects.filter(session=access.session).exclude(
        state__in=[SeatState.REMOVED, SeatState.LOBBY]
    )
    rows = seats.order_by("student__place", "pk").values_list("name", "pin", "person__kind")
    return tuple(Slip(name, pin) for name, pin, kind in rows if kind != "person")
