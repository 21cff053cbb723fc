import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.enums import Answerable, Permission, Posting, Relation, RepliesHidden, ResultsHidden
from debate.logic.rules import (
    EVERYTHING,
    Ahead,
    Grant,
    PersonalWindow,
    RulesNow,
    Window,
    ahead,
    closed,
    opened,
    planned,
    read_personal,
    read_windows,
    rules_at,
    write_personal,
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


SORTS_OF_WINDOWS: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    allow=st.frozensets(st.sampled_from(Permission)),
    relations=st.frozensets(st.sampled_from(Relation)),
    answer=st.sampled_from(Answerable),
    results_hidden=st.sampled_from(ResultsHidden),
    replies_hidden=st.sampled_from(RepliesHidden),
    grace=st.integers(0, 600),
    edits_close=st.booleans(),
    label=st.text(max_size=60),
)


@given(
    st.lists(st.integers(0, 10_000), max_size=20, unique=True),
    st.lists(SORTS_OF_WINDOWS, min_size=10, max_size=10),
)
def test_windows_are_read_as_they_were_written(
    minutes: list[int], sorts: list[dict[str, Any]]
) -> None:
    edges = [NOON + timedelta(minutes=m) for m in sorted(minutes)]
    windows = tuple(
        Window(a, b, **sort) for a, b, sort in zip(edges[::2], edges[1::2], sorts, strict=False)
    )
    assert read_windows(json.loads(json.dumps(write_windows(windows)))) == windows
    personal = tuple(PersonalWindow(7, window) for window in windows)
    assert read_personal(json.loads(json.dumps(write_personal(personal)))) == personal


def test_what_a_window_has_by_default_is_not_stored() -> None:
    assert write_windows(opened((), at=NOON)) == [
        {
            "from": "2026-03-01T12:00:00+00:00",
            "until": None,
            "allow": ["position", "reply", "vote"],
        }
    ]


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
        [{"from": "2026-03-01T12:00:00+00:00", "until": None, "allow": [], "relations": ["hint"]}],
        [{"from": "2026-03-01T12:00:00+00:00", "until": None, "allow": [], "answer": "me"}],
        [{"from": "2026-03-01T12:00:00+00:00", "until": None, "allow": [], "grace": True}],
        [{"from": "2026-03-01T12:00:00+00:00", "until": None, "allow": [], "grace": -1}],
        [{"from": "2026-03-01T12:00:00+00:00", "until": None, "allow": [], "grace": 601}],
        [{"from": "2026-03-01T12:00:00+00:00", "until": None, "allow": [], "label": "x" * 61}],
        [{"from": "2026-03-01T12:00:00+00:00", "until": None, "allow": [], "results_hidden": ""}],
    ],
)
def test_windows_that_make_no_sense_are_refused(stored: list[dict[str, object]]) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_windows(stored)


@pytest.mark.parametrize("person", [None, True, "7"])
def test_a_window_of_nobody_is_refused(person: object) -> None:
    window: dict[str, object] = {"from": "2026-03-01T12:00:00+00:00", "until": None, "allow": []}
    with pytest.raises(ValueError, match="a person's number"):
        read_personal([window | {"person": person}])


# ---- What a window lets people do

REBUT = Window(
    NOON,
    NOON + HOUR,
    frozenset({Permission.REPLY}),
    relations=frozenset({Relation.REBUT}),
    answer=Answerable.OTHER_SIDE,
    grace=15,
    edits_close=True,
    label="rebut",
)
VOTING = Window(NOON + HOUR, None, frozenset({Permission.VOTE}), label="vote")
SECOND = timedelta(seconds=1)


def test_a_grant_says_all_that_its_window_does() -> None:
    rules = rules_at((REBUT, VOTING), at=NOON)
    assert rules.grants == (
        Grant(
            frozenset({Permission.REPLY}),
            frozenset({Relation.REBUT}),
            Answerable.OTHER_SIDE,
            since=NOON,
            edits_close=True,
        ),
    )
    assert [grant.since for grant in rules.coming] == [NOON + HOUR]


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (NOON + HOUR - SECOND, {Permission.REPLY}),
        (NOON + HOUR, {Permission.REPLY, Permission.VOTE}),
        (
            NOON + HOUR + 15 * SECOND - timedelta(microseconds=1),
            {Permission.REPLY, Permission.VOTE},
        ),
        (NOON + HOUR + 15 * SECOND, {Permission.VOTE}),
    ],
)
def test_what_was_allowed_is_taken_for_the_seconds_of_grace(
    at: datetime, allowed: set[Permission]
) -> None:
    assert rules_at((REBUT, VOTING), at=at).allow == allowed


def test_closing_leaves_no_grace() -> None:
    at = NOON + HOUR / 2
    assert not rules_at(closed((REBUT, VOTING), at=at), at=at).open
    late = NOON + HOUR + SECOND
    assert not rules_at(closed((REBUT,), at=late), at=late).open


def test_a_window_of_ones_own_adds_to_what_all_may() -> None:
    personal = (PersonalWindow(7, Window(NOON, NOON + 2 * HOUR, frozenset({Permission.POSITION}))),)
    allowed = [
        rules_at((REBUT, VOTING), personal=personal, person=person, at=NOON).allow
        for person in (7, 8, None)
    ]
    theirs = {Permission.REPLY, Permission.POSITION}
    assert allowed == [theirs, {Permission.REPLY}, {Permission.REPLY}]


def test_frozen_or_with_nobody_to_take_part_nobody_has_a_window() -> None:
    personal = (PersonalWindow(7, REBUT),)
    for shut in ({"frozen": True}, {"posting": Posting.NOBODY}):
        rules = rules_at((REBUT,), personal=personal, person=7, at=NOON, **shut)
        assert (rules.grants, rules.coming) == ((), ())


def test_an_interrupted_stretch_began_when_it_first_did() -> None:
    pause = Window(NOON + HOUR / 2, NOON + HOUR, frozenset(), label="rebut")
    first = replace(REBUT, end=NOON + HOUR / 2, grace=0)
    again = replace(REBUT, start=NOON + HOUR, end=None)
    (grant,) = rules_at((first, pause, again), at=NOON + HOUR).grants
    assert grant.since == NOON
    unnamed = (replace(first, label=""), replace(again, label=""))
    (grant,) = rules_at(unnamed, at=NOON + HOUR).grants
    assert grant.since == NOON + HOUR


def test_a_window_to_come_tells_when_it_opens_and_not_when_its_stretch_began() -> None:
    again = replace(REBUT, start=NOON + 2 * HOUR, end=None)
    rules = rules_at((REBUT, again), at=NOON + HOUR + 15 * SECOND)
    assert [grant.since for grant in rules.coming] == [NOON + 2 * HOUR]


# ---- What is hidden

BLIND = Window(
    NOON,
    NOON + HOUR,
    EVERYTHING,
    results_hidden=ResultsHidden.JUDGED,
    replies_hidden=RepliesHidden.POSTED,
)


def hidden(windows: tuple[Window, ...], at: datetime) -> tuple[str, str]:
    rules = rules_at(windows, at=at)
    return rules.results_hidden, rules.replies_hidden


def test_the_window_that_began_last_says_what_is_hidden_also_when_it_is_over() -> None:
    shown = Window(NOON + 2 * HOUR, NOON + 3 * HOUR, EVERYTHING)
    found = [hidden((BLIND, shown), NOON + n * HOUR) for n in (-1, 0, 1, 2, 9)]
    nothing = ("none", "none")
    assert found == [nothing, ("judged", "posted"), ("judged", "posted"), nothing, nothing]


def test_a_window_that_ended_as_it_began_hides_no_more() -> None:
    shown = Window(NOON, NOON, EVERYTHING)
    assert hidden((BLIND, shown), NOON) == ("judged", "posted")
    assert hidden((replace(BLIND, end=NOON), replace(shown, end=None)), NOON) == ("none", "none")


def test_a_window_of_ones_own_hides_nothing() -> None:
    rules = rules_at((), personal=(PersonalWindow(7, BLIND),), person=7, at=NOON)
    assert (rules.results_hidden, rules.replies_hidden) == ("none", "none")


def test_opening_closing_and_planning_leave_hidden_what_is() -> None:
    at = NOON + HOUR / 2
    for windows in (
        closed((BLIND,), at=at),
        opened((BLIND,), at=at),
        planned((BLIND,), at=at, opens_at=NOON + HOUR),
        planned((BLIND,), at=at, closes_at=NOON + HOUR),
    ):
        assert hidden(windows, NOON + 2 * HOUR) == ("judged", "posted")
    assert rules_at((BLIND,), frozen=True, at=at).replies_hidden == RepliesHidden.POSTED


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


def test_the_end_of_a_phase_closes_nothing() -> None:
    windows = (Window(NOON + HOUR, NOON + DAY, EVERYTHING, label="open"),)
    assert ahead(windows, at=NOON) == Ahead(NOON + HOUR, None)


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
