"""What was chosen of a rubric, and what is said of a claim."""

from collections.abc import Sequence

from django import template

from classroom.logic.report import Contribution
from classroom.logic.rubric import Criterion, Level
from classroom.queries.grades import GradeRow, RubricRow, StudentGrades
from classroom.web.grades import Choice

register = template.Library()


@register.simple_tag
def levels_of(grade: GradeRow, rubric: RubricRow) -> list[tuple[Criterion, Level]]:
    """The criteria by which a level was chosen, each with it."""
    return [
        (criterion, criterion.levels[place])
        for criterion, place in zip(rubric.criteria, grade.levels, strict=False)
        if place is not None
    ]


@register.simple_tag
def grade_of(grades: StudentGrades, said: Contribution) -> GradeRow | None:
    """What is said of one contribution of a student, if anything is."""
    return grades.claims.get(said.key)


@register.simple_tag
def levels_in(grade: GradeRow, choices: Sequence[Choice]) -> list[tuple[Criterion, Level]]:
    """The same by the criteria that a form offers."""
    criteria = tuple(choice.criterion for choice in choices)
    return levels_of(grade, RubricRow("", criteria))
