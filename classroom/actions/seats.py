"""The seats of a session: one for each listed student, and one by its key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from accounts.errors import NotFound
from classroom.actions.seating import (
    check_room,
)
from classroom.logic.codes import new_pin
from classroom.models import Seat, Session, Student

if TYPE_CHECKING:
    pass


def list_students(session: Session, students: Iterable[Student]) -> list[Seat]:
    """Make a seat with a PIN for each student of a list who has none in a session (held).

    Raises Conflict where there are too many. Queries: 4.
    """
    seated = set(session.seats.values_list("student_id", flat=True))
    missing = [student for student in students if student.pk not in seated]
    check_room(session, len(missing))
    pins = set(session.seats.values_list("pin", flat=True))
    made = []
    for student in missing:
        while (pin := new_pin()) in pins:
            pass
        pins.add(pin)
        made.append(Seat(session=session, student=student, name=student.name, pin=pin))
    return Seat.objects.bulk_create(made)


def find_seat(session: Session, key: str) -> Seat:
    """A seat of a session by its key. Raises NotFound. Queries: 1."""
    found = session.seats.select_related("person", "group").filter(key=key).first()
    if found is None:
        raise NotFound("no_seat")
    return found
