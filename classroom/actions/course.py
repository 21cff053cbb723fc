"""Classes: making one, its list of names, and deleting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound
from classroom.actions.floor import hold_starter, now
from classroom.actions.settings import RAW_MAX, read_class_name, read_line
from classroom.errors import InvalidList
from classroom.limits import (
    CLASSES_MAX,
    EXTERNAL_ID_MAX,
    STUDENT_NAME_MAX,
    STUDENTS_MAX,
)
from classroom.logic.listed import Listed, read_list
from classroom.models import Class, Student
from classroom.policies.starting import why_not_start
from classroom.queries.classes import ClassAccess, open_class
from debate.policies.standing import enforce

if TYPE_CHECKING:
    from datetime import datetime

    from debate.policies.visitor import Viewer

LIST_CHARS_MAX = RAW_MAX * STUDENTS_MAX * (STUDENT_NAME_MAX + EXTERNAL_ID_MAX)


@transaction.atomic
def make_class(
    *,
    name: str,
    students: str = "",
    external_id: str = "",
    by: Viewer,
    at: datetime | None = None,
) -> Class:
    """Make a class, with the names of a pasted list.

    Raises NotSignedIn, NotAllowed (guests, suspended, only staff), Conflict (too many classes),
    Invalid and InvalidList; then nothing is kept.
    """
    called = read_class_name(name)
    known_as = read_line(external_id, field="external_id", most=EXTERNAL_ID_MAX)
    person = hold_starter(by)
    enforce(why_not_start(person, at=at or now()))
    if Class.objects.filter(teacher=person).count() >= CLASSES_MAX:
        raise Conflict("too_many_classes", most=CLASSES_MAX)
    made = Class.objects.create(name=called, teacher=person, external_id=known_as)
    _add(made, students)
    return made


@transaction.atomic
def rename_class(*, of_class: str, name: str, by: Viewer) -> Class:
    """Call a class something else. Raises NotSignedIn, NotFound and Invalid."""
    called = read_class_name(name)
    found = _hold(of_class, by=by).of_class
    found.name = called
    found.save(update_fields=["name"])
    return found


@transaction.atomic
def add_students(
    *, of_class: str, students: str, listed: int | None = None, by: Viewer
) -> list[Student]:
    """Add the names of a pasted list after those there are.

    `listed` is how many there were when it was typed: the same list sent twice is added once.
    Raises NotSignedIn, NotFound, NotAllowed (without names), Invalid and InvalidList; then nothing
    is kept.
    """
    access = _hold_names(of_class, by=by)
    return _add(access.of_class, students, listed=listed, missing="students_missing")


@transaction.atomic
def rename_student(
    *, of_class: str, student: str, name: str, external_id: str | None = None, by: Viewer
) -> Student:
    """Correct a name of the list; seats that were made from it keep the one that they have.

    Raises NotSignedIn, NotFound, NotAllowed (without names) and Invalid.
    """
    called = read_line(name, field="name", most=STUDENT_NAME_MAX, missing="name_missing")
    access = _hold_names(of_class, by=by)
    found = Student.objects.filter(of_class=access.of_class, key=student).first()
    if found is None:
        raise NotFound("no_student")
    found.name = called
    if external_id is not None:
        known_as = read_line(external_id, field="external_id", most=EXTERNAL_ID_MAX)
        others = Student.objects.filter(of_class=access.of_class).exclude(pk=found.pk)
        if known_as and others.filter(external_id=known_as).exists():
            raise Invalid("external_id_taken", field="external_id")
        found.external_id = known_as
    found.save(update_fields=["name", "external_id"])
    return found


@transaction.atomic
def remove_student(*, of_class: str, student: str, by: Viewer) -> None:
    """Take a name off the list; what was said from its seats stays. Doing so twice is harmless.

    Raises NotSignedIn, NotFound and NotAllowed (without names).
    """
    access = _hold_names(of_class, by=by)
    Student.objects.filter(of_class=access.of_class, key=student).delete()


@transaction.atomic
def remove_class(*, of_class: str, by: Viewer) -> None:
    """Delete a class with its list of names; its sessions stay, until they are deleted.

    Raises NotSignedIn, NotFound and NotAllowed (whoever only shares it).
    """
    found = _hold(of_class, by=by, owner=True).of_class
    found.delete()


def _hold(of_class: str, *, by: Viewer, owner: bool = False) -> ClassAccess:
    """A class of one who teaches it, held alone. Raises NotSignedIn, NotFound and NotAllowed."""
    person = hold_starter(by)
    access = open_class(of_class, person, owner=owner)
    Class.objects.select_for_update(no_key=True).get(pk=access.of_class.pk)
    return access


def _hold_names(of_class: str, *, by: Viewer) -> ClassAccess:
    access = _hold(of_class, by=by)
    if not access.names:
        raise NotAllowed("names_are_not_for_you")
    return access


def _add(
    of_class: Class, text: str, *, listed: int | None = None, missing: str = ""
) -> list[Student]:
    if len(text) > LIST_CHARS_MAX:
        raise Invalid("list_too_long", field="students", most=STUDENTS_MAX)
    there = list(Student.objects.filter(of_class=of_class))
    repeated = listed is not None and listed != len(there)
    if repeated and _same(there[listed:], read_list(text)[0]):
        return []
    found, problems = read_list(text, known=[s.external_id for s in there if s.external_id])
    if problems:
        raise InvalidList(problems, field="students")
    if missing and not found:
        raise Invalid(missing, field="students")
    if len(there) + len(found) > STUDENTS_MAX:
        raise Invalid("list_too_long", field="students", most=STUDENTS_MAX)
    last = max((student.place for student in there), default=0)
    return Student.objects.bulk_create(
        Student(of_class=of_class, name=s.name, external_id=s.external_id, place=place)
        for place, s in enumerate(found, last + 1)
    )


def _same(there: list[Student], typed: list[Listed]) -> bool:
    """Whether just these were added last."""
    return [Listed(student.name, student.external_id) for student in there] == typed
