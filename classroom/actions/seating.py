"""Putting somebody on a seat: the group, the side and the byline that they get, in its debate."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db.models import Count, Q

from accounts.errors import Conflict
from accounts.models import User
from classroom.actions.telling import tell_board, tell_seat
from classroom.enums import Event, Naming, SeatState, SessionState, SideRule
from classroom.limits import SEATS_MAX
from classroom.logic.bylines import new_pseudonym, told_apart
from classroom.logic.codes import new_pin
from classroom.logic.sides import SideCounts, side_of_a_newcomer
from classroom.models import Group, Seat, Session
from debate.enums import Role, Side
from debate.models import Membership


def sit_down(session: Session, seat: Seat, *, at: datetime) -> None:
    """Let who has a seat in a session (held) take part, in the group with the fewest.

    They keep the group, side and byline that they had before. Queries: up to 9. Effects: the board
    is told, and they are.
    """
    group = seat.group or emptiest_group(session)
    if not seat.byline:
        seat.byline = byline_of(session, seat)
    seat.state, seat.group = SeatState.SEATED, group
    seat.entered_at = seat.entered_at or at
    seat.save()
    join_debate(session, seat, group, side=None, at=at)
    tell_board(session, Event.ROSTER)
    tell_seat(seat, Event.SEAT)


def join_debate(
    session: Session, seat: Seat, group: Group, *, side: Side | None, at: datetime
) -> Membership:
    """Make who sits on a seat a member of the debate of a group, on a side.

    Without one it is that which they had there, or else that of a newcomer. Queries: 2 to 4.
    """
    person = of_seat(seat)
    member = Membership.objects.filter(debate=group.debate_id, person=person).first()
    if member is None:
        member = Membership(debate_id=group.debate_id, person=person, created_at=at)
    member.role, member.byline = Role.MEMBER, seat.byline
    if side is not None:
        member.side = side
    elif member.side is None:
        member.side = side_of_a_newcomer(
            SideRule(session.side_rule),
            sides_in(group),
            late=session.state != SessionState.PLANNED,
            coin=bool(secrets.randbelow(2)),
        )
    member.save()
    return member


def emptiest_group(session: Session) -> Group:
    """The group with the fewest seated, of equal ones the first. Queries: 1."""
    seated = Count("seats", filter=Q(seats__state=SeatState.SEATED))
    return session.groups.annotate(seated=seated).order_by("seated", "number")[0]


def sides_in(group: Group) -> SideCounts:
    """How many of those who take part in a group have each side. Queries: 1."""
    return SideCounts.of(
        Membership.objects.filter(
            debate=group.debate_id, role=Role.MEMBER, side__isnull=False
        ).values_list("side", flat=True)
    )


def byline_of(session: Session, seat: Seat) -> str:
    """What classmates are to see of who sits down. Queries: 1."""
    taken = set(session.seats.exclude(byline="").values_list("byline", flat=True))
    if session.naming == Naming.PSEUDONYMS:
        return new_pseudonym(taken)
    return told_apart(seat.name, taken)


def free_pin(session: Session) -> str:
    """A PIN that no seat of a session (held) has. Queries: 1."""
    taken = set(session.seats.values_list("pin", flat=True))
    while (pin := new_pin()) in taken:
        pass
    return pin


def check_room(session: Session, more: int = 1) -> None:
    """Raises Conflict where a session (held) has not so many seats more. Queries: 1."""
    if session.seats.exclude(state=SeatState.REMOVED).count() + more > SEATS_MAX:
        raise Conflict("session_is_full", most=SEATS_MAX)


def shown_in_masthead(session: Session, name: str) -> str:
    """What a guest is called where no seat is asked: nothing of them, where they go by another."""
    return GUEST if session.naming == Naming.PSEUDONYMS else name


GUEST = "Guest"  # kept, not shown: what a person must have there


def of_seat(seat: Seat) -> User:
    """Who sits on a taken seat."""
    assert seat.person is not None
    return seat.person
