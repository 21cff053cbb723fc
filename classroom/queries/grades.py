"""Grades and feedback: for teachers all of a session, for a student their own once released."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.errors import NotFound, NotSignedIn
from classroom.enums import Action, Saying
from classroom.logic.report import Contribution, StudentReport
from classroom.logic.rubric import (
    Criteria,
    Levels,
    fingerprint,
    fitted,
    most_points,
    points,
    read_criteria,
)
from classroom.models import Grade, Rubric, Session
from classroom.queries.access import SessionAccess, open_session
from classroom.queries.report import read_report
from debate.enums import ClaimState, Relation

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class RubricRow:
    """A rubric: of somebody's own with its key, or as it was chosen for a session."""

    name: str
    criteria: Criteria
    key: str = ""

    @property
    def most(self) -> int:
        return most_points(self.criteria)


@dataclass(frozen=True, slots=True)
class GradeRow:
    """What is said of one claim, or of all work: the level by each criterion, and feedback.

    `points` is None where no level is chosen; `by` is empty where whoever gave it has left.
    """

    levels: Levels = ()
    feedback: str = ""
    points: int | None = None
    by: str = ""
    at: datetime | None = None

    @property
    def given(self) -> bool:
        return self.at is not None

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.levels, self.feedback)


NONE_GIVEN = GradeRow()


@dataclass(frozen=True, slots=True)
class StudentGrades:
    """A student with what is said of all their work, and of each claim by its key."""

    student: StudentReport
    overall: GradeRow
    claims: Mapping[str, GradeRow]

    @property
    def lines(self) -> tuple[tuple[Contribution, GradeRow], ...]:
        """What can be graded: what was posted, one withdrawn only if it was; with its grade."""
        return tuple(
            (said, self.claims.get(said.key, NONE_GIVEN))
            for said in self.student.said
            if said.said in {Saying.STANDS, Saying.HIDDEN} or said.key in self.claims
        )

    @property
    def graded(self) -> int:
        """Of how many claims something is said."""
        return len(self.claims)

    @property
    def points(self) -> int | None:
        """The points for single claims together; None where there are none."""
        given = [grade.points for grade in self.claims.values() if grade.points is not None]
        return sum(given) if given else None


@dataclass(frozen=True, slots=True)
class Grading:
    """The grades of a session as its teachers see them; `released_at` since when students do."""

    key: str
    name: str
    rubric: RubricRow | None
    released_at: datetime | None
    students: tuple[StudentGrades, ...]
    nameless: int

    @property
    def given(self) -> int:
        """How many students were told something, of all their work or of one claim."""
        return sum(one.overall.given or bool(one.claims) for one in self.students)


@dataclass(frozen=True, slots=True)
class OwnClaimGrade:
    """What a student is told of one claim of theirs; withdrawn ones have no words any more."""

    key: str
    relation: Relation | None
    text: str
    grade: GradeRow


@dataclass(frozen=True, slots=True)
class OwnGrades:
    """What a student is told of their work; nothing before it is released."""

    key: str
    name: str
    released_at: datetime | None
    rubric: RubricRow | None
    overall: GradeRow
    claims: tuple[OwnClaimGrade, ...]


def read_grading(access: SessionAccess) -> Grading:
    """The grades of everybody in a session, for its teachers. Queries: 12."""
    session = access.session
    report = read_report(access)
    given: dict[str, dict[str, GradeRow]] = {}
    rubric = rubric_of(session)
    for grade in _grades(session):
        row = _row(grade, rubric)
        given.setdefault(grade.seat.key, {})[grade.claim.key if grade.claim else ""] = row
    return Grading(
        key=session.key,
        name=session.name,
        rubric=rubric,
        released_at=session.grades_released_at,
        students=tuple(
            _of_student(student, given.get(student.seat, {})) for student in report.students
        ),
        nameless=report.nameless,
    )


def read_student_grades(access: SessionAccess, seat: str) -> tuple[Grading, StudentGrades]:
    """The grades of a session, and those of one student in it.

    Raises NotFound `no_seat`. Queries: 12.
    """
    grading = read_grading(access)
    for one in grading.students:
        if one.student.seat == seat:
            return grading, one
    raise NotFound("no_seat")


def read_own_grades(key: str, viewer: Viewer) -> OwnGrades:
    """What a student is told of their work in a session, if it is released.

    Raises: see `open_session`. Queries: 4; 3 before it is released.
    """
    access = open_session(key, viewer, Action.SEE_OWN_GRADES)
    session, seat = access.session, access.seat
    released = session.grades_released_at
    rubric = rubric_of(session) if released else None
    overall, claims = NONE_GIVEN, []
    for grade in _grades(session).filter(seat=seat) if released else ():
        row = _row(grade, rubric)
        if grade.claim is None:
            overall = row
            continue
        gone = grade.claim.state == ClaimState.WITHDRAWN
        claims.append(
            OwnClaimGrade(
                key=grade.claim.key,
                relation=Relation(grade.claim.relation) if grade.claim.relation else None,
                text="" if gone else grade.claim.text,
                grade=row,
            )
        )
    return OwnGrades(session.key, session.name, released, rubric, overall, tuple(claims))


def list_rubrics(viewer: Viewer) -> tuple[RubricRow, ...]:
    """Somebody's own rubrics, by name. Queries: 1; 0 for nobody."""
    if not viewer:
        return ()
    own = Rubric.objects.filter(teacher=viewer).order_by("name", "pk")
    return tuple(RubricRow(one.name, read_criteria(one.criteria), one.key) for one in own)


def read_rubric(key: str, viewer: Viewer) -> RubricRow:
    """A rubric of somebody's own. Raises NotSignedIn and NotFound `no_rubric`. Queries: 1."""
    if not viewer:
        raise NotSignedIn("sign_in_to_teach")
    one = Rubric.objects.filter(key=key, teacher=viewer).first()
    if one is None:
        raise NotFound("no_rubric")
    return RubricRow(one.name, read_criteria(one.criteria), one.key)


def rubric_of(session: Session) -> RubricRow | None:
    """The rubric that a session is graded by, as it was when it was chosen."""
    if not session.rubric:
        return None
    return RubricRow(str(session.rubric["name"]), read_criteria(session.rubric["criteria"]))


def criteria_of(session: Session) -> Criteria:
    """The criteria that a session is graded by, if any."""
    rubric = rubric_of(session)
    return rubric.criteria if rubric else ()


def _grades(session: Session) -> QuerySet[Grade]:
    given = Grade.objects.filter(seat__session=session).select_related("seat", "claim", "by")
    return given.order_by("claim__created_at", "pk")


def _row(grade: Grade, rubric: RubricRow | None) -> GradeRow:
    criteria = rubric.criteria if rubric else ()
    return GradeRow(
        levels=fitted(grade.levels, criteria),
        feedback=grade.feedback,
        points=points(grade.levels, criteria),
        by=grade.by.display_name if grade.by else "",
        at=grade.at,
    )


def _of_student(student: StudentReport, given: Mapping[str, GradeRow]) -> StudentGrades:
    return StudentGrades(
        student=student,
        overall=given.get("", NONE_GIVEN),
        claims={key: row for key, row in given.items() if key},
    )
