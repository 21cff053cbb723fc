from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.enums import Permission
from debate.logic.rules import (
    EVERYTHING,
    Ahead,
    RulesNow,
    Window,
    ahead,
    closed,
    opened,
    planned,
    read_windows,
    rules_at,
    write_windows,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LESSON = (
    Window(NOON, NOON + HOUR, frozenset({Permission.REPLY})),
    Window(NOON + HOUR, NOON + 2 * HOUR, frozenset({Permission.VOTE})),
)


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (NOON - timedelta(microseconds=1), set()),
        (NOON, {Permission.REPLY}),
        (NOON + HOUR - timedelta(microseconds=1), {Permission.REPLY}),
        (NOON + HOUR, {Permission.VOTE}),
        (NOON + 2 * HOUR, set()),
    ],
)
def test_a_window_holds_from_its_start_up_to_its_end(
    at: datetime, allowed: set[Permission]
) -> None:
    assert rules_at(LESSON, frozen=False, at=at).allow == allowed


def test_nothing_is_allowed_in_a_frozen_debate() -> None:
    assert rules_at(LESSON, frozen=True, at=NOON) == RulesNow(frozen=True)


def test_a_window_without_an_end_holds_for_good() -> None:
    assert rules_at(opened((), at=NOON), frozen=False, at=NOON + 9999 * HOUR).allow == EVERYTHING


def test_closing_ends_what_is_under_way_and_drops_what_was_to_come() -> None:
    at = NOON + HOUR / 2
    assert closed(LESSON, at=at) == (Window(NOON, at, frozenset({Permission.REPLY})),)


def test_a_debate_opened_closed_and_opened_again_is_open_only_in_between() -> None:
    windows = opened(closed(opened((), at=NOON), at=NOON + HOUR), at=NOON + 2 * HOUR)
    is_open = [rules_at(windows, frozen=False, at=NOON + n * HOUR / 2).open for n in range(-1, 6)]
    assert is_open == [False, True, True, False, False, True, True]


@given(st.lists(st.integers(0, 10_000), min_size=0, max_size=20, unique=True))
def test_windows_are_read_as_they_were_written(minutes: list[int]) -> None:
    edges = [NOON + timedelta(minutes=m) for m in sorted(minutes)]
    windows = tuple(
        Window(a, b, frozenset({Permission.REPLY, Permission.VOTE}))
        for a, b in zip(edges[::2], edges[1::2], strict=False)
    )
    assert read_windows(write_windows(windows)) == windows


@pytest.mark.parametrize(
    "stored",
    [
        [{"from": "2026-03-01T12:00:00+00:00", "until": "2026-03-01T11:00:00+00:00", "allow": []}],
        [
            {"from": "2026-03-01T12:00:00+00:00", "until": None, "allow": []},
            {"from": "2026-03-01T13:00:00+00:00", "until": None, "allow": []},
        ],
        [{"from": "2026-03-01T12:00:00+00:00", "until": None, "allow": ["shout"]}],
        [{"from": "2026-03-01T12:00:00+00:00", "until": None, "allow": "reply"}],
    ],
)
def test_windows_that_make_no_sense_are_refused(stored: list[dict[str, object]]) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_windows(stored)


# ---- What is planned

OPEN = opened((), at=NOON)
DAY = 24 * HOUR


def open_at(windows: tuple[Window, ...], *moments: datetime) -> list[bool]:
    return [rules_at(windows, at=at).open for at in moments]


def test_an_open_debate_that_is_to_close_stays_open_until_then() -> None:
    windows = planned(OPEN, at=NOON + HOUR, closes_at=NOON + DAY)
    assert windows == (Window(NOON, NOON + DAY, EVERYTHING),)
    assert ahead(windows, at=NOON + HOUR) == Ahead(None, NOON + DAY)


def test_a_debate_that_is_to_open_is_closed_until_then_and_keeps_its_past() -> None:
    windows = planned(OPEN, at=NOON + HOUR, opens_at=NOON + DAY, closes_at=NOON + 2 * DAY)
    moments = (NOON, NOON + HOUR, NOON + DAY - HOUR, NOON + DAY, NOON + 2 * DAY)
    assert open_at(windows, *moments) == [True, False, False, True, False]
    assert ahead(windows, at=NOON + HOUR) == Ahead(NOON + DAY, NOON + 2 * DAY)


def test_another_plan_replaces_the_one_before() -> None:
    at = NOON + HOUR
    first = planned(OPEN, at=at, opens_at=NOON + DAY, closes_at=NOON + 2 * DAY)
    second = planned(first, at=at, opens_at=NOON + 3 * DAY)
    assert second == (Window(NOON, at, EVERYTHING), Window(NOON + 3 * DAY, None, EVERYTHING))


def test_without_a_plan_it_stays_as_it_is() -> None:
    at = NOON + HOUR
    assert planned(planned(OPEN, at=at, closes_at=NOON + DAY), at=at) == OPEN
    waiting = planned(OPEN, at=at, opens_at=NOON + DAY)
    assert open_at(planned(waiting, at=at), at, NOON + 9 * DAY) == [False, False]


@given(
    cuts=st.lists(st.integers(1, 40), max_size=6, unique=True).map(sorted),
    now=st.integers(0, 45),
    opens=st.none() | st.integers(1, 20),
    closes=st.none() | st.integers(1, 20),
)
def test_no_plan_changes_the_past_or_makes_windows_overlap(
    cuts: list[int], now: int, opens: int | None, closes: int | None
) -> None:
    windows: tuple[Window, ...] = OPEN
    for number, cut in enumerate(cuts):
        windows = (opened if number % 2 else closed)(windows, at=NOON + cut * HOUR)
    at = NOON + now * HOUR
    opens_at = at + opens * HOUR if opens else None
    closes_at = (opens_at or at) + closes * HOUR if closes else None
    made = planned(windows, at=at, opens_at=opens_at, closes_at=closes_at)
    assert read_windows(write_windows(made)) == made
    past = [NOON + n * HOUR / 2 for n in range(2 * now)]
    assert open_at(made, *past) == open_at(windows, *past)
