"""Rubrics: criteria and their levels, as they are written, checked and summed up."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounts.errors import Invalid
from classroom.limits import (
    CRITERIA_MAX,
    CRITERION_NAME_MAX,
    LEVEL_POINTS_MAX,
    LEVEL_TEXT_MAX,
    LEVELS_MAX,
)


@dataclass(frozen=True, slots=True)
class Level:
    """What earns so many points by one criterion."""

    text: str
    points: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is looked at, and its levels in the order in which they were written."""

    name: str
    levels: tuple[Level, ...]

    @property
    def most(self) -> int:
        return max((level.points for level in self.levels), default=0)


type Criteria = tuple[Criterion, ...]
type Levels = tuple[int | None, ...]  # the place of the chosen level by each criterion, from 0

# A level is a line that begins with its points; everything else names a criterion.
_LEVEL = re.compile(r"[-*•]?\s*(?P<points>[0-9]{1,9})\s*[:.)–—=-]?\s+(?P<text>.*)")


def read_criteria(stored: Iterable[Mapping[str, object]]) -> Criteria:
    """Criteria as they are kept; what was checked before it was kept."""
    return tuple(
        Criterion(
            str(told["name"]),
            tuple(
                Level(str(level["text"]), int(level["points"]))
                for level in told["levels"]  # type: ignore[attr-defined]
            ),
        )
        for told in stored
    )


def write_criteria(criteria: Criteria) -> list[dict[str, object]]:
    """Criteria as they are kept."""
    return [
        {
            "name": criterion.name,
            "levels": [{"text": level.text, "points": level.points} for level in criterion.levels],
        }
        for criterion in criteria
    ]


def read_outline(text: str) -> Criteria:
    """Criteria from text: a line for each one, and below it a line for each of its levels.

    A level begins with its points: "2 gives a reason". Raises Invalid (field `criteria`) for a
    level above the first criterion, and what `check_criteria` raises.
    """
    found: list[tuple[str, list[Level]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        said = " ".join(line.split())
        if not said:
            continue
        level = _LEVEL.fullmatch(said)
        if level is None:
            found.append((said, []))
        elif not found:
            raise Invalid("level_without_a_criterion", field="criteria", line=number)
        else:
            found[-1][1].append(Level(level["text"], int(level["points"])))
    criteria = tuple(Criterion(name, tuple(levels)) for name, levels in found)
    check_criteria(criteria)
    return criteria


def write_outline(criteria: Criteria) -> str:
    """Criteria as the text that `read_outline` reads."""
    blocks = [
        "\n".join([criterion.name, *(f"{level.points} {level.text}" for level in criterion.levels)])
        for criterion in criteria
    ]
    return "\n\n".join(blocks)


def check_criteria(criteria: Criteria) -> None:
    """Raises Invalid (field `criteria`) for what no rubric can be made of."""
    if not criteria:
        raise Invalid("rubric_without_criteria", field="criteria")
    if len(criteria) > CRITERIA_MAX:
        raise Invalid("too_many_criteria", field="criteria", most=CRITERIA_MAX)
    for criterion in criteria:
        _check(criterion)


def _check(criterion: Criterion) -> None:
    if not criterion.name:
        raise Invalid("criterion_without_a_name", field="criteria")
    if len(criterion.name) > CRITERION_NAME_MAX:
        raise Invalid("criterion_too_long", field="criteria", most=CRITERION_NAME_MAX)
    if not criterion.levels:
        raise Invalid("criterion_without_levels", field="criteria", criterion=criterion.name)
    if len(criterion.levels) > LEVELS_MAX:
        raise Invalid("too_many_levels", field="criteria", most=LEVELS_MAX)
    for level in criterion.levels:
        if not level.text:
            raise Invalid("level_without_a_text", field="criteria", criterion=criterion.name)
        if len(level.text) > LEVEL_TEXT_MAX:
            raise Invalid("level_too_long", field="criteria", most=LEVEL_TEXT_MAX)
        if not 0 <= level.points <= LEVEL_POINTS_MAX:
            raise Invalid("points_out_of_range", field="criteria", most=LEVEL_POINTS_MAX)


# ---- Marks by a rubric


def points(levels: Sequence[int | None], criteria: Criteria) -> int | None:
    """The sum of the chosen levels; None where none is chosen."""
    chosen = [
        criterion.levels[place].points
        for criterion, place in zip(criteria, levels, strict=False)
        if place is not None and 0 <= place < len(criterion.levels)
    ]
    return sum(chosen) if chosen else None


def most_points(criteria: Criteria) -> int:
    """How much can be reached."""
    return sum(criterion.most for criterion in criteria)


def fitted(levels: Iterable[object], criteria: Criteria) -> Levels:
    """Chosen levels, one for each criterion: what the rubric does not have counts as none."""
    told = [*levels, *[None] * len(criteria)]
    return tuple(_known(told[place], criterion) for place, criterion in enumerate(criteria))


def _known(level: object, criterion: Criterion) -> int | None:
    if not isinstance(level, int) or isinstance(level, bool):
        return None
    return level if 0 <= level < len(criterion.levels) else None


def fingerprint(levels: Sequence[int | None], feedback: str) -> str:
    """What tells one grade from another: a form carries that of what it was filled with."""
    told = json.dumps([list(levels) if any(n is not None for n in levels) else [], feedback])
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
