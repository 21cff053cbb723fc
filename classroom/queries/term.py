"""What each student of a class did over all of its sessions, for a teacher who sees names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Now

from accounts.errors import NotAllowed
from classroom.enums import SessionState
from classroom.logic.report import StudentReport
from classroom.logic.rubric import points
from classroom.models import Grade, Seat, Session, SessionTeacher, Student
from classroom.queries.access import taught_by
from classroom.queries.classes import open_class
from classroom.queries.grades import criteria_of
from classroom.queries.report import read_reports

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class TermSession:
    """A session as the head of a column; `hidden` students of it were not looked up yet."""

    key: str
    name: str
    at: datetime
    hidden: int


@dataclass(frozen=True, slots=True)
class TermCell:
    """What one student did in one session; `points` is the grade of all their work there."""

    session: str
    seat: str
    claims: int
    votes: int
    done: int
    wanted: int
    points: int | None


@dataclass(frozen=True, slots=True)
class TermRow:
    """A student with a cell for each session, None where they were not in it."""

    name: str
    cells: tuple[TermCell | None, ...]

    @property
    def sessions(self) -> int:
        """In how many they took part."""
        return sum(cell is not None for cell in self.cells)

    @property
    def claims(self) -> int:
        return sum(cell.claims for cell in self.cells if cell)

    @property
    def votes(self) -> int:
        return sum(cell.votes for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class Term:
    """A class over its sessions, the oldest first; of those that began and that one teaches."""

    key: str
    name: str
    sessions: tuple[TermSession, ...]
    rows: tuple[TermRow, ...]

    @property
    def hidden(self) -> int:
        """How many pseudonyms stand between this table and a full one."""
        return sum(session.hidden for session in self.sessions)


def read_term(key: str, viewer: Viewer) -> Term:
    """The report of a class over all its sessions.

    Whoever is not on the class's list has a row by the name they gave, one in all sessions to
    which they came with the same account or the same device. Somebody behind a pseudonym is in it
    once they were looked up.

    Raises: see `open_class`; NotAllowed `names_are_not_for_you`. Queries: 17, however many
    sessions and students there are.
    """
    access = open_class(key, viewer)
    if not access.names:
        raise NotAllowed("names_are_not_for_you")
    sessions = list(
        taught_by(viewer)
        .filter(of_class=access.of_class)
        .exclude(Q(state=SessionState.PLANNED) & ~Q(starts_at__lte=Now()))
        .order_by("created_at", "pk")
    )
    shared = dict(
        SessionTeacher.objects.filter(session__in=sessions, person=viewer or None).values_list(
            "session", "names"
        )
    )
    reports = read_reports(sessions, {one.pk: shared.get(one.pk, True) for one in sessions})
    seats = {
        key: (student, person)
        for key, student, person in Seat.objects.filter(session__in=sessions).values_list(
            "key", "student", "person"
        )
    }
    overall = {
        grade.seat.key: points(grade.levels, criteria_of(grade.seat.session))
        for grade in Grade.objects.filter(seat__session__in=sessions, claim=None).select_related(
            "seat__session"
        )
    }
    listed = Student.objects.filter(of_class=access.of_class).order_by("place", "pk")
    rows: dict[tuple[str, object], tuple[str, dict[str, TermCell]]] = {
        ("student", pk): (name, {}) for pk, name in listed.values_list("pk", "name")
    }
    for report in reports:
        for student in report.students:
            if not student.name:
                continue
            on_list, person = seats[student.seat]
            who: tuple[str, object] = ("student", on_list) if on_list else ("person", person)
            _name, cells = rows.setdefault(who, (student.name, {}))
            if not student.absent:
                cells[report.key] = _cell(report.key, student, overall.get(student.seat))
    return Term(
        key=access.of_class.key,
        name=access.of_class.name,
        sessions=tuple(
            TermSession(report.key, report.name, _when(session), report.nameless)
            for session, report in zip(sessions, reports, strict=True)
        ),
        rows=tuple(
            TermRow(name, tuple(cells.get(report.key) for report in reports))
            for name, cells in rows.values()
        ),
    )


def _when(session: Session) -> datetime:
    return session.started_at or session.starts_at or session.created_at


def _cell(session: str, student: StudentReport, given: int | None) -> TermCell:
    return TermCell(
        session=session,
        seat=student.seat,
        claims=student.claims,
        votes=student.votes,
        done=student.done,
        wanted=student.wanted,
        points=given,
    )
