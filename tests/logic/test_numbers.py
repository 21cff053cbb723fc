import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.logic.numbers import numbers_in, spans_of


@pytest.mark.parametrize(
    ("numbers", "written"),
    [([], ""), ([7], "7"), ([3, 5, 4], "3-5"), ([9, 1, 2, 9], "1-2 9"), (range(1, 501), "1-500")],
)
def test_numbers_that_follow_one_another_are_written_as_a_span(
    numbers: list[int], written: str
) -> None:
    assert spans_of(numbers) == written


@given(st.sets(st.integers(min_value=1, max_value=2**40)))
def test_what_is_written_is_read_again(numbers: set[int]) -> None:
    assert numbers_in(spans_of(numbers)) == sorted(numbers)
