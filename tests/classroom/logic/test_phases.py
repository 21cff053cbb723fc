"""Phases as windows: what each move of the clock makes of them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.enums import SessionState
from classroom.logic.phases import (
    WINDOWS_KEPT,
    Part,
    Plan,
    again,
    begun,
    circle,
    holding,
    lasting,
    opened_again,
    over,
    paused,
    seconds_left,
    shown,
    state_at,
    until,
)
from debate.enums import Permission, RepliesHidden, ResultsHidden
from debate.logic.rules import Window, read_windows, rules_at, write_windows

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
REPLY, VOTE, POSITION = Permission.REPLY, Permission.VOTE, Permission.POSITION

READ = Part("read", 60, frozenset({POSITION}), results_hidden=ResultsHidden.REVEALED)
OPEN = Part(
    "open",
    120,
    frozenset({REPLY}),
    results_hidden=ResultsHidden.REVEALED,
    replies_hidden=RepliesHidden.POSTED,
)
TALK = Part("talk", None, frozenset({VOTE}), inner=frozenset({REPLY}))
PLAN = Plan((READ, OPEN, TALK), grace=15)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def start(plan: Plan = PLAN) -> tuple[Window, ...]:
    first = plan.parts[0]
    return begun((), plan, first, at=NOON, seconds=first.seconds)


def allowed(windows: tuple[Window, ...], seconds: float) -> set[Permission]:
    return set(rules_at(windows, at=after(seconds)).allow)


def test_before_the_first_phase_nothing_holds() -> None:
    assert holding((), at=NOON) is None
    assert holding(start(), at=after(-1)) is None


def test_a_phase_allows_what_it_says_until_its_time_is_up_and_its_grace() -> None:
    windows = start()
    assert allowed(windows, 0) == {POSITION}
    assert allowed(windows, 59) == {POSITION}
    assert allowed(windows, 74) == {POSITION}
    assert allowed(windows, 75) == set()
    held = holding(windows, at=after(3_600))
    assert held is not None
    assert held.label == "read"
    assert seconds_left(held, at=after(3_600)) == 0


def test_a_phase_without_a_length_lasts_until_the_next() -> None:
    windows = begun(start(), PLAN, TALK, at=after(10), seconds=None)
    assert allowed(windows, 100_000) == {VOTE}
    held = holding(windows, at=after(100_000))
    assert held is not None
    assert seconds_left(held, at=after(100_000)) is None


def test_what_held_is_taken_for_some_seconds_after_the_next_has_begun() -> None:
    windows = begun(start(), PLAN, OPEN, at=after(30), seconds=120)
    assert allowed(windows, 44) == {POSITION, REPLY}
    assert allowed(windows, 45) == {REPLY}


def test_what_is_undone_leaves_no_grace() -> None:
    windows = begun(start(), PLAN, OPEN, at=after(30), seconds=120)
    undone = begun(windows, PLAN, READ, at=after(40), seconds=30, graceful=False)
    assert allowed(undone, 41) == {POSITION}
    assert allowed(undone, 69) == {POSITION}


def test_phases_follow_by_themselves_up_to_one_without_a_length() -> None:
    plan = replace(PLAN, by_itself=True, grace=0)
    windows = start(plan)
    assert [(w.label, w.end) for w in windows] == [
        ("read", after(60)),
        ("open", after(180)),
        ("talk", None),
    ]
    assert allowed(windows, 60) == {REPLY}
    assert allowed(windows, 180) == {VOTE}


def test_more_time_moves_what_follows() -> None:
    plan = replace(PLAN, by_itself=True, grace=0)
    windows = until(start(plan), plan, at=after(10), end=after(120))
    assert [w.start for w in windows] == [NOON, after(120), after(240)]


def test_time_that_was_up_begins_again_from_now() -> None:
    windows = until(start(), PLAN, at=after(300), end=after(360))
    assert allowed(windows, 200) == set()
    assert allowed(windows, 300) == {POSITION}
    assert allowed(windows, 375) == set()


def test_a_pause_allows_nothing_and_hides_what_was_hidden() -> None:
    windows = paused(begun(start(), PLAN, OPEN, at=after(5), seconds=120), at=after(20))
    now = rules_at(windows, at=after(21))
    assert now.allow == frozenset()
    assert now.replies_hidden == RepliesHidden.POSTED
    held = holding(windows, at=after(21))
    assert held is not None
    assert held.label == "open"


def test_claims_of_before_a_pause_can_still_be_reworded_after_it() -> None:
    windows = paused(begun(start(), PLAN, OPEN, at=after(5), seconds=120), at=after(20))
    windows = begun(windows, PLAN, OPEN, at=after(50), seconds=105)
    (grant,) = rules_at(windows, at=after(60)).grants
    assert grant.since == after(5)


def test_results_that_are_shown_stay_shown_while_the_phase_lasts() -> None:
    windows = shown(start(), at=after(10))
    assert rules_at(windows, at=after(11)).results_hidden == ResultsHidden.NONE
    assert allowed(windows, 11) == {POSITION}
    last = holding(windows, at=after(20))
    again_later = begun(windows, PLAN, READ, at=after(20), seconds=30, like=last)
    assert rules_at(again_later, at=after(21)).results_hidden == ResultsHidden.NONE
    following = begun(again_later, PLAN, OPEN, at=after(30), seconds=30)
    assert rules_at(following, at=after(31)).results_hidden == ResultsHidden.REVEALED


def test_results_are_shown_after_the_bell_and_nothing_is_open_for_it() -> None:
    windows = shown(start(), at=after(100))
    now = rules_at(windows, at=after(101))
    assert now.results_hidden == ResultsHidden.NONE
    assert now.allow == frozenset()


def test_showing_what_is_not_hidden_changes_nothing() -> None:
    windows = begun(start(), PLAN, TALK, at=after(5), seconds=None)
    assert shown(windows, at=after(10)) == windows


def test_at_the_end_nothing_is_open_and_nothing_hidden() -> None:
    windows = over(begun(start(), PLAN, OPEN, at=after(5), seconds=120), at=after(20))
    now = rules_at(windows, at=after(20))
    assert now.allow == frozenset()
    assert (now.results_hidden, now.replies_hidden) == (ResultsHidden.NONE, RepliesHidden.NONE)


# ---- Single people


def test_those_in_the_circle_may_more_while_a_phase_with_a_circle_lasts() -> None:
    windows = begun(start(), PLAN, TALK, at=after(10), seconds=None)
    personal = circle(windows, PLAN, [7], at=after(10))
    inside = rules_at(windows, personal=personal, person=7, at=after(30))
    outside = rules_at(windows, personal=personal, person=8, at=after(30))
    assert inside.allow == {VOTE, REPLY}
    assert outside.allow == {VOTE}


def test_of_the_circle_only_the_grace_is_left_when_it_is_written_anew() -> None:
    windows = begun(start(), PLAN, TALK, at=after(10), seconds=None)
    personal = circle(windows, PLAN, [7], at=after(10))
    kept = lasting(personal, at=after(30))
    assert rules_at((), personal=kept, person=7, at=after(44)).allow == {REPLY}
    assert rules_at((), personal=kept, person=7, at=after(45)).allow == frozenset()
    assert lasting(personal, at=after(30), graceful=False) == ()


def test_a_phase_opened_again_lasts_as_long_as_it_was_to() -> None:
    own = again(OPEN, 7, at=after(200), seconds=60, grace=0)
    assert opened_again(own) == "open"
    assert lasting([own], at=after(230)) == (own,)
    assert lasting([own], at=after(260)) == ()
    assert rules_at(start(), personal=[own], person=7, at=after(230)).allow == {REPLY}


def test_a_circle_is_none_that_was_opened_again() -> None:
    windows = begun(start(), PLAN, TALK, at=after(10), seconds=None)
    (own,) = circle(windows, PLAN, [7], at=after(10))
    assert opened_again(own) is None


# ---- States


@pytest.mark.parametrize(
    ("state", "starts_at", "found"),
    [
        (SessionState.PLANNED, None, SessionState.PLANNED),
        (SessionState.PLANNED, after(1), SessionState.PLANNED),
        (SessionState.PLANNED, NOON, SessionState.RUNNING),
        (SessionState.ENDED, NOON, SessionState.ENDED),
    ],
)
def test_a_planned_start_needs_nobody(
    state: SessionState, starts_at: datetime | None, found: SessionState
) -> None:
    assert state_at(state, starts_at, at=NOON) == found


# ---- Any moves at any moments


@dataclass
class Model:
    """What a session does in plain words: which phase, until when, paused or not."""

    part: Part
    end: float | None
    left: float | None = None  # while it is paused; -1 without an end

    def allowed(self, at: float) -> set[Permission]:
        lasts = self.left is None and (self.end is None or at < self.end)
        return set(self.part.allow) if lasts else set()


MOVES = st.lists(
    st.tuples(
        st.integers(1, 100),
        st.sampled_from(["read", "open", "talk", "pause", "resume", "longer", "shorter", "show"]),
    ),
    max_size=30,
)


@given(MOVES)
def test_whatever_a_teacher_does_just_what_the_phase_allows_is_open(
    moves: list[tuple[int, str]],
) -> None:
    plan = replace(PLAN, grace=0)
    windows, model, at = start(plan), Model(READ, 60), 0
    for gap, move in moves:
        at += gap
        windows = _moved(windows, model, plan, move, at)
        assert allowed(windows, at) == model.allowed(at)
        assert allowed(windows, at + 0.5) == model.allowed(at + 0.5)
        held = holding(windows, at=after(at))
        assert held is not None
        assert held.label == model.part.key
        assert read_windows(write_windows(windows)) == windows


def _moved(
    windows: tuple[Window, ...], model: Model, plan: Plan, move: str, at: int
) -> tuple[Window, ...]:
    part = plan.part(move)
    if part is not None:
        model.part, model.left = part, None
        model.end = None if part.seconds is None else at + part.seconds
        return begun(windows, plan, part, at=after(at), seconds=part.seconds)
    if move == "pause" and model.left is None and (model.end is None or model.end > at):
        model.left = -1 if model.end is None else model.end - at
        return paused(windows, at=after(at))
    if move == "resume" and model.left is not None:
        left = None if model.left < 0 else int(model.left)
        model.end, model.left = (None if left is None else at + left), None
        return begun(windows, plan, model.part, at=after(at), seconds=left)
    if move in {"longer", "shorter"} and model.left is None and model.end is not None:
        by = 60 if move == "longer" else -60
        end = max(model.end, at) + by if by > 0 or at < model.end else model.end
        model.end = max(end, at) if at < model.end or by > 0 else model.end
        return until(windows, plan, at=after(at), end=after(model.end))
    if move == "show":
        windows = shown(windows, at=after(at))
        now = holding(windows, at=after(at))
        if model.end is not None and model.end <= at and now is not None and now.end is not None:
            model.end = (now.end - NOON).total_seconds()  # what is over shows from here on
    return windows


def test_of_many_moves_only_what_still_tells_something_is_kept() -> None:
    windows, at = start(), 0
    for _move in range(100):
        for part in (OPEN, READ):
            at += 20
            windows = begun(windows, PLAN, part, at=after(at), seconds=part.seconds)
    assert len(windows) <= WINDOWS_KEPT + len(PLAN.parts)
    assert windows[0].start == NOON
    (grant,) = rules_at(windows, at=after(at + 16)).grants
    assert grant.since == NOON
