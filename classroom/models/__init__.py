"""The tables of the classroom, one file per concept."""

from classroom.models.course import Class, ClassTeacher, Student
from classroom.models.grade import Grade, Rubric
from classroom.models.seat import Feature, Reveal, Seat
from classroom.models.session import Group, Phase, Session, SessionTeacher, Template

__all__ = [
    "Class",
    "ClassTeacher",
    "Feature",
    "Grade",
    "Group",
    "Phase",
    "Reveal",
    "Rubric",
    "Seat",
    "Session",
    "SessionTeacher",
    "Student",
    "Template",
]
