"""What a teacher says of students' work, by a page and by the API: the same comes of it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from classroom.enums import Preset
from classroom.models import Grade, Rubric, Seat, Session
from classroom.queries.grades import NONE_GIVEN
from debate.enums import Relation
from debate.models import Claim, Delta
from tests import factories
from tests.api.programs import Program
from tests.classroom.factories import a_seat, a_session, debate_of

CRITERIA = [
    {
        "name": "Reasons",
        "levels": [{"text": "Gives one", "points": 2}, {"text": "Gives none", "points": 0}],
    }
]
DONE, INVALID, CONFLICT, NOT_FOUND = "done", "invalid", "conflict", "not found"
NEW = NONE_GIVEN.fingerprint


class Desk(ABC):
    """How a teacher grades, through one door; each deed says how it went."""

    def __init__(self, teacher: User) -> None:
        self.teacher = teacher

    @abstractmethod
    def write(self, name: str, key: str = "") -> str:
        """Write a rubric of these criteria, or write the one of a key anew."""

    @abstractmethod
    def delete(self, rubric: Rubric) -> str: ...

    @abstractmethod
    def choose(self, session: Session, rubric: str, *, drop: bool = False) -> str: ...

    @abstractmethod
    def grade(
        self, seat: Seat, claim: Claim | None, level: int | None, feedback: str, seen: str = NEW
    ) -> str: ...

    @abstractmethod
    def release(self, session: Session, *, released: bool = True) -> str: ...

    @abstractmethod
    def credited(self, session: Session) -> tuple[list[tuple[str, int]], str]:
        """The claims that changed minds with how many, and all that is told beside them."""


class PageDesk(Desk):
    """The pages, as a browser without a script sends their forms."""

    KINDS: Mapping[int, str] = {303: DONE, 422: INVALID, 409: CONFLICT, 404: NOT_FOUND}

    @property
    def _browser(self) -> Client:
        browser = Client()
        browser.force_login(self.teacher)
        return browser

    def _post(self, address: str, **form: Any) -> str:
        return self.KINDS[self._browser.post(address, form).status_code]

    def write(self, name: str, key: str = "") -> str:
        sent = {"name": name, "criteria": "Reasons\n2 Gives one\n0 Gives none"}
        return self._post(f"/rubrics/{key or 'new'}/", deed="save", **sent)

    def delete(self, rubric: Rubric) -> str:
        return self._post(f"/rubrics/{rubric.key}/", deed="delete")

    def choose(self, session: Session, rubric: str, *, drop: bool = False) -> str:
        at = f"/sessions/{session.key}/grading/"
        return self._post(at, deed="rubric", rubric=rubric, drop="1" if drop else "")

    def grade(
        self, seat: Seat, claim: Claim | None, level: int | None, feedback: str, seen: str = NEW
    ) -> str:
        mark = claim.key if claim else "all"
        return self._post(
            f"/sessions/{seat.session.key}/grading/{seat.key}/",
            **{
                "mark": mark,
                f"level-{mark}-0": "" if level is None else str(level),
                f"feedback-{mark}": feedback,
                f"seen-{mark}": seen,
            },
        )

    def release(self, session: Session, *, released: bool = True) -> str:
        deed = "release" if released else "take_back"
        return self._post(f"/sessions/{session.key}/grading/", deed=deed)

    def credited(self, session: Session) -> tuple[list[tuple[str, int]], str]:
        page = self._browser.get(f"/sessions/{session.key}/board/")
        told = [(one.claim.claim.key, one.people) for one in page.context["credited"]]
        return told, page.content.decode()


class ApiDesk(Desk):
    """The resources, as the program of a teacher asks for them."""

    KINDS: Mapping[int, str] = {
        200: DONE,
        201: DONE,
        204: DONE,
        400: INVALID,
        409: CONFLICT,
        404: NOT_FOUND,
    }

    def _ask(self, method: str, address: str, sent: Any = None) -> str:
        return self.KINDS[Program(self.teacher).ask(method, address, sent).status_code]

    def write(self, name: str, key: str = "") -> str:
        sent = {"name": name, "criteria": CRITERIA}
        return self._ask("PUT" if key else "POST", f"rubrics/{key}" if key else "rubrics", sent)

    def delete(self, rubric: Rubric) -> str:
        return self._ask("DELETE", f"rubrics/{rubric.key}")

    def choose(self, session: Session, rubric: str, *, drop: bool = False) -> str:
        sent = {"rubric": rubric or None, "drop_levels": drop}
        return self._ask("PUT", f"sessions/{session.key}/rubric", sent)

    def grade(
        self, seat: Seat, claim: Claim | None, level: int | None, feedback: str, seen: str = NEW
    ) -> str:
        mark: dict[str, Any] = {"feedback": feedback, "seen": seen, "levels": [level]}
        if claim:
            mark["claim"] = claim.key
        return self._ask(
            "PATCH", f"sessions/{seat.session.key}/grades/{seat.key}", {"marks": [mark]}
        )

    def release(self, session: Session, *, released: bool = True) -> str:
        return self._ask("PUT" if released else "DELETE", f"sessions/{session.key}/release")

    def credited(self, session: Session) -> tuple[list[tuple[str, int]], str]:
        answer = Program(self.teacher).ask("GET", f"sessions/{session.key}/credited")
        told = [(one["claim"], one["people"]) for one in answer.json()["results"]]
        return told, answer.content.decode()


@pytest.fixture(params=[PageDesk, ApiDesk], ids=lambda desk: desk.__name__)
def desk(request: pytest.FixtureRequest, dan: User) -> Desk:
    found: Desk = request.param(dan)
    return found


@pytest.fixture
def session(dan: User) -> Session:
    return a_session(dan, preset=Preset.OPEN_DISCUSSION)


@pytest.fixture
def iris(session: Session) -> Seat:
    return a_seat(session, "Iris")


@pytest.fixture
def claim(session: Session, iris: Seat) -> Claim:
    assert iris.person
    thesis = factories.thesis_of(debate_of(session))
    return factories.reply(thesis, iris.person, Relation.REBUT, "Practice helps.")


@pytest.fixture
def rubric(dan: User) -> Rubric:
    return Rubric.objects.create(teacher=dan, name="Arguing", criteria=CRITERIA)


def given(seat: Seat) -> list[tuple[str, list[int | None], str]]:
    """What is said of a student: of which claim, which levels, in which words."""
    grades = Grade.objects.filter(seat=seat).select_related("claim").order_by("pk")
    return [(one.claim.key if one.claim else "", one.levels, one.feedback) for one in grades]


def test_a_rubric_is_written_and_deleted(desk: Desk, dan: User, rubric: Rubric) -> None:
    assert desk.write("  Answering ") == DONE
    made = Rubric.objects.get(teacher=dan, name="Answering")
    assert made.criteria == CRITERIA
    assert desk.write("Asking", made.key) == DONE
    made.refresh_from_db()
    assert made.name == "Asking"
    assert desk.write(" ") == INVALID
    assert desk.write("Another", "k3v9x2m7q4wd") == NOT_FOUND
    assert desk.delete(rubric) == DONE
    assert [one.name for one in Rubric.objects.all()] == ["Asking"]


def test_claims_and_all_work_are_graded(
    desk: Desk, session: Session, iris: Seat, claim: Claim, rubric: Rubric
) -> None:
    assert desk.choose(session, rubric.key) == DONE
    assert desk.grade(iris, claim, 0, " Well  argued. ") == DONE
    assert desk.grade(iris, None, 1, "") == DONE
    (of_claim, levels, words), of_all = given(iris)
    assert (of_claim, levels, of_all) == (claim.key, [0], ("", [1], ""))
    assert words.startswith("Well")
    assert desk.grade(iris, claim, 1, "No.") == CONFLICT  # it was seen before it was given
    assert desk.grade(iris, None, None, "x" * 2_001) == INVALID
    assert desk.choose(session, "") == CONFLICT  # levels would mean nothing any more
    assert desk.choose(session, "", drop=True) == DONE
    assert given(iris) == [(claim.key, [], words)]


def test_grades_are_released_and_taken_back(desk: Desk, session: Session) -> None:
    assert desk.release(session) == DONE
    session.refresh_from_db()
    assert session.grades_released_at is not None
    assert desk.release(session, released=False) == DONE
    session.refresh_from_db()
    assert session.grades_released_at is None


def test_which_claim_moved_a_class_is_told_without_who_says_so(
    desk: Desk, session: Session, claim: Claim
) -> None:
    assert desk.credited(session)[0] == []
    noor = a_seat(session, "Noor").person
    assert noor
    Delta.objects.create(
        claim=claim,
        claim_author=claim.author,
        claim_bears_as=claim.bears_as,
        person=noor,
        reason="I had not thought of that.",
    )
    told, beside = desk.credited(session)
    assert told == [(claim.key, 1)]
    assert "I had not thought" not in beside
