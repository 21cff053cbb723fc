"""Rules of logic/positions.py."""

from hypothesis import given
from hypothesis import strategies as st

from debate.logic.positions import shares


def test_fewer_than_five_people_show_no_shares() -> None:
    assert shares([0, 0, 1, 0, 0, 0, 3]) is None
    assert shares([]) is None


def test_five_people_show_shares() -> None:
    assert shares([0, 0, 1, 0, 0, 0, 4]) == (0, 0, 20, 0, 0, 0, 80)


def test_what_rounding_leaves_goes_to_whoever_lost_most_by_it() -> None:
    # Of seven people: 14.29, 28.57 and 57.14 percent.
    assert shares([1, 0, 2, 0, 4, 0, 0]) == (14, 0, 29, 0, 57, 0, 0)


def test_of_equal_losses_the_leftmost_gets_what_is_left() -> None:
    assert shares([2, 2, 2, 0, 0, 0, 0]) == (34, 33, 33, 0, 0, 0, 0)


@given(st.lists(st.integers(0, 100_000), min_size=7, max_size=7))
def test_shares_add_up_to_a_hundred_and_are_within_one_of_the_truth(counts: list[int]) -> None:
    found = shares(counts)
    people = sum(counts)
    if people < 5:
        assert found is None
    else:
        assert found is not None
        assert sum(found) == 100
        assert all(
            abs(share - 100 * count / people) < 1
            for share, count in zip(found, counts, strict=True)
        )
