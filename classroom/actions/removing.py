"""Taking somebody out of a session, and giving them their seat back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.actions.guest import end_logins_of_guest
from accounts.enums import PersonKind
from accounts.errors import Conflict
from accounts.models import User
from classroom.actions.floor import hold_session
from classroom.actions.lobby import send_away
from classroom.actions.seating import (
    check_room,
    sit_down,
)
from classroom.actions.seats import find_seat
from classroom.actions.telling import session_topic, tell_board, tell_seat
from classroom.actions.windows import hold_windows, write_windows_of
from classroom.enums import Action, Event, SeatState
from classroom.models import Seat, Session
from debate.actions.suspension import hold_people
from debate.models import Membership
from debate.tasks.publish import revoke

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def remove_seat(*, session: str, seat: str, by: Viewer, at: datetime | None = None) -> bool:
    """Take somebody out of a session; what they wrote stays, under the byline that it has.

    Every write of theirs either ended before or meets somebody without a role. Their PIN works no
    more, and of a guest no browser is signed in. Where there was no lobby there is one from now on:
    the code, which they know, would let them in again under another name. Removing twice is
    harmless. Returns: whether this opened the lobby. Raises NotSignedIn, NotFound and NotAllowed.
    Effects: their streams and pages close, the board is told.
    """
    sitting = _hold_both(session, seat, by)
    access = hold_session(session, Action.REMOVE_SEAT, by=by, at=at)
    found = find_seat(access.session, seat)
    if found.state == SeatState.REMOVED:
        return False
    opens_lobby = sitting is not None and not access.session.lobby
    if found.person_id != (sitting.pk if sitting else None):
        raise Conflict("seat_changed_hands")  # somebody came in at this very moment
    if found.state == SeatState.LOBBY:
        send_away(access.session, [found], at=access.at)
    else:
        found.state = SeatState.REMOVED
        found.save(update_fields=["state"])
        if sitting is not None:
            _shut_out(access.session, found, sitting)
        if found.inner:
            write_windows_of(access.session)
    if opens_lobby:
        access.session.lobby = True
        access.session.save(update_fields=["lobby"])
    tell_board(access.session, Event.ROSTER)
    return opens_lobby


@transaction.atomic
def let_back(*, session: str, seat: str, by: Viewer, at: datetime | None = None) -> Seat:
    """Give somebody who was removed their seat back, with its group, side, byline and PIN.

    Raises NotSignedIn, NotFound and NotAllowed; Conflict where the session is full. Effects: the
    board is told.
    """
    access = hold_session(session, Action.REMOVE_SEAT, by=by, at=at)
    found = find_seat(access.session, seat)
    if found.state != SeatState.REMOVED:
        return found
    check_room(access.session)
    if found.person_id is not None:
        sit_down(access.session, found, at=access.at)
        if found.inner:
            write_windows_of(access.session)
        return found
    found.state = SeatState.LISTED
    found.save(update_fields=["state"])
    tell_board(access.session, Event.ROSTER)
    return found


def _hold_both(session: str, seat: str, by: Viewer) -> User | None:
    """Lock who sits on a seat, with who removes them: people come before the session."""
    if not by:
        return None
    sitting = Seat.objects.filter(session__key=session, key=seat, person__isnull=False)
    person = sitting.values_list("person", flat=True).first()
    if person is None:
        return None
    held, _moment = hold_people(by.pk, person)
    return held[person]


def _shut_out(session: Session, seat: Seat, person: User) -> None:
    hold_windows(session)  # after every write that began before
    debates = dict(session.groups.values_list("debate", "debate__key"))
    Membership.objects.filter(debate__in=debates, person=person).update(role=None)
    for debate in debates.values():
        revoke(person=person.key, debate=debate)
    revoke(person=person.key, topic=session_topic(session.key))
    tell_seat(seat, Event.SEAT)
    if person.kind == PersonKind.GUEST:
        end_logins_of_guest(person)
