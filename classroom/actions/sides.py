"""Sides: chosen, dealt to all, switched, set for one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case, QuerySet, Value, When

from accounts.errors import Conflict, Invalid
from classroom.actions.floor import hold_session
from classroom.actions.seats import find_seat
from classroom.actions.telling import tell_board, tell_seat, tell_session
from classroom.actions.windows import hold_windows
from classroom.enums import Action, Event, SeatState, SideRule
from classroom.logic.sides import deal_sides
from classroom.models import Seat, Session
from debate.enums import Role, Side
from debate.models import Claim, Membership, Position

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def choose_side(*, session: str, side: str, by: Viewer, at: datetime | None = None) -> None:
    """Take a side, where students choose theirs; who stated a claim from one stays there.

    Choosing the same again is harmless. Raises NotSignedIn, NotFound, NotAllowed, NotInThisState,
    Invalid and Conflict. Effects: the board is told.
    """
    chosen = read_side(side)
    access = hold_session(session, Action.CHOOSE_SIDE, by=by, at=at)
    if access.session.side_rule != SideRule.CHOSEN:
        raise Conflict("sides_are_not_chosen")
    seat = access.seat
    assert by
    assert seat is not None  # the table lets only students do this
    assert seat.group is not None
    member = Membership.objects.get(debate=seat.group.debate_id, person=by)
    if member.side == chosen:
        return
    if (
        member.side is not None
        and Claim.objects.filter(debate=member.debate_id, author=by).exists()
    ):
        raise Conflict("spoke_from_this_side")
    member.side = chosen
    member.save(update_fields=["side"])
    tell_board(access.session, Event.ROSTER)
    tell_seat(seat, Event.SEAT)


@transaction.atomic
def set_side(*, session: str, seat: str, side: str, by: Viewer, at: datetime | None = None) -> None:
    """Put one student on a side, or on none where `side` is empty.

    Raises NotSignedIn, NotFound, NotAllowed, NotInThisState and Invalid. Effects: the board is
    told, and they are.
    """
    chosen = read_side(side) if side else None
    access = hold_session(session, Action.GROUP, by=by, at=at)
    found = find_seat(access.session, seat)
    if found.group is None or found.person_id is None:
        raise Conflict("nobody_sits_there")
    hold_windows(access.session)  # no reply to the other side is judged by half of a change
    Membership.objects.filter(debate=found.group.debate_id, person=found.person_id).update(
        side=chosen
    )
    tell_board(access.session, Event.ROSTER)
    tell_seat(found, Event.SEAT)


@transaction.atomic
def deal_sides_anew(*, session: str, by: Viewer, at: datetime | None = None) -> None:
    """Give everybody who sits in a session a side by its rule; none where each chooses, or none is.

    Raises NotSignedIn, NotFound, NotAllowed and NotInThisState. Effects: everybody is told.
    """
    access = hold_session(session, Action.GROUP, by=by, at=at)
    held = hold_windows(access.session)
    rule = SideRule(access.session.side_rule)
    for rules in held.rules:
        seated = [seat for seat in _seated(access.session) if seat[0] == rules.debate_id]
        people = [person for _debate, person in seated]
        dealt = deal_sides(rule, people, _opening_positions(rules.debate_id))
        for side in (*Side, None):
            theirs = [person for person, given in dealt.items() if given == side]
            _members(rules.debate_id).filter(person__in=theirs).update(side=side)
    tell_session(access.session, Event.SEAT)
    tell_board(access.session, Event.ROSTER)


@transaction.atomic
def switch_sides(*, session: str, by: Viewer, at: datetime | None = None) -> None:
    """Let everybody argue for the other side from now on; whoever has none keeps none.

    Raises NotSignedIn, NotFound, NotAllowed and NotInThisState. Effects: everybody is told.
    """
    access = hold_session(session, Action.GROUP, by=by, at=at)
    for rules in hold_windows(access.session).rules:
        _members(rules.debate_id).update(
            side=Case(
                When(side=Side.FOR, then=Value(Side.AGAINST)),
                When(side=Side.AGAINST, then=Value(Side.FOR)),
            )
        )
    tell_session(access.session, Event.SEAT)
    tell_board(access.session, Event.ROSTER)


def read_side(word: str) -> Side:
    """The side that a word names. Raises Invalid."""
    try:
        return Side(word)
    except ValueError:
        raise Invalid("choose_a_side", field="side") from None


def _seated(session: Session) -> list[tuple[int, int]]:
    """The debate and the person of every seat that somebody sits on."""
    seats = Seat.objects.filter(session=session, state=SeatState.SEATED, group__isnull=False)
    return list(seats.order_by("pk").values_list("group__debate", "person"))


def _members(debate: int) -> QuerySet[Membership]:
    return Membership.objects.filter(debate=debate, role=Role.MEMBER)


def _opening_positions(debate: int) -> dict[int, int | None]:
    """Where people stood when they first said so."""
    said = Position.objects.filter(debate=debate, value__isnull=False).order_by("person", "pk")
    return dict(said.distinct("person").values_list("person", "value"))
