"""Rules of logic/heat.py."""

import pytest

from debate.logic.heat import heat, lean, mean_lean


def test_a_passage_that_nobody_answered_is_cold_and_even() -> None:
    assert (heat(0, 0, 0), lean(0, 0)) == (0, 5)


def test_support_alone_keeps_a_passage_quiet() -> None:
    assert heat(50, 0, 0) == 1


@pytest.mark.parametrize(
    ("con", "asked", "expected"),
    [(1, 0, 1), (1, 1, 2), (2, 0, 2), (0, 9, 2), (4, 0, 3), (6, 0, 4), (600, 0, 4)],
)
def test_what_is_said_against_a_passage_makes_it_hotter(
    con: int, asked: int, expected: int
) -> None:
    assert heat(0, con, asked) == expected


@pytest.mark.parametrize(
    ("pro", "con", "expected"),
    [(1, 0, 10), (0, 1, 0), (1, 1, 5), (1, 3, 3), (3, 1, 8), (1, 19, 1), (999, 1, 10)],
)
def test_lean_is_the_tenths_that_speak_for_it_rounded_half_up(
    pro: int, con: int, expected: int
) -> None:
    assert lean(pro, con) == expected


def test_a_paragraph_leans_as_its_passages_do_on_average() -> None:
    assert mean_lean([]) == 5
    assert mean_lean([10, 0]) == 5
    assert mean_lean([10, 7]) == 9
