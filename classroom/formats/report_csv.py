"""A report as tables: CSV as in RFC 4180, with one row for each contribution or each student.

As in the tables of debates the file begins with a byte order mark, and no cell that somebody wrote
is taken for a formula (`debate.formats.debate_csv`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import StringIO

from classroom.logic.report import Contribution, Revision, StudentReport
from classroom.queries.grades import Grading, StudentGrades
from classroom.queries.term import Term, TermCell, TermRow
from debate.formats.debate_csv import BYTE_ORDER_MARK, guarded

CONTRIBUTIONS = (
    "student",
    "byline",
    "group",
    "side",
    "at",
    "phase",
    "said",
    "relation",
    "text",
    "answers",
    "answered_text",
    "revisions",
    "revised_at",
    "revised_after",
    "key",
    "points",
    "feedback",
)
STUDENTS = (
    "student",
    "byline",
    "state",
    "group",
    "side",
    "claims",
    "revised",
    "held_hidden_or_withdrawn",
    "tasks_done",
    "tasks_asked",
    "votes",
    "first_position",
    "last_position",
    "moved",
    "credited",
    "points",
    "points_possible",
    "points_of_claims",
    "feedback",
    "seat",
)
OF_A_SESSION = ("claims", "votes", "tasks_done", "tasks_asked", "points")


def write_contributions(grading: Grading) -> bytes:
    """Everything that was said in a session, one row each, student by student."""
    rows = (_contribution(one, said) for one in grading.students for said in one.student.said)
    return _table(CONTRIBUTIONS, rows)


def write_students(grading: Grading) -> bytes:
    """What each student of a session did, one row each."""
    most = grading.rubric.most if grading.rubric else None
    return _table(STUDENTS, (_student(one, most) for one in grading.students))


def write_term(term: Term) -> bytes:
    """What each student did in every session of a class, one row each."""
    columns = ["student", "sessions"]
    for session in term.sessions:
        columns += [guarded(f"{session.name}: {column}") for column in OF_A_SESSION]
    return _table(columns, (_of_term(row) for row in term.rows))


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = StringIO(BYTE_ORDER_MARK, newline="")
    text.seek(0, 2)
    table = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(columns)
    table.writerows(rows)
    return text.getvalue().encode()


def _contribution(one: StudentGrades, said: Contribution) -> list[object]:
    student, grade = one.student, one.claims.get(said.key)
    last = said.revisions[-1] if said.revisions else None
    return [
        guarded(student.shown),
        guarded(student.byline),
        said.group,
        student.side,
        _moment(said.at),
        guarded(said.phase),
        said.said,
        said.relation,
        guarded(said.text),
        guarded(said.to),
        guarded(said.to_text),
        len(said.revisions),
        _moment(last.at if last else None),
        guarded(_after(last)),
        said.key,
        grade.points if grade else None,
        guarded(grade.feedback) if grade else "",
    ]


def _after(revision: Revision | None) -> str:
    if revision is None or revision.after is None:
        return ""
    reply = revision.after
    return f"{reply.byline}: {reply.text}" if reply.byline else reply.text


def _student(one: StudentGrades, most: int | None) -> list[object]:
    student = one.student
    return [
        guarded(student.shown),
        guarded(student.byline),
        _state(student),
        student.group,
        student.side,
        student.claims,
        student.revised,
        student.apart,
        student.done,
        student.wanted,
        student.votes,
        student.first.value if student.first else None,
        student.last.value if student.last else None,
        student.moved,
        student.deltas,
        one.overall.points,
        most,
        one.points,
        guarded(one.overall.feedback),
        student.seat,
    ]


def _state(student: StudentReport) -> str:
    if student.absent:
        return "absent"
    return "removed" if student.removed else "seated"


def _of_term(row: TermRow) -> list[object]:
    cells: list[object] = [guarded(row.name), row.sessions]
    for cell in row.cells:
        cells += _of_session(cell)
    return cells


def _of_session(cell: TermCell | None) -> list[object]:
    if cell is None:
        return [None] * len(OF_A_SESSION)
    return [cell.claims, cell.votes, cell.done, cell.wanted, cell.points]


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else ""
