"""Everything personal that the classroom keeps of somebody, for the copy that they are given.

Of students that somebody teaches no more than what they typed themselves: the names on their lists
and their feedback. Of grades a student is given what is released. Codes and PINs open something and
are in nobody's copy. Each function is one statement, read by a cursor of the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from classroom.models import (
    Class,
    ClassTeacher,
    Feature,
    Grade,
    Group,
    Phase,
    Reveal,
    Rubric,
    Seat,
    Session,
    SessionTeacher,
    Student,
    Template,
)

if TYPE_CHECKING:
    from accounts.hooks import Record
    from accounts.models import User

AT_ONCE = 100  # rows held in memory


# ---- Of who teaches


def read_classes(person: User) -> Iterator[Record]:
    """Classes of theirs, with the names on the list. Queries: 1."""
    listed = Student.objects.filter(of_class=OuterRef("pk")).order_by("place", "pk")
    student = JSONObject(key="key", name="name", external_id="external_id")
    return _rows(
        Class.objects.filter(teacher=person),
        "key",
        "name",
        "external_id",
        "created_at",
        students=ArraySubquery(listed.values(row=student)),
    )


def read_class_shares(person: User) -> Iterator[Record]:
    """Classes of colleagues that they teach as well. Queries: 1."""
    shares = ClassTeacher.objects.filter(person=person)
    return _rows(shares, "created_at", of_class=F("of_class__key"), sees_names=F("names"))


def read_sessions(person: User) -> Iterator[Record]:
    """Sessions that they started, with their phases and debates. Queries: 1."""
    phases = Phase.objects.filter(session=OuterRef("pk")).order_by("place")
    phase = JSONObject(
        name="name",
        instruction="instruction",
        seconds="seconds",
        allow="allow",
        relations="relations",
        inner="inner",
        may_answer="answer",
        results_hidden="results_hidden",
        replies_hidden="replies_hidden",
        tasks="tasks",
    )
    groups = Group.objects.filter(session=OuterRef("pk")).order_by("number")
    return _rows(
        Session.objects.filter(teacher=person),
        "key",
        "name",
        "external_id",
        "state",
        "naming",
        "side_rule",
        "holding",
        "lobby",
        "grace_seconds",
        "runs_by_itself",
        "time_zone",
        "starts_at",
        "started_at",
        "ended_at",
        "announcement",
        "announced_at",
        "rubric",
        "grades_released_at",
        "kept_until",
        "code_until",
        "created_at",
        of_class=F("of_class__key"),
        phases=ArraySubquery(phases.values(row=phase)),
        debates=ArraySubquery(groups.values("debate__key")),
    )


def read_session_shares(person: User) -> Iterator[Record]:
    """Sessions of colleagues that they teach as well. Queries: 1."""
    shares = SessionTeacher.objects.filter(person=person)
    return _rows(shares, "created_at", session=F("session__key"), sees_names=F("names"))


def read_templates(person: User) -> Iterator[Record]:
    """What they kept to start sessions from. Queries: 1."""
    templates = Template.objects.filter(teacher=person)
    return _rows(templates, "key", "name", "settings", "phases", "created_at")


def read_rubrics(person: User) -> Iterator[Record]:
    """Their rubrics. Queries: 1."""
    return _rows(Rubric.objects.filter(teacher=person), "key", "name", "criteria", "created_at")


def read_grades_given(person: User) -> Iterator[Record]:
    """What they said of students' work. Queries: 1."""
    return _rows(
        Grade.objects.filter(by=person),
        "levels",
        "feedback",
        "at",
        session=F("seat__session__key"),
        seat=F("seat__key"),
        claim=F("claim__key"),
    )


def read_reveals_made(person: User) -> Iterator[Record]:
    """Whom they looked up behind a pseudonym, by seat. Queries: 1."""
    made = Reveal.objects.filter(by=person)
    return _rows(made, "at", session=F("seat__session__key"), seat=F("seat__key"))


def read_features(person: User) -> Iterator[Record]:
    """Claims that they showed to a whole class. Queries: 1."""
    shown = Feature.objects.filter(by=person)
    return _rows(shown, "at", session=F("session__key"), claim=F("claim__key"))


# ---- Of who learns


def read_seats(person: User) -> Iterator[Record]:
    """Their seats in sessions. Queries: 1."""
    return _rows(
        Seat.objects.filter(person=person),
        "key",
        "name",
        "byline",
        "state",
        "inner",
        "created_at",
        "entered_at",
        "seen_at",
        session=F("session__key"),
    )


def read_grades(person: User) -> Iterator[Record]:
    """What was said of their work, where it is released. Queries: 1."""
    told = Grade.objects.filter(
        seat__person=person, seat__session__grades_released_at__isnull=False
    )
    return _rows(
        told,
        "levels",
        "feedback",
        "at",
        session=F("seat__session__key"),
        claim=F("claim__key"),
        rubric=F("seat__session__rubric"),
    )


def read_reveals(person: User) -> Iterator[Record]:
    """When a teacher looked up who they are. Queries: 1."""
    return _rows(Reveal.objects.filter(seat__person=person), "at", session=F("seat__session__key"))


def _rows(found: QuerySet[Any], *columns: str, **named: Any) -> Iterator[Record]:
    """Records of some columns, those with a name of their own first. Queries: 1."""
    # Under names of their own: a column of the table may be called the same (`session`, `claim`).
    own = {f"own_{name}": of for name, of in named.items()}
    rows: Iterable[tuple[Any, ...]] = (
        found.order_by("pk").annotate(**own).values_list(*own, *columns)
    ).iterator(chunk_size=AT_ONCE)
    names = (*named, *columns)
    return (dict(zip(names, row, strict=True)) for row in rows)
