"""Reading classes: those that somebody teaches, and one of them with its list of names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from accounts.errors import NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from classroom.enums import SessionState
from classroom.models import Class, ClassTeacher, Session, SessionTeacher, Student

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class ClassAccess:
    """A class that somebody teaches; `names`: whether they may see who is in it."""

    of_class: Class
    owner: bool
    names: bool


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class in a list: how many names it has, and sessions."""

    key: str
    name: str
    shared: bool
    students: int
    sessions: int


@dataclass(frozen=True, slots=True)
class StudentRow:
    """A name on the list of a class. `number` tells equal names apart: 0 where there is one."""

    key: str
    name: str
    external_id: str
    number: int


@dataclass(frozen=True, slots=True)
class ClassTeacherRow:
    """Somebody who teaches a class; `owner` made it."""

    handle: str
    name: str
    names: bool
    owner: bool


@dataclass(frozen=True, slots=True)
class ClassSession:
    """A session of a class, the newest first."""

    key: str
    name: str
    state: SessionState


@dataclass(frozen=True, slots=True)
class ClassPage:
    """A class as one of its teachers sees it; without names there is only how many there are."""

    key: str
    name: str
    owner: bool
    names: bool
    count: int
    students: tuple[StudentRow, ...]
    teachers: tuple[ClassTeacherRow, ...]
    sessions: tuple[ClassSession, ...]


def classes_of(viewer: Viewer) -> QuerySet[Class]:
    """The classes that somebody teaches, or shares in teaching."""
    if not viewer:
        return Class.objects.none()
    shared = ClassTeacher.objects.filter(person=viewer).values("of_class")
    return Class.objects.filter(Q(teacher=viewer) | Q(pk__in=shared))


def open_class(key: str, viewer: Viewer, *, owner: bool = False) -> ClassAccess:
    """A class by its key, for somebody who teaches it; with `owner` for whoever made it.

    Raises NotSignedIn, NotFound (also for whoever does not teach it) and NotAllowed. Queries: 2.
    """
    if not viewer:
        raise NotSignedIn("sign_in_to_teach")
    found = classes_of(viewer).filter(key=key).first()
    if found is None:
        raise NotFound("no_class")
    owns = found.teacher_id == viewer.pk
    if owner and not owns:
        raise NotAllowed("class_owner_only")
    share = ClassTeacher.objects.filter(of_class=found, person=viewer).first()
    return ClassAccess(found, owner=owns, names=owns or bool(share and share.names))


def list_classes(viewer: Viewer) -> list[ClassLine]:
    """The classes of a teacher by name. Queries: 1."""
    counted = classes_of(viewer).annotate(
        listed=Count("students", distinct=True), held=Count("sessions", distinct=True)
    )
    return [
        ClassLine(
            key=found.key,
            name=found.name,
            shared=not viewer or found.teacher_id != viewer.pk,
            students=found.listed,
            sessions=found.held,
        )
        for found in counted.order_by("name", "pk")
    ]


def teacher_rows(
    owner: User, shares: Iterable[ClassTeacher] | Iterable[SessionTeacher]
) -> tuple[ClassTeacherRow, ...]:
    """Who teaches a class or a session: who made it, and then everybody it is shared with."""
    return (
        ClassTeacherRow(owner.handle or "", owner.display_name, names=True, owner=True),
        *(
            ClassTeacherRow(
                share.person.handle or "",
                share.person.display_name,
                names=share.names,
                owner=False,
            )
            for share in shares
        ),
    )


def read_class(key: str, viewer: Viewer) -> ClassPage:
    """A class with its names, its teachers and its sessions.

    Raises: see `open_class`. Queries: 5.
    """
    access = open_class(key, viewer)
    found = access.of_class
    students = list(Student.objects.filter(of_class=found))
    shares = ClassTeacher.objects.filter(of_class=found).select_related("person").order_by("pk")
    sessions = Session.objects.filter(of_class=found).order_by("-created_at", "-pk")
    if not access.owner and viewer:
        taught = Q(teacher=viewer) | Q(co_teachers__person=viewer)
        sessions = sessions.filter(taught).distinct()
    owner = Class.objects.select_related("teacher").get(pk=found.pk).teacher
    return ClassPage(
        key=found.key,
        name=found.name,
        owner=access.owner,
        names=access.names,
        count=len(students),
        students=told_apart(students) if access.names else (),
        teachers=teacher_rows(owner, shares),
        sessions=tuple(
            ClassSession(session.key, session.name, SessionState(session.state))
            for session in sessions
        ),
    )


def told_apart(students: list[Student]) -> tuple[StudentRow, ...]:
    """The names in their order; of equal ones each has its number."""
    folded = [student.name.casefold() for student in students]
    seen: dict[str, int] = {}
    rows = []
    for student, name in zip(students, folded, strict=True):
        seen[name] = seen.get(name, 0) + 1
        number = seen[name] if folded.count(name) > 1 else 0
        rows.append(StudentRow(student.key, student.name, student.external_id, number))
    return tuple(rows)
