"""Rubrics as they are written, checked and summed up."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import Invalid
from classroom.limits import (
    CRITERIA_MAX,
    CRITERION_NAME_MAX,
    LEVEL_POINTS_MAX,
    LEVEL_TEXT_MAX,
    LEVELS_MAX,
)
from classroom.logic.rubric import (
    Criterion,
    Level,
    fingerprint,
    fitted,
    most_points,
    points,
    read_criteria,
    read_outline,
    write_criteria,
    write_outline,
)

OUTLINE = """
Reasons
2 gives a reason and says why it bears
1: gives a reason
- 0 none

Fairness
3) answers the other side at its strongest
0 – ignores it
"""
CRITERIA = (
    Criterion(
        "Reasons",
        (
            Level("gives a reason and says why it bears", 2),
            Level("gives a reason", 1),
            Level("none", 0),
        ),
    ),
    Criterion(
        "Fairness",
        (Level("answers the other side at its strongest", 3), Level("ignores it", 0)),
    ),
)


def test_a_line_that_begins_with_points_is_a_level_of_the_criterion_above() -> None:
    assert read_outline(OUTLINE) == CRITERIA


def test_what_is_written_is_read_again() -> None:
    assert read_outline(write_outline(CRITERIA)) == CRITERIA
    assert read_criteria(write_criteria(CRITERIA)) == CRITERIA


@given(st.text(max_size=400))
def test_any_text_is_a_rubric_or_refused(text: str) -> None:
    with suppress(Invalid):
        criteria = read_outline(text)
        assert read_criteria(write_criteria(criteria)) == criteria


@pytest.mark.parametrize(
    ("outline", "code"),
    [
        ("", "rubric_without_criteria"),
        ("2 a level alone", "level_without_a_criterion"),
        ("Reasons", "criterion_without_levels"),
        ("Reasons\n2 yes\nFairness", "criterion_without_levels"),
        (f"{'R' * (CRITERION_NAME_MAX + 1)}\n1 yes", "criterion_too_long"),
        (f"Reasons\n1 {'y' * (LEVEL_TEXT_MAX + 1)}", "level_too_long"),
        (f"Reasons\n{LEVEL_POINTS_MAX + 1} yes", "points_out_of_range"),
        ("Reasons\n999999999 yes", "points_out_of_range"),
        ("Reasons\n" + "1 yes\n" * (LEVELS_MAX + 1), "too_many_levels"),
        ("Reasons\n1 yes\n" * (CRITERIA_MAX + 1), "too_many_criteria"),
    ],
)
def test_what_no_rubric_can_be_made_of_is_refused(outline: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_outline(outline)
    assert (refused.value.code, refused.value.field) == (code, "criteria")


def test_points_are_the_sum_of_the_chosen_levels() -> None:
    assert most_points(CRITERIA) == 5
    assert points((0, 0), CRITERIA) == 5
    assert points((1, None), CRITERIA) == 1
    assert points((2, 1), CRITERIA) == 0
    assert points((None, None), CRITERIA) is None
    assert points((), CRITERIA) is None


def test_levels_that_a_rubric_does_not_have_count_as_none() -> None:
    assert fitted([2, 7], CRITERIA) == (2, None)
    assert fitted([True, "1", 0], CRITERIA) == (None, None)
    assert fitted([-1], CRITERIA) == (None, None)
    assert fitted([0, 1], ()) == ()


def test_a_fingerprint_tells_one_grade_from_another() -> None:
    assert fingerprint((None, None), "") == fingerprint((), "")
    told = {fingerprint((0,), ""), fingerprint((1,), ""), fingerprint((), "a"), fingerprint((), "")}
    assert len(told) == 4
