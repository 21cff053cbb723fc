"""What a report says of a student: in which phase something was said, after what it was revised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from classroom.enums import Saying
from classroom.logic.tasks import Progress
from debate.enums import Relation, Side
from debate.logic.rules import Window


class Answered(NamedTuple):
    """A reply, as it may have led to a revision: whose, what it said, when."""

    byline: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """A rewording; `after` is the last reply of somebody else that was there by then, if any."""

    number: int
    at: datetime
    after: Answered | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """One thing that a student said.

    `to` is the byline of whoever is answered, empty where they are gone; `to_text` what was
    answered, cut short. `said` tells whether it stands. A withdrawn one has no words.
    """

    key: str
    said: Saying
    phase: str
    relation: Relation
    text: str
    at: datetime
    to: str
    to_text: str
    group: int
    to_thesis: bool = False
    revisions: tuple[Revision, ...] = ()

    @property
    def stands(self) -> bool:
        return self.said == Saying.STANDS


@dataclass(frozen=True, slots=True)
class Stood:
    """Where somebody stood on the thesis at a moment, -3 to 3."""

    value: int
    at: datetime


@dataclass(frozen=True, slots=True)
class StudentReport:
    """What one seat did in a session. `votes` says how many were given, never which.

    `name` is empty where the reader may not see it. `first` and `last` are the same position where
    only one was stated.
    """

    seat: str
    byline: str
    name: str
    side: Side | None
    group: int | None
    absent: bool
    removed: bool
    said: tuple[Contribution, ...] = ()
    first: Stood | None = None
    last: Stood | None = None
    votes: int = 0
    deltas: int = 0
    tasks: tuple[PhaseTasks, ...] = ()

    @property
    def shown(self) -> str:
        """What the student is called: by name where it may be seen, else as classmates see them."""
        return self.name or self.byline

    @property
    def claims(self) -> int:
        """How many claims of theirs stand."""
        return sum(one.stands for one in self.said)

    @property
    def revised(self) -> int:
        """How many of those were reworded."""
        return sum(one.stands and bool(one.revisions) for one in self.said)

    @property
    def apart(self) -> int:
        """How many were held, hidden or withdrawn."""
        return len(self.said) - self.claims

    @property
    def moved(self) -> int | None:
        """How far they moved towards the thesis (or from it, below zero)."""
        if self.first is None or self.last is None:
            return None
        return self.last.value - self.first.value

    @property
    def done(self) -> int:
        return sum(phase.done for phase in self.tasks)

    @property
    def wanted(self) -> int:
        return sum(phase.wanted for phase in self.tasks)


@dataclass(frozen=True, slots=True)
class PhaseTasks:
    """What a phase asked of a student, and how much of it they did; more than asked counts once."""

    phase: str
    tasks: tuple[Progress, ...]

    @property
    def done(self) -> int:
        return sum(min(task.done, task.asked) for task in self.tasks)

    @property
    def wanted(self) -> int:
        return sum(task.asked for task in self.tasks)


def phase_at(windows: Sequence[Window], at: datetime) -> str:
    """The key of the phase in which a moment lies; empty before the first and after the end."""
    begun = [window for window in windows if window.start <= at]
    return begun[-1].label if begun else ""


def revised_after(
    wordings: Iterable[tuple[int, datetime]], replies: Sequence[Answered]
) -> tuple[Revision, ...]:
    """The rewordings of a claim, each with the last of the replies that came before it.

    `wordings` are numbers and moments; `replies` are in the order of time.
    """
    return tuple(
        Revision(number, at, next((reply for reply in reversed(replies) if reply.at < at), None))
        for number, at in wordings
    )


def positions_of(
    stated: Iterable[tuple[int | None, datetime]],
) -> tuple[Stood | None, Stood | None]:
    """The first and the last position that somebody stated; one taken back is none."""
    told = [(value, at) for value, at in stated]
    values = [Stood(value, at) for value, at in told if value is not None]
    if not values or told[-1][0] is None:
        return (values[0] if values else None), None
    return values[0], values[-1]
