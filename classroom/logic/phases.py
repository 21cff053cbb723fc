"""Phases as windows of a debate's rules: what holds, and what each move of the clock makes of it.

Which phase holds is told by the windows alone: a window's label is the key of its phase. The one
that began last holds, also when its time is up. Nothing here knows the time; `at` is given.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from classroom.enums import SessionState
from debate.enums import Answerable, Permission, Relation, RepliesHidden, ResultsHidden
from debate.logic.rules import EVERY_RELATION, PersonalWindow, Window

WINDOWS_KEPT = 60  # that are over; those from which a phase first held are kept besides
_AGAIN = "again:"  # how the label of a phase begins that was opened again for one person


@dataclass(frozen=True, slots=True)
class Part:
    """A phase as the clock needs it; `seconds` None: until the next one is begun."""

    key: str
    seconds: int | None
    allow: frozenset[Permission]
    relations: frozenset[Relation] = EVERY_RELATION
    inner: frozenset[Permission] = frozenset()
    answer: Answerable = Answerable.ANYBODY
    results_hidden: ResultsHidden = ResultsHidden.NONE
    replies_hidden: RepliesHidden = RepliesHidden.NONE

    def window(self, start: datetime, *, seconds: int | None, grace: int) -> Window:
        """The window of this phase from a moment on."""
        return Window(
            start=start,
            end=None if seconds is None else start + timedelta(seconds=seconds),
            allow=self.allow,
            relations=self.relations,
            answer=self.answer,
            results_hidden=self.results_hidden,
            replies_hidden=self.replies_hidden,
            grace=grace,
            edits_close=True,
            label=self.key,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """The phases of a session in their order, and how its clock goes on."""

    parts: tuple[Part, ...]
    grace: int = 0
    by_itself: bool = False

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)

    def after(self, key: str) -> Part | None:
        """The phase that follows one; None after the last."""
        return self._beside(key, 1)

    def before(self, key: str) -> Part | None:
        """The phase before one; None before the first."""
        return self._beside(key, -1)

    def _beside(self, key: str, step: int) -> Part | None:
        places = {part.key: place for place, part in enumerate(self.parts)}
        place = places.get(key, -2) + step
        return self.parts[place] if 0 <= place < len(self.parts) else None


def state_at(state: SessionState, starts_at: datetime | None, *, at: datetime) -> SessionState:
    """How far a session is: one with a planned start runs from then on, without a job."""
    if state == SessionState.PLANNED and starts_at is not None and starts_at <= at:
        return SessionState.RUNNING
    return state


def holding(windows: Iterable[Window], *, at: datetime) -> Window | None:
    """The window of the phase that holds; None before the first began."""
    begun = [window for window in windows if window.label and window.start <= at]
    return begun[-1] if begun else None


def seconds_left(window: Window, *, at: datetime) -> int | None:
    """What is left of a window, in whole seconds rounded up; None where it has no end."""
    if window.end is None:
        return None
    return max(0, math.ceil((window.end - at).total_seconds()))


# ---- Moves: each answers the windows as they are from then on


def begun(
    windows: Iterable[Window],
    plan: Plan,
    part: Part,
    *,
    at: datetime,
    seconds: int | None,
    graceful: bool = True,
    like: Window | None = None,
) -> tuple[Window, ...]:
    """A phase holds from now on, for so long; what held ends.

    With a `plan` that goes on by itself those after it are laid out too. `like` is a window of
    the same phase whose hiding goes on: results that were shown stay so. Without `graceful` what
    held ends at once.
    """
    window = part.window(at, seconds=seconds, grace=plan.grace)
    if like is not None:
        window = replace(
            window, results_hidden=like.results_hidden, replies_hidden=like.replies_hidden
        )
    return (*_past(windows, at=at, graceful=graceful), window, *_following(plan, window))


def paused(windows: Iterable[Window], *, at: datetime) -> tuple[Window, ...]:
    """Nothing may be done from now on; what is hidden stays so."""
    past = _past(windows, at=at, graceful=False)
    now = holding(past, at=at)
    if now is None:
        return past
    return (*past, replace(now, start=at, end=None, allow=frozenset(), grace=0))


def until(
    windows: Iterable[Window], plan: Plan, *, at: datetime, end: datetime | None
) -> tuple[Window, ...]:
    """The phase that holds lasts until another moment; what follows is laid out from there.

    Where its time was up it holds again from now on.
    """
    kept = tuple(window for window in windows if window.start <= at)
    now = holding(kept, at=at)
    if now is None:
        return kept
    earlier = tuple(window for window in kept if window != now)
    if now.end is not None and now.end <= at and end != now.end:
        earlier, now = (*earlier, replace(now, grace=0)), replace(now, start=at)
    lasting = replace(now, end=end, grace=plan.grace)
    return (*earlier, lasting, *_following(plan, lasting))


def shown(windows: Iterable[Window], *, at: datetime) -> tuple[Window, ...]:
    """Results that are hidden in the phase that holds are shown from now on."""
    told = tuple(windows)
    now = holding(told, at=at)
    if now is None or now.results_hidden == ResultsHidden.NONE:
        return told
    rest = replace(now, start=max(now.start, at), results_hidden=ResultsHidden.NONE)
    if now.end is not None and now.end <= at:  # its time is up: it shows, and lasts no longer
        rest = replace(rest, end=at, grace=0)
    coming = tuple(window for window in told if window.start > at)
    return (*_past(told, at=at, graceful=True), rest, *coming)


def over(windows: Iterable[Window], *, at: datetime) -> tuple[Window, ...]:
    """Nothing may be done any more, and nothing is hidden."""
    return (*_past(windows, at=at, graceful=False), Window(at, None, frozenset()))


# ---- Windows of single people


def circle(
    windows: Iterable[Window], plan: Plan, people: Iterable[int], *, at: datetime
) -> tuple[PersonalWindow, ...]:
    """What those in the circle may do besides, wherever a phase that holds or comes has one."""
    inside = tuple(people)
    made = []
    for window in windows:
        part = plan.part(window.label)
        if part is None or not part.inner or (window.end is not None and window.end <= at):
            continue
        own = replace(
            window,
            start=max(at, window.start),
            allow=part.inner,
            relations=EVERY_RELATION,  # those of the phase are for the ones around the circle
            answer=Answerable.ANYBODY,
            edits_close=False,
            label="",
        )
        made += [PersonalWindow(person, own) for person in inside]
    return tuple(made)


def again(part: Part, person: int, *, at: datetime, seconds: int, grace: int) -> PersonalWindow:
    """A phase opened again for one person; claims they stated earlier can be reworded too."""
    window = part.window(at, seconds=seconds, grace=grace)
    return PersonalWindow(
        person,
        replace(
            window, allow=part.allow | part.inner, edits_close=False, label=f"{_AGAIN}{part.key}"
        ),
    )


def opened_again(own: PersonalWindow) -> str | None:
    """The key of the phase that a window opened again for somebody; None for one of the circle."""
    label = own.window.label
    return label.removeprefix(_AGAIN) if label.startswith(_AGAIN) else None


def lasting(
    personal: Iterable[PersonalWindow], *, at: datetime, graceful: bool = True
) -> tuple[PersonalWindow, ...]:
    """What goes on of windows of single people when the circle is written anew.

    What was opened again lasts as long as it was to; of the circle only the grace is left.
    """
    kept = []
    for own in personal:
        window = own.window
        if opened_again(own) is None:
            window = _cut(window, at, graceful=graceful)
        if window.start <= at and window.takes(at):
            kept.append(PersonalWindow(own.person, window))
    return tuple(kept)


# ---- The past


def _past(windows: Iterable[Window], *, at: datetime, graceful: bool) -> tuple[Window, ...]:
    """What began, cut off now; of many that are over only those that still tell something."""
    past = [_cut(window, at, graceful=graceful) for window in windows if window.start <= at]
    first: dict[str, Window] = {}
    for window in past:
        first.setdefault(window.label, window)
    telling = set(map(id, first.values())) | set(map(id, past[-WINDOWS_KEPT:]))
    return tuple(window for window in past if id(window) in telling)


def _cut(window: Window, at: datetime, *, graceful: bool) -> Window:
    if not window.takes(at):
        return window
    end = at if window.end is None else min(window.end, at)
    return replace(window, end=end, grace=window.grace if graceful else 0)


def _following(plan: Plan, window: Window) -> Sequence[Window]:
    """The windows after one that ends, up to the first phase without a length."""
    laid: list[Window] = []
    part = plan.after(window.label)
    start = window.end
    while plan.by_itself and part is not None and start is not None:
        laid.append(part.window(start, seconds=part.seconds, grace=plan.grace))
        start, part = laid[-1].end, plan.after(part.key)
    return laid
