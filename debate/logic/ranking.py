"""Scores by which replies are put in order."""

from collections.abc import Sequence
from math import sqrt

from debate.limits import POSITION_MIN, POSITIONS_SHOWN_FROM

WILSON_Z = 1.2816  # 80 %: E. Miller, "How Not To Sort By Average Rating" (2009)


def best(up: int, down: int) -> float:
    """How convincing a claim surely is: the lower bound of its share of convinced voters, 0..1.

    The author counts as one convinced voter, so that a new claim starts at .378 and not last.
    Source: Wilson score interval at 80 %.
    """
    n = up + 1 + down
    share = (up + 1) / n
    z2 = WILSON_Z * WILSON_Z
    middle = share + z2 / (2 * n)
    spread = WILSON_Z * sqrt((share * (1 - share) + z2 / (4 * n)) / n)
    return max(0.0, (middle - spread) / (1 + z2 / n))


def contested(up: int, down: int) -> float:
    """How evenly and how much a claim divides people; 0 while nobody disagrees.

    Source: (up + down) to the power of the smaller side over the larger.
    """
    if not up or not down:
        return 0.0
    return float((up + down) ** (min(up, down) / max(up, down)))


def debate_contested(positions: Sequence[int], *, up: int, down: int) -> float:
    """How evenly and how much a debate divides people; 0 while nobody disagrees.

    By where they stand (`positions` are people at each place, -3 first; who is undecided is on no
    side). As long as too few stand anywhere to show it, by the votes on the thesis, which are
    public: a list sorted by the positions of two people would show where they stand.
    """
    if sum(positions) < POSITIONS_SHOWN_FROM:
        return contested(up, down)
    undecided = -POSITION_MIN
    return contested(sum(positions[undecided + 1 :]), sum(positions[:undecided]))
