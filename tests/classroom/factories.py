"""Plain makers of classes, sessions and seats for tests, as the actions leave them."""

from datetime import datetime
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.enums import PersonKind
from accounts.models import User
from classroom.actions.clock import move_to, start_session
from classroom.actions.starting import start
from classroom.enums import Preset, SeatState
from classroom.limits import CODE_ALPHABET, PIN_CHARS
from classroom.models import Class, Group, Phase, Seat, Session, Student
from debate.enums import Role, Side
from debate.models import Debate, Membership

THESIS = "Homework should be abolished before the age of fourteen."

_numbers = count(1)


def a_class(teacher: User, *names: str, name: str = "9C English") -> Class:
    """A class of a teacher with the names on its list."""
    made = Class.objects.create(name=name, teacher=teacher)
    Student.objects.bulk_create(
        Student(of_class=made, name=given, place=place) for place, given in enumerate(names, 1)
    )
    return made


def a_session(
    teacher: User,
    *,
    preset: Preset = Preset.STRUCTURED_DEBATE,
    running: bool = True,
    phase: str = "",
    at: datetime | None = None,
    **given: Any,
) -> Session:
    """A session of a preset with a bare thesis; its first phase holds, if it is `running`.

    `phase` is the name of the one that is to hold instead; what else is `given` goes to `start`.
    """
    if not {"debate", "session"} & set(given):
        given.setdefault("thesis", THESIS)
    if not {"template", "session"} & set(given):
        given.setdefault("preset", preset)
    given.setdefault("name", "9C English")
    made = start(by=teacher, at=at, **given)
    if running or phase:
        start_session(session=made.key, by=teacher, at=at)
    if phase:
        hold_phase(made, phase, at=at)
    return Session.objects.get(pk=made.pk)


def hold_phase(session: Session, name: str, *, at: datetime | None = None) -> Phase:
    """Move the clock of a running session on to the phase of a name."""
    wanted = Phase.objects.get(session=session, name=name)
    move_to(session=session.key, phase=wanted.key, by=session.teacher, at=at)
    return wanted


def debate_of(session: Session, number: int = 1) -> Debate:
    """The debate of a group of a session."""
    return Group.objects.select_related("debate").get(session=session, number=number).debate


def a_seat(
    session: Session,
    name: str = "Iris",
    *,
    side: Side | None = None,
    byline: str = "",
    group: int = 1,
    state: SeatState = SeatState.SEATED,
    inner: bool = False,
    person: User | None = None,
    student: Student | None = None,
) -> Seat:
    """A seat with a guest on it, who is a member of the group's debate if they are seated."""
    number = next(_numbers)
    if person is None and state != SeatState.LISTED:
        person = User.objects.create(
            kind=PersonKind.GUEST, display_name=byline or name, password=f"!{number}"
        )
    of = Group.objects.get(session=session, number=group)
    seated = state == SeatState.SEATED
    seat = Seat.objects.create(
        session=session,
        group=of if seated else None,
        student=student,
        person=person if state != SeatState.LISTED else None,
        state=state,
        name=name,
        byline=(byline or name) if seated else "",
        pin=_pin(number),
        inner=inner,
        entered_at=timezone.now() if seated else None,
    )
    if seated and person is not None:
        Membership.objects.create(
            debate=of.debate,
            person=person,
            role=Role.MEMBER,
            side=side,
            byline=seat.byline,
        )
    return seat


def _pin(number: int) -> str:
    """A PIN that no other seat of the tests has."""
    letters = []
    for _place in range(PIN_CHARS):
        number, rest = divmod(number, len(CODE_ALPHABET))
        letters.append(CODE_ALPHABET[rest])
    return "".join(letters)
