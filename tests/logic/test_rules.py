from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.enums import Permission
from debate.logic.rules import (
    EVERYTHING,
    RulesNow,
    Window,
    closed,
    opened,
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
