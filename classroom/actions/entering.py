"""Coming into a session: by its code under a name, or to the seat of a PIN."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models.functions import Now

from accounts.actions.guest import make_guest
from accounts.enums import PersonKind
from accounts.errors import Conflict, Invalid, NotFound, NotSignedIn
from accounts.models import User
from accounts.names import clean_display_name
from accounts.rates import Counter, give_back, spend, spend_all
from classroom.actions.floor import now
from classroom.actions.seating import (
    check_room,
    free_pin,
    of_seat,
    shown_in_masthead,
    sit_down,
)
from classroom.actions.telling import tell_board
from classroom.enums import Event, SeatState, SessionState
from classroom.limits import MISSES_OF_ALL, MISSES_PER_NETWORK, PINS_PER_NETWORK, PINS_PER_SESSION
from classroom.logic.bylines import look_of, told_apart
from classroom.logic.codes import read_code, read_pin
from classroom.models import Seat, Session, SessionTeacher
from debate.actions.floor import hold_person

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class Entered:
    """A seat that somebody came to, and the person whose browser this is from now on."""

    person: User
    seat: Seat
    session: Session


def enter(
    *,
    code: str,
    name: str = "",
    pin: str = "",
    by: Viewer,
    network: str,
    language: str = "",
    at: datetime | None = None,
) -> Entered:
    """Come into a session by its code: to the seat of a PIN, else to a new one under a name.

    Whoever is signed in comes as themselves, whoever is not as a new guest; a PIN that was used
    before leads back to the guest who did. A new name waits in the lobby where there is one. It
    counts what does not fit and has to be called outside every transaction (ADR 30). Where a code
    was kept after the end, whoever was there can come back, and nobody else comes.

    Raises NotFound `no_such_code` (wrong, worn out, of a session that is over, or removed from it),
    Invalid, Conflict (full, teaching it, signed in as another), NotSignedIn (the seat of an
    account) and TooMany. Effects: the board is told.
    """
    wanted = clean_display_name(name) if name.strip() or not pin.strip() else ""
    session_key = _find_session(read_code(code))
    if session_key is None:
        _count_miss(network)
        raise NotFound("no_such_code")
    if not pin.strip():
        return _enter(session_key, read_code(code), wanted, None, by, language, at)
    spent = [
        spend("pins", session_key, *PINS_PER_SESSION),
        spend("pins_network", f"{session_key} {network}", *PINS_PER_NETWORK),
    ]
    entered = _enter(session_key, read_code(code), wanted, read_pin(pin), by, language, at)
    for one in spent:
        give_back(one, one.weight)
    return entered


@transaction.atomic
def _enter(
    session_key: str,
    code: str,
    name: str,
    pin: str | None,
    by: Viewer,
    language: str,
    at: datetime | None,
) -> Entered:
    person = hold_person(by)[0] if by else None
    session = Session.objects.select_for_update(no_key=True).filter(key=session_key).first()
    moment = at or now()
    if session is None or not _takes(session, code, moment):
        raise NotFound("no_such_code")
    own = session.seats.select_related("person").filter(person=person).first() if person else None
    account = person if person is not None and person.kind == PersonKind.PERSON else None
    if account is not None:
        _check_not_teaching(session, account)
        if own is not None and own.state == SeatState.REMOVED:
            raise NotFound("no_such_code")
    if pin is not None:
        return _enter_by_pin(session, pin, account, own, language, moment)
    # Another name in a guest's browser is another student at the same device.
    same = own is not None and (account is not None or look_of(own.name) == look_of(name))
    if own is not None and same and own.state != SeatState.REMOVED:
        return Entered(of_seat(own), own, session)
    if session.state == SessionState.ENDED:  # its code was kept for those who were there
        raise NotFound("no_such_code")
    check_room(session)
    here = session.seats.exclude(state=SeatState.LISTED).values_list("name", flat=True)
    told = told_apart(name, here)
    seat = Seat(
        session=session,
        person=account or make_guest(shown_in_masthead(session, told), language=language),
        state=SeatState.LOBBY,
        name=told,
        pin=free_pin(session),
        created_at=moment,
    )
    _take(session, seat, moment, waits=session.lobby)
    return Entered(of_seat(seat), seat, session)


def _enter_by_pin(
    session: Session,
    pin: str,
    account: User | None,
    own: Seat | None,
    language: str,
    at: datetime,
) -> Entered:
    seat = session.seats.select_related("person", "group").filter(pin=pin).first() if pin else None
    if seat is None or seat.state == SeatState.REMOVED:
        raise Invalid("no_such_pin", field="pin")
    waited = _waited_for(seat, own, account)
    if account is not None and own is not None and own.pk != seat.pk and waited is None:
        raise Conflict("seated_already")
    if seat.state == SeatState.LISTED and session.state == SessionState.ENDED:
        raise NotFound("no_such_code")
    if seat.state == SeatState.LISTED:
        name = shown_in_masthead(session, seat.name)
        seat.person = waited or account or make_guest(name, language=language)
        if waited is not None and own is not None:
            own.delete()
        _take(session, seat, at, waits=False)
        return Entered(of_seat(seat), seat, session)
    sitting = of_seat(seat)
    if sitting != account:
        if sitting.kind != PersonKind.GUEST:
            raise NotSignedIn("sign_in_to_come_back")
        if account is not None:
            raise Conflict("signed_in_as_another")
    return Entered(sitting, seat, session)


def _waited_for(seat: Seat, own: Seat | None, account: User | None) -> User | None:
    """Who waits in the lobby in this browser, and then finds the slip for a listed seat."""
    if own is None or own.state != SeatState.LOBBY or seat.state != SeatState.LISTED:
        return None
    same = account is not None or look_of(own.name) == look_of(seat.name)
    return of_seat(own) if same else None


def _take(session: Session, seat: Seat, at: datetime, *, waits: bool) -> None:
    if waits:
        seat.state, seat.seen_at = SeatState.LOBBY, at
        seat.save()
        tell_board(session, Event.ROSTER)
    else:
        seat.seen_at = at
        sit_down(session, seat, at=at)


def _find_session(code: str) -> str | None:
    """The key of the session that takes a code now. Queries: 1."""
    found = Session.objects.filter(code=code, code_until__gt=Now())
    return found.values_list("key", flat=True).first()


def _takes(session: Session, code: str, at: datetime) -> bool:
    until = session.code_until
    return session.code == code and until is not None and until > at


def _count_miss(network: str) -> None:
    spend_all(
        "too_many_codes",
        [
            Counter("codes_network", network, *MISSES_PER_NETWORK),
            Counter("codes", "everybody", *MISSES_OF_ALL, shared=True),
        ],
    )


def _check_not_teaching(session: Session, person: User) -> None:
    shared = SessionTeacher.objects.filter(session=session, person=person)
    if session.teacher_id == person.pk or shared.exists():
        raise Conflict("you_teach_this")
