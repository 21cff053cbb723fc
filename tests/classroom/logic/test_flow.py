"""The flow of positions: who came from where, where each shape goes, and when it is not shown."""

import re

from hypothesis import given
from hypothesis import strategies as some

from classroom.enums import Stand
from classroom.logic.flow import GAP, HEIGHT, TOP, Flow, flow_of
from debate.limits import POSITION_MAX, POSITION_MIN, POSITIONS_SHOWN_FROM

POSITIONS = some.integers(POSITION_MIN, POSITION_MAX)
CLASSES = some.lists(some.tuples(POSITIONS, POSITIONS), min_size=POSITIONS_SHOWN_FROM, max_size=60)

# 9 for, 6 unsure and 11 against before, of whom nine moved.
A_CLASS = (
    [(2, 1)] * 8
    + [(1, 0)]
    + [(0, 3)] * 3
    + [(0, 0)]
    + [(0, -1)] * 2
    + [(-1, 2)] * 2
    + [(-3, 0)]
    + [(-2, -3)] * 8
)


def drawn(positions: list[tuple[int, int]]) -> Flow:
    flow = flow_of(positions)
    assert flow is not None
    return flow


def test_a_flow_counts_who_stood_where_before_and_now() -> None:
    flow = drawn(A_CLASS)
    assert [bar.people for bar in flow.before] == [9, 6, 11]
    assert [bar.people for bar in flow.now] == [13, 3, 10]
    assert (flow.people, flow.moved, flow.towards_for, flow.towards_against) == (26, 9, 6, 3)


def test_a_stronger_or_weaker_opinion_of_the_same_kind_is_no_move() -> None:
    assert drawn([(1, 3), (3, 1), (-1, -2), (0, 0), (2, 2)]).moved == 0


def test_four_people_are_not_shown_and_five_are() -> None:
    assert flow_of(A_CLASS[: POSITIONS_SHOWN_FROM - 1]) is None
    assert flow_of(A_CLASS[:POSITIONS_SHOWN_FROM]) is not None


def test_only_those_who_moved_have_a_ribbon_that_says_so() -> None:
    flow = drawn(A_CLASS)
    moved = {(r.before, r.now): r.people for r in flow.ribbons if r.moved}
    assert moved == {
        (Stand.FOR, Stand.UNSURE): 1,
        (Stand.UNSURE, Stand.FOR): 3,
        (Stand.UNSURE, Stand.AGAINST): 2,
        (Stand.AGAINST, Stand.FOR): 2,
        (Stand.AGAINST, Stand.UNSURE): 1,
    }


@given(CLASSES)
def test_every_shape_lies_within_the_drawing(positions: list[tuple[int, int]]) -> None:
    flow = drawn(positions)
    for bars in (flow.before, flow.now):
        assert sum(bar.people for bar in bars) == flow.people
        assert abs(sum(bar.height for bar in bars) + 2 * GAP - (HEIGHT - TOP)) < 0.2
        assert all(bar.y >= TOP and bar.y + bar.height <= HEIGHT + 0.2 for bar in bars)
        assert all(bar.word_y <= HEIGHT for bar in bars)
        labels = [bar.label_y for bar in bars]
        assert labels == sorted(labels)
    for ribbon in flow.ribbons:
        assert all(-0.1 <= float(number) <= 300 for number in re.findall(r"-?[\d.]+", ribbon.path))
    assert sum(ribbon.people for ribbon in flow.ribbons) == flow.people


@given(CLASSES)
def test_a_flow_is_the_same_in_whatever_order_people_came(positions: list[tuple[int, int]]) -> None:
    assert flow_of(positions) == flow_of(list(reversed(positions)))
