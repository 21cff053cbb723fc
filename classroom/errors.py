"""The refusals that only the classroom knows; their kinds are those of accounts.errors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from accounts.errors import Conflict, Invalid


class NotInThisState(Conflict):
    """The session does not take this now: not started yet, ended, or without the phase it needs."""


class LineProblem(Protocol):
    """What is wrong with one line, numbered from 1; `most` where something is too long."""

    @property
    def line(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def most(self) -> int | None: ...


class InvalidList(Invalid):
    """A pasted list of names cannot be taken; its code is that of the first of all `problems`."""

    def __init__(self, problems: Sequence[LineProblem], *, field: str) -> None:
        first = in_line(problems[0])
        super().__init__(first.code, field=field, **first.facts)
        self.problems = tuple(problems)


def in_line(problem: LineProblem) -> Invalid:
    """What is wrong with one line, to be told by itself."""
    if problem.most is None:
        return Invalid(problem.code, line=problem.line)
    return Invalid(problem.code, line=problem.line, most=problem.most)
