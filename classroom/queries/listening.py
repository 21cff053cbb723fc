"""What somebody may listen to while a page of a session is open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from classroom.enums import Capacity
from classroom.models import Group, Seat
from classroom.policies.topics import board_topic, seat_topic, session_topic
from classroom.queries.access import open_session
from debate.policies.ticket import Ticket
from debate.queries.listening import read_listener

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody who listens to a session: their ticket, and the seat that they listen from.

    `seq` is how far the record of the debate goes that they listen to; None for none or several.
    """

    ticket: Ticket
    seat: Seat | None
    seq: int | None


def read_session_listener(session: str, viewer: Viewer, *, login: str) -> Listener:
    """The ticket of a student for their session and debate, of a teacher for all of a session.

    Whoever waits in the lobby hears of their own seat alone. `login` is what ends the ticket.
    Raises NotFound and NotSignedIn. Queries: 3 to 5.
    """
    access = open_session(session, viewer)
    key, seat = access.session.key, access.seat
    person = viewer.key if viewer else ""
    if access.standing.teaches:
        debates = Group.objects.filter(session=access.session).order_by("number")
        found = list(debates.values_list("debate__key", "debate__last_seq"))
        topics = (
            board_topic(key),
            session_topic(key),
            *(f"debate:{debate}" for debate, _ in found),
        )
        ticket = Ticket(topics=topics, person=person, login=login, keeps_order=True)
        return Listener(ticket, None, found[0][1] if len(found) == 1 else None)
    assert seat is not None  # who does not teach is in it by their seat
    own = (seat_topic(seat.key),)
    if access.standing.capacity == Capacity.WAITING:
        return Listener(Ticket(topics=own, person=person, login=login), seat, None)
    topics = (session_topic(key), *own)
    debate = Group.objects.filter(seats=seat).values_list("debate__key", flat=True).first()
    if debate is None:
        return Listener(Ticket(topics=topics, person=person, login=login), seat, None)
    ticket, seq = read_listener(debate, viewer, login=login, network="")
    return Listener(replace(ticket, topics=(*topics, *ticket.topics)), seat, seq)
