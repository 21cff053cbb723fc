"""Where the clock of a session stands: its phases, which of them holds, and for how long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from classroom.enums import SessionState, Task
from classroom.logic.phases import Part, Plan, holding, seconds_left, state_at
from classroom.models import Group, Phase, Session
from classroom.queries.access import SessionAccess
from debate.enums import Answerable, Permission, Relation, RepliesHidden, ResultsHidden
from debate.logic.rules import EVERY_RELATION, Window, read_windows


class PhaseState(StrEnum):
    """Where a phase stands before the clock."""

    DONE = "done"
    CURRENT = "current"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase with what may be done in it; `inner` is what those in the circle may do besides.

    `relations` are those that replies may have; `tasks` says how many of what it asks for.
    `seconds` is how long it is to last; None: until the next one is begun.
    """

    key: str
    place: int
    name: str
    instruction: str
    seconds: int | None
    state: PhaseState
    allow: frozenset[Permission]
    relations: frozenset[Relation]
    inner: frozenset[Permission]
    answer: Answerable
    tasks: dict[Task, int]
    results_hidden: ResultsHidden
    replies_hidden: RepliesHidden


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of a session at the moment `at`.

    `phase` is the one that holds, also when its time is up (`left_seconds` 0); None before the
    session and after it. `began_at` is when it last began or went on, `ends_at` when its time is
    up; None without a length, and while it is paused. `left_seconds` is None without a length.
    `results_hidden` and `replies_hidden` are what holds now: results may have been shown since.
    """

    state: SessionState
    phases: tuple[PhaseRow, ...]
    phase: PhaseRow | None
    next: PhaseRow | None
    began_at: datetime | None
    ends_at: datetime | None
    left_seconds: int | None
    paused: bool
    frozen: bool
    can_undo: bool
    results_hidden: ResultsHidden
    replies_hidden: RepliesHidden
    at: datetime

    @property
    def running(self) -> bool:
        return self.state == SessionState.RUNNING

    @property
    def time_is_up(self) -> bool:
        """Whether the phase that holds had its time."""
        return self.phase is not None and self.left_seconds == 0

    @property
    def previous(self) -> PhaseRow | None:
        """The phase before the one that holds."""
        before = [row for row in self.phases if self.phase and row.place < self.phase.place]
        return before[-1] if before else None


def read_clock(access: SessionAccess) -> Clock:
    """The clock of a session that somebody is in. Queries: 2."""
    session, at = access.session, access.at
    phases = list(Phase.objects.filter(session=session))
    rules = (
        Group.objects.filter(session=session)
        .order_by("debate_id")
        .values_list("debate__rules__windows", "debate__rules__frozen")
        .first()
    )
    windows = read_windows(rules[0]) if rules else ()
    return clock_at(session, phases, windows, frozen=bool(rules and rules[1]), at=at)


def clock_at(
    session: Session,
    phases: Sequence[Phase],
    windows: Iterable[Window],
    *,
    frozen: bool,
    at: datetime,
) -> Clock:
    """The clock of a session of which all that it is made of was read."""
    state = state_at(SessionState(session.state), session.starts_at, at=at)
    window = holding(windows, at=at) if state == SessionState.RUNNING else None
    current = next((p.place for p in phases if window and p.key == window.label), None)
    rows = tuple(_row(phase, current, state) for phase in phases)
    phase = next((row for row in rows if row.state == PhaseState.CURRENT), None)
    following = [row for row in rows if row.state == PhaseState.COMING]
    paused = session.left_seconds is not None
    return Clock(
        state=state,
        phases=rows,
        phase=phase,
        next=following[0] if following else None,
        began_at=window.start if window and phase else None,
        ends_at=window.end if window and phase and not paused else None,
        left_seconds=_left(session, window, at) if phase else None,
        paused=paused,
        frozen=frozen,
        can_undo=bool(
            phase
            and session.undo
            and session.undo.get("to") == phase.key
            and any(session.undo.get("phase") == row.key for row in rows)
        ),
        results_hidden=window.results_hidden if window else ResultsHidden.NONE,
        replies_hidden=window.replies_hidden if window else RepliesHidden.NONE,
        at=at,
    )


def plan_of(session: Session, phases: Iterable[Phase]) -> Plan:
    """The phases of a session as its clock needs them."""
    return Plan(
        tuple(part_of(phase) for phase in phases),
        grace=session.grace_seconds,
        by_itself=session.runs_by_itself,
    )


def part_of(phase: Phase) -> Part:
    """A phase as the clock needs it."""
    return Part(
        key=phase.key,
        seconds=phase.seconds,
        allow=frozenset(Permission(word) for word in phase.allow),
        relations=frozenset(Relation(word) for word in phase.relations) or EVERY_RELATION,
        inner=frozenset(Permission(word) for word in phase.inner),
        answer=Answerable(phase.answer),
        results_hidden=ResultsHidden(phase.results_hidden),
        replies_hidden=RepliesHidden(phase.replies_hidden),
    )


def _row(phase: Phase, current: int | None, state: SessionState) -> PhaseRow:
    part = part_of(phase)
    if state == SessionState.ENDED or (current is not None and phase.place < current):
        stands = PhaseState.DONE
    else:
        stands = PhaseState.CURRENT if phase.place == current else PhaseState.COMING
    return PhaseRow(
        key=phase.key,
        place=phase.place,
        name=phase.name,
        instruction=phase.instruction,
        seconds=phase.seconds,
        state=stands,
        allow=part.allow,
        relations=part.relations,
        inner=part.inner,
        answer=part.answer,
        tasks={Task(word): number for word, number in phase.tasks.items()},
        results_hidden=part.results_hidden,
        replies_hidden=part.replies_hidden,
    )


def _left(session: Session, window: Window | None, at: datetime) -> int | None:
    # While it is paused, 0 stands for a phase without a length (models/session.py).
    if session.left_seconds is not None:
        return session.left_seconds or None
    return seconds_left(window, at=at) if window else None
