"""What a teacher does with a session, by a page and by the API: the same comes of it."""

from abc import ABC, abstractmethod
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from classroom.enums import Preset, SeatState, SideRule
from classroom.models import Class, Feature, Phase, Seat, Session
from classroom.queries.access import open_session
from classroom.queries.clock import read_clock
from debate.enums import Relation, Side
from debate.models import Membership
from tests import factories
from tests.api.programs import Program
from tests.classroom.factories import a_class, a_seat, a_session, debate_of


class Desk(ABC):
    """What a teacher can do with a session, through one door; each deed has to be taken."""

    def __init__(self, teacher: User) -> None:
        self.teacher = teacher

    @abstractmethod
    def press(self, session: Session, deed: str) -> None: ...

    @abstractmethod
    def admit(self, seat: Seat) -> None: ...

    @abstractmethod
    def remove(self, seat: Seat) -> None: ...

    @abstractmethod
    def side(self, seat: Seat, side: Side) -> None: ...

    @abstractmethod
    def announce(self, session: Session, text: str) -> None: ...

    @abstractmethod
    def feature(self, session: Session, claim: str) -> None: ...

    @abstractmethod
    def rephrase(self, phase: Phase, name: str, minutes: int) -> None:
        """Give a phase another name and length, in which only replies are taken."""

    @abstractmethod
    def rename(self, of_class: Class, name: str) -> None: ...


class PageDesk(Desk):
    """The pages, as a browser without a script sends their forms."""

    def _post(self, address: str, **form: Any) -> None:
        browser = Client()
        browser.force_login(self.teacher)
        assert browser.post(address, form).status_code == 303

    def press(self, session: Session, deed: str) -> None:
        self._post(f"/sessions/{session.key}/clock/", deed=deed)

    def admit(self, seat: Seat) -> None:
        self._post(f"/sessions/{seat.session.key}/seats/", deed="admit", seat=seat.key)

    def remove(self, seat: Seat) -> None:
        self._post(f"/sessions/{seat.session.key}/seats/", deed="remove", seat=seat.key)

    def side(self, seat: Seat, side: Side) -> None:
        self._post(f"/sessions/{seat.session.key}/seats/", deed="side", seat=seat.key, side=side)

    def announce(self, session: Session, text: str) -> None:
        self._post(f"/sessions/{session.key}/announcement/", text=text)

    def feature(self, session: Session, claim: str) -> None:
        self._post(f"/sessions/{session.key}/features/", deed="feature", claim=claim)

    def rephrase(self, phase: Phase, name: str, minutes: int) -> None:
        self._post(
            f"/sessions/{phase.session.key}/setup/",
            deed="phase",
            phase=phase.key,
            name=name,
            minutes=minutes,
            allow="reply",
            answer="anybody",
            results_hidden="none",
            replies_hidden="none",
        )

    def rename(self, of_class: Class, name: str) -> None:
        self._post(f"/classes/{of_class.key}/", deed="rename", name=name)


class ApiDesk(Desk):
    """The resources, as the program of a teacher asks for them."""

    METHODS = {"pause": ("PUT", "pause"), "resume": ("DELETE", "pause")}

    def _ask(self, method: str, address: str, sent: Any = None) -> None:
        answer = Program(self.teacher).ask(method, address, sent)
        assert answer.status_code < 300, answer.content

    def press(self, session: Session, deed: str) -> None:
        method, part = self.METHODS.get(deed, ("POST", deed))
        self._ask(method, f"sessions/{session.key}/clock/{part}")

    def admit(self, seat: Seat) -> None:
        self._ask("POST", f"sessions/{seat.session.key}/seats/{seat.key}/admission")

    def remove(self, seat: Seat) -> None:
        self._ask("DELETE", f"sessions/{seat.session.key}/seats/{seat.key}")

    def side(self, seat: Seat, side: Side) -> None:
        self._ask("PUT", f"sessions/{seat.session.key}/seats/{seat.key}/side", {"side": side})

    def announce(self, session: Session, text: str) -> None:
        self._ask("PUT", f"sessions/{session.key}/announcement", {"text": text})

    def feature(self, session: Session, claim: str) -> None:
        self._ask("POST", f"sessions/{session.key}/features", {"claim": claim})

    def rephrase(self, phase: Phase, name: str, minutes: int) -> None:
        sent = {"name": name, "seconds": 60 * minutes, "allow": ["reply"]}
        self._ask("PUT", f"sessions/{phase.session.key}/phases/{phase.key}", sent)

    def rename(self, of_class: Class, name: str) -> None:
        self._ask("PATCH", f"classes/{of_class.key}", {"name": name})


@pytest.fixture(params=[PageDesk, ApiDesk], ids=lambda desk: desk.__name__)
def desk(request: pytest.FixtureRequest, dan: User) -> Desk:
    found: Desk = request.param(dan)
    return found


def stands(session: Session) -> tuple[str, int | None, bool]:
    """How far a session is: its state, which phase holds, whether the clock stands."""
    clock = read_clock(open_session(session.key, session.teacher))
    return str(clock.state), clock.phase.place if clock.phase else None, clock.paused


def test_the_clock_is_moved(desk: Desk, dan: User) -> None:
    session = a_session(dan, running=False)
    for deed, then in (
        ("start", ("running", 1, False)),
        ("next", ("running", 2, False)),
        ("undo", ("running", 1, False)),
        ("pause", ("running", 1, True)),
        ("resume", ("running", 1, False)),
    ):
        desk.press(session, deed)
        assert stands(session) == then, deed
    desk.press(session, "end")
    assert stands(session)[0] == "ended"


def test_seats_are_filled_and_emptied(desk: Desk, dan: User) -> None:
    session = a_session(dan, preset=Preset.OPEN_DISCUSSION, side_rule=SideRule.CHOSEN)
    luca = a_seat(session, "Luca", state=SeatState.LOBBY)
    members = Membership.objects.filter(debate=debate_of(session), person=luca.person)
    desk.admit(luca)
    luca.refresh_from_db()
    assert (luca.state, members.count()) == (SeatState.SEATED, 1)
    desk.side(luca, Side.AGAINST)
    assert members.get().side == Side.AGAINST
    desk.remove(luca)
    luca.refresh_from_db()
    assert (luca.state, members.filter(role__isnull=False).count()) == (SeatState.REMOVED, 0)


def test_everybody_is_told(desk: Desk, dan: User) -> None:
    session = a_session(dan, preset=Preset.OPEN_DISCUSSION)
    iris = a_seat(session, "Iris")
    assert iris.person
    thesis = factories.thesis_of(debate_of(session))
    claim = factories.reply(thesis, iris.person, Relation.REBUT, "Practice helps.")
    desk.announce(session, "  Five minutes   left. ")
    desk.feature(session, claim.key)
    session.refresh_from_db()
    assert session.announcement == "Five minutes left."
    assert [one.claim_id for one in Feature.objects.filter(session=session)] == [claim.pk]


def test_phases_and_classes_are_changed(desk: Desk, dan: User) -> None:
    phase = a_session(dan, running=False).phases.last()
    assert phase
    desk.rephrase(phase, "Toast", 5)
    phase.refresh_from_db()
    assert (phase.name, phase.seconds, list(phase.allow)) == ("Toast", 300, ["reply"])
    course = a_class(dan, "Maja")
    desk.rename(course, "10C English")
    course.refresh_from_db()
    assert course.name == "10C English"
