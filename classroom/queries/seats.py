"""The seats of a session as a teacher arranges them: beside the roster, what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.enums import PersonKind
from accounts.models import User
from classroom.enums import Naming, SeatState
from classroom.models import Seat
from classroom.queries.access import SessionAccess


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """A seat that somebody was removed from, and can be let back to."""

    key: str
    shown: str


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """A seat of one's own: how it is called, and the PIN that leads back to it.

    Without a `pin` it is that of an account, which comes back by signing in.
    """

    key: str
    session: str
    name: str
    byline: str
    pin: str

    @property
    def shown(self) -> str:
        """What whoever sits there goes by; while they wait, what they called themselves."""
        return self.byline or self.name


def list_removed(access: SessionAccess) -> tuple[RemovedRow, ...]:
    """Who was removed from a session, for its teachers. Queries: 1."""
    named = access.standing.names and access.session.naming == Naming.NAMES
    removed = Seat.objects.filter(session=access.session, state=SeatState.REMOVED)
    return tuple(
        RemovedRow(key, name if named or (access.standing.names and not byline) else byline)
        for key, name, byline in removed.order_by("name").values_list("key", "name", "byline")
    )


def own_seat(access: SessionAccess, person: User) -> OwnSeat | None:
    """The seat that somebody has in a session that they opened; none of teachers. Queries: 0."""
    seat = access.seat
    if seat is None:
        return None
    return OwnSeat(
        key=seat.key,
        session=access.session.key,
        name=seat.name,
        byline=seat.byline,
        pin=seat.pin if person.kind == PersonKind.GUEST else "",
    )


def seat_of_guest(person: User) -> OwnSeat | None:
    """The seat that a guest came for, wherever they are on the site. Queries: 1."""
    seat = (
        Seat.objects.filter(person=person, state__in=[SeatState.LOBBY, SeatState.SEATED])
        .select_related("session")
        .first()
    )
    if seat is None:
        return None
    return OwnSeat(seat.key, seat.session.key, seat.name, seat.byline, seat.pin)
