"""Forgetting somebody who has their data deleted: what they gave to classes and sessions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Manager

from classroom.actions.retention import remove_sessions_of
from classroom.models import (
    Class,
    ClassTeacher,
    Feature,
    Grade,
    Rubric,
    Seat,
    SessionTeacher,
    Template,
)

if TYPE_CHECKING:
    from accounts.models import User

# Their own, of which nothing stays: the rows, and the column that says whose one is.
THEIRS: tuple[tuple[Manager[Any], str], ...] = (
    (Class.objects, "teacher"),
    (Template.objects, "teacher"),
    (Rubric.objects, "teacher"),
    (ClassTeacher.objects, "person"),
    (SessionTeacher.objects, "person"),
    (Feature.objects, "by"),
)


def forget_person(person: User, at: datetime) -> None:
    """Take everything that a person gave out of the classroom, before their debates forget them.

    The sessions that they started go whole, with all that their guests wrote. A seat of theirs
    goes, with its grades; what they wrote in its debate is withdrawn as everywhere. Grades that
    they gave in a colleague's session, and that they looked up somebody there, stay without their
    name. The caller holds the person's row alone, inside a transaction.
    """
    remove_sessions_of(person, at=at)
    for rows, whose in THEIRS:
        rows.filter(**{whose: person}).delete()
    Grade.objects.filter(by=person).update(by=None)
    own = Seat.objects.select_for_update().filter(person=person).order_by("pk")
    Seat.objects.filter(pk__in=[pk for (pk,) in own.values_list("pk")]).delete()
