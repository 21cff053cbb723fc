"""Who goes into which group."""

from collections.abc import Sequence

from debate.enums import Side


def deal_groups(sides: Sequence[Side | None], groups: int) -> list[int]:
    """The place of the group (from 0) of each, in the order in which their sides are given.

    Groups differ by one at most in how many they have, and in how many of either side.
    """
    order = sorted(
        range(len(sides)), key=lambda place: (sides[place] is None, sides[place] != Side.FOR)
    )
    dealt = [0] * len(sides)
    for turn, place in enumerate(order):
        dealt[place] = turn % groups
    return dealt
