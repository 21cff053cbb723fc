"""Which side somebody takes."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.enums import SideRule
from classroom.logic.grouping import deal_groups
from classroom.logic.sides import (
    SideCounts,
    deal_sides,
    other_side,
    side_of_a_newcomer,
    smaller_side,
)
from debate.enums import Side

GIVEN = [SideRule.RANDOM, SideRule.BALANCED, SideRule.AGAINST_OWN]
sides = st.sampled_from([Side.FOR, Side.AGAINST, None])


def gap(counts: SideCounts) -> int:
    return abs(counts.on_for - counts.on_against)


@given(st.lists(st.booleans(), max_size=60))
def test_balanced_sides_differ_by_one_at_most_however_people_come(coins: list[bool]) -> None:
    counts = SideCounts()
    for coin in coins:
        side = side_of_a_newcomer(SideRule.BALANCED, counts, late=False, coin=coin)
        assert side is not None
        counts = counts.plus(side)
        assert gap(counts) <= 1


@given(st.lists(st.tuples(st.booleans(), sides), max_size=60))
def test_a_newcomer_never_widens_a_gap_that_somebody_left(
    moves: list[tuple[bool, Side | None]],
) -> None:
    """Whoever leaves may open a gap; whoever comes then closes it, and never opens another."""
    counts = SideCounts()
    for coin, leaves in moves:
        if leaves == Side.FOR and counts.on_for:
            counts = SideCounts(counts.on_for - 1, counts.on_against)
        elif leaves == Side.AGAINST and counts.on_against:
            counts = SideCounts(counts.on_for, counts.on_against - 1)
        else:
            before = gap(counts)
            counts = counts.plus(smaller_side(counts, coin=coin))
            assert gap(counts) == (before - 1 if before else 1)


@pytest.mark.parametrize("rule", GIVEN)
def test_whoever_comes_late_joins_the_smaller_side(rule: SideRule) -> None:
    for coin in (True, False):
        late = side_of_a_newcomer(rule, SideCounts(3, 1), late=True, coin=coin)
        assert late == Side.AGAINST


@pytest.mark.parametrize("rule", [SideRule.FREE, SideRule.CHOSEN])
def test_nobody_is_given_a_side_where_there_are_none_or_each_chooses(rule: SideRule) -> None:
    assert side_of_a_newcomer(rule, SideCounts(1, 0), late=True, coin=True) is None
    assert deal_sides(rule, [1, 2], {}) == {1: None, 2: None}


@given(st.integers(0, 60))
def test_balanced_sides_dealt_to_all_differ_by_one_at_most(people: int) -> None:
    dealt = deal_sides(SideRule.BALANCED, list(range(people)), {})
    assert len(dealt) == people
    assert gap(SideCounts.of(dealt.values())) <= 1


@given(st.dictionaries(st.integers(0, 40), st.none() | st.integers(-3, 3), max_size=40))
def test_against_ones_own_opening_position(positions: dict[int, int | None]) -> None:
    """Who leans argues against it; who does not evens the sides out, as far as they go."""
    dealt = deal_sides(SideRule.AGAINST_OWN, list(positions), positions)
    leaning = {person: value for person, value in positions.items() if value}
    assert all(dealt[p] == (Side.AGAINST if v > 0 else Side.FOR) for p, v in leaning.items())
    fixed = gap(SideCounts.of(dealt[person] for person in leaning))
    undecided = len(positions) - len(leaning)
    assert gap(SideCounts.of(dealt.values())) <= max(1, fixed - undecided)


def test_the_other_side_is_the_one_that_answers() -> None:
    assert [other_side(side) for side in (Side.FOR, Side.AGAINST)] == [Side.AGAINST, Side.FOR]


@given(st.lists(sides, max_size=60), st.integers(1, 12))
def test_groups_are_as_large_and_as_even_as_it_goes(people: list[Side | None], groups: int) -> None:
    dealt = deal_groups(people, groups)
    for which in ({Side.FOR}, {Side.AGAINST}, {Side.FOR, Side.AGAINST, None}):
        sizes = Counter(place for place, side in zip(dealt, people, strict=True) if side in which)
        counts = [sizes[place] for place in range(groups)]
        assert max(counts) - min(counts) <= 1
