import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.logic.ranking import best, contested, debate_contested

votes = st.integers(0, 100_000)


def wilson_by_bisection(share: float, n: int, z: float) -> float:
    """The smallest true share whose z-score still reaches the observed one (Wilson 1927)."""
    low, high = 0.0, share
    for _step in range(200):
        middle = (low + high) / 2
        too_low = (share - middle) ** 2 > z * z * middle * (1 - middle) / n
        low, high = (middle, high) if too_low else (low, middle)
    return high


def test_a_new_claim_starts_in_the_middle_and_not_last() -> None:
    assert best(0, 0) == pytest.approx(0.378, abs=0.001)


@given(st.integers(0, 500), st.integers(0, 500))
def test_best_is_wilsons_lower_bound_with_the_author_convinced(up: int, down: int) -> None:
    n = up + down + 1
    assert best(up, down) == pytest.approx(wilson_by_bisection((up + 1) / n, n, 1.2816), abs=1e-9)


@given(votes, votes)
def test_best_is_a_share_and_never_more_than_what_was_seen(up: int, down: int) -> None:
    assert 0 <= best(up, down) <= (up + 1) / (up + down + 1)


@given(votes, votes)
def test_another_convinced_voter_raises_and_another_unconvinced_lowers(up: int, down: int) -> None:
    assert best(up + 1, down) > best(up, down) > best(up, down + 1)


@given(votes)
def test_nothing_is_contested_while_nobody_disagrees(n: int) -> None:
    assert contested(n, 0) == contested(0, n) == 0


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_contested_does_not_take_sides_and_is_highest_when_even(up: int, down: int) -> None:
    total = up + down
    assert contested(up, down) == contested(down, up) <= total
    assert contested(total, total) == 2 * total


@pytest.mark.parametrize(
    ("positions", "up", "down", "expected"),
    [
        ([2, 1, 0, 9, 0, 2, 1], 50, 0, contested(3, 3)),  # who is undecided is on no side
        ([0, 0, 0, 5, 0, 0, 0], 9, 9, 0.0),
        ([1, 0, 0, 0, 0, 0, 3], 4, 2, contested(4, 2)),  # too few to be shown: by votes
        ([], 3, 3, contested(3, 3)),
    ],
)
def test_a_debate_is_contested_by_where_people_stand_if_enough_said_so(
    positions: list[int], up: int, down: int, expected: float
) -> None:
    assert debate_contested(positions, up=up, down=down) == expected
