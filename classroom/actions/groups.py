"""Groups: parallel copies of a debate, and who takes part in which."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Conflict, Invalid, NotFound
from classroom.actions.floor import hold_session
from classroom.actions.seating import join_debate, of_seat
from classroom.actions.seats import find_seat
from classroom.actions.starting import add_group
from classroom.actions.telling import tell_board, tell_seat, tell_session
from classroom.actions.windows import hold_windows, write_windows_of
from classroom.enums import Action, Event, SeatState
from classroom.limits import GROUPS_MAX
from classroom.logic.grouping import deal_groups
from classroom.models import Group, Seat, Session
from classroom.queries.access import SessionAccess
from debate.actions.deletion import remove_debates
from debate.enums import Side
from debate.models import Membership
from debate.queries.manage import somebody_else_took_part
from debate.tasks.publish import revoke

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def open_groups(
    *, session: str, groups: int, by: Viewer, at: datetime | None = None
) -> tuple[Group, ...]:
    """Let a session have so many groups, each with a copy of its debate under the same clock.

    Having as many already is harmless; of fewer the last ones go, where nobody sits in them or
    took part. Raises NotSignedIn, NotFound, NotAllowed, NotInThisState, Invalid and Conflict.
    Effects: debates are made or deleted; the board is told.
    """
    if not 1 <= groups <= GROUPS_MAX:
        raise Invalid("so_many_groups", field="groups", most=GROUPS_MAX)
    access = hold_session(session, Action.GROUP, by=by, at=at)
    there = list(access.session.groups.all())
    if groups == len(there):
        return tuple(there)
    assert by
    if groups < len(there):
        _close(there[groups:], at=access.at)
    else:
        there += [
            add_group(access.session, by=by, at=access.at) for _more in range(groups - len(there))
        ]
        write_windows_of(access.session)
    tell_board(access.session, Event.ROSTER)
    return tuple(there[:groups])


@transaction.atomic
def place_in_group(
    *, session: str, seat: str, group: str, by: Viewer, at: datetime | None = None
) -> Seat:
    """Move a student into another group, on the side that they have.

    What they wrote stays in the one before, where they write no more. Raises NotSignedIn,
    NotFound, NotAllowed and NotInThisState. Effects: the board is told, and they are.
    """
    access = hold_session(session, Action.GROUP, by=by, at=at)
    found = find_seat(access.session, seat)
    wanted = access.session.groups.filter(key=group).first()
    if wanted is None:
        raise NotFound("no_group")
    if found.group_id == wanted.pk:
        return found
    if found.state != SeatState.SEATED:
        found.group = wanted  # where they will sit
        found.save(update_fields=["group"])
    else:
        hold_windows(access.session)
        _move(access, found, wanted)
        if found.inner:
            write_windows_of(access.session)
    tell_board(access.session, Event.ROSTER)
    return found


@transaction.atomic
def place_all(*, session: str, by: Viewer, at: datetime | None = None) -> None:
    """Deal all who sit in a session into its groups by lot: each as large and as even as it goes.

    Raises NotSignedIn, NotFound, NotAllowed and NotInThisState. Effects: everybody is told.
    """
    access = hold_session(session, Action.GROUP, by=by, at=at)
    groups = list(access.session.groups.all())
    hold_windows(access.session)
    seats = list(
        access.session.seats.select_related("person", "group").filter(state=SeatState.SEATED)
    )
    sides = _sides(access.session)
    seats.sort(key=lambda seat: seat.pk)
    secrets.SystemRandom().shuffle(seats)
    dealt = deal_groups([sides.get(seat.pk) for seat in seats], len(groups))
    for seat, place in zip(seats, dealt, strict=True):
        if seat.group_id != groups[place].pk:
            _move(access, seat, groups[place])
    write_windows_of(access.session)
    tell_session(access.session, Event.SEAT)
    tell_board(access.session, Event.ROSTER)


def _close(groups: Sequence[Group], *, at: datetime) -> None:
    for group in groups:
        if group.seats.exists() or somebody_else_took_part(group.debate):
            raise Conflict("group_is_used", number=group.number)
    remove_debates([group.debate_id for group in groups], at=at)


def _move(access: SessionAccess, seat: Seat, group: Group) -> None:
    """The rules of both debates are held: no write of theirs is under way."""
    person, before = of_seat(seat), seat.group
    side = None
    if before is not None:
        old = Membership.objects.filter(debate=before.debate_id, person=person).first()
        if old is not None:
            side = Side(old.side) if old.side else None
            old.role = None
            old.save(update_fields=["role"])
        revoke(person=person.key, debate=before.debate.key)
    seat.group = group
    seat.save(update_fields=["group"])
    join_debate(access.session, seat, group, side=side, at=access.at)
    tell_seat(seat, Event.SEAT)


def _sides(session: Session) -> dict[int, Side | None]:
    """The side that each seat has in its group."""
    seats = {
        (debate, person): seat
        for seat, debate, person in session.seats.filter(state=SeatState.SEATED).values_list(
            "pk", "group__debate", "person"
        )
    }
    members = Membership.objects.filter(debate__in=session.groups.values("debate"))
    return {
        seats[debate, person]: Side(side) if side else None
        for debate, person, side in members.values_list("debate", "person", "side")
        if (debate, person) in seats
    }
