"""What a phase asks of a student, and how much of it is done."""

from collections.abc import Mapping
from dataclasses import dataclass

from classroom.enums import Task


@dataclass(frozen=True, slots=True)
class Progress:
    """One thing that is asked for, in a number; `done` may be more than `asked`."""

    task: Task
    asked: int
    done: int

    @property
    def complete(self) -> bool:
        return self.done >= self.asked


def progress(asked: Mapping[Task, int], done: Mapping[Task, int]) -> tuple[Progress, ...]:
    """How far somebody is with each thing that is asked for, in the order of tasks."""
    return tuple(
        Progress(task, asked[task], done.get(task, 0)) for task in Task if asked.get(task, 0) > 0
    )


def complete(rows: tuple[Progress, ...]) -> bool:
    """Whether all that is asked for is done; nothing asked for is done too."""
    return all(row.complete for row in rows)
