"""Where a class stood and where it stands now: counted, and drawn as a flow from left to right.

The numbers are of the drawing's own units; where each shape goes is decided here, how it looks in
the stylesheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classroom.enums import Stand
from debate.limits import POSITIONS_SHOWN_FROM

WIDTH, HEIGHT = 300, 226
TOP = 20  # above it stand the two headings
GAP = 14  # between the bars of one moment
BAR = 12  # how wide one is
LEFT, RIGHT = 62, 226
LABEL_AWAY = 7  # from its bar
LABEL_APART = 29  # a number and the word below it
FROM_FOR_TO_AGAINST = (Stand.FOR, Stand.UNSURE, Stand.AGAINST)


@dataclass(frozen=True, slots=True)
class Bar:
    """Those who stood, or stand, in one place; `label_y` is where the number's line is."""

    stand: Stand
    people: int
    x: float
    y: float
    height: float
    label_x: float
    label_y: float

    @property
    def word_y(self) -> float:
        return self.label_y + 13


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Those who came from one place to one; `path` is its outline."""

    before: Stand
    now: Stand
    people: int
    path: str

    @property
    def moved(self) -> bool:
        return self.before != self.now


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole picture; each of `before` and `now` goes from for to against."""

    people: int
    before: tuple[Bar, ...]
    now: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]
    towards_for: int
    towards_against: int

    @property
    def moved(self) -> int:
        return self.towards_for + self.towards_against


def stand(value: int) -> Stand:
    """Where a position from -3 to 3 stands, however strongly."""
    if value == 0:
        return Stand.UNSURE
    return Stand.FOR if value > 0 else Stand.AGAINST


def flow_of(positions: Iterable[tuple[int, int]]) -> Flow | None:
    """The flow of people of whom each stood somewhere first and stands somewhere now.

    None below five people: it would show who stands where.
    """
    went = Counter((stand(before), stand(now)) for before, now in positions)
    people = went.total()
    if people < POSITIONS_SHOWN_FROM:
        return None
    unit = (HEIGHT - TOP - GAP * (len(FROM_FOR_TO_AGAINST) - 1)) / people
    before = [sum(went[a, b] for b in FROM_FOR_TO_AGAINST) for a in FROM_FOR_TO_AGAINST]
    now = [sum(went[a, b] for a in FROM_FOR_TO_AGAINST) for b in FROM_FOR_TO_AGAINST]
    left = _bars(before, unit, x=LEFT, label_x=LEFT - LABEL_AWAY)
    right = _bars(now, unit, x=RIGHT, label_x=RIGHT + BAR + LABEL_AWAY)
    place = FROM_FOR_TO_AGAINST.index
    return Flow(
        people=people,
        before=left,
        now=right,
        ribbons=_ribbons(went, unit, left, right),
        towards_for=sum(n for (a, b), n in went.items() if place(b) < place(a)),
        towards_against=sum(n for (a, b), n in went.items() if place(b) > place(a)),
    )


def _bars(counts: Sequence[int], unit: float, *, x: float, label_x: float) -> tuple[Bar, ...]:
    """Bars below each other; labels beside their middles, moved apart where bars are thin."""
    bars, y, label_y = [], float(TOP), float("-inf")
    heights = [count * unit for count in counts]
    for number, (where, people, height) in enumerate(
        zip(FROM_FOR_TO_AGAINST, counts, heights, strict=True)
    ):
        after = len(counts) - 1 - number
        lowest = HEIGHT - 14 - after * LABEL_APART
        label_y = max(min(y + height / 2 - 1, lowest), label_y + LABEL_APART)
        bars.append(
            Bar(where, people, x, round(y, 1), round(height, 1), label_x, round(label_y, 1))
        )
        y += height + GAP
    return tuple(bars)


def _ribbons(
    went: Counter[tuple[Stand, Stand]], unit: float, left: Sequence[Bar], right: Sequence[Bar]
) -> tuple[Ribbon, ...]:
    """Ribbons leave and reach a bar in the order of the other bars, so that none crosses at it."""
    starts = {bar.stand: bar.y for bar in left}
    ends = {bar.stand: bar.y for bar in right}
    ribbons = []
    for before in FROM_FOR_TO_AGAINST:
        for now in FROM_FOR_TO_AGAINST:
            people = went[before, now]
            if not people:
                continue
            height = people * unit
            ribbons.append(Ribbon(before, now, people, _outline(starts[before], ends[now], height)))
            starts[before] += height
            ends[now] += height
    return tuple(ribbons)


def _outline(start: float, end: float, height: float) -> str:
    near, far = LEFT + BAR, RIGHT
    middle = (near + far) / 2
    return (
        f"M{near} {start:.1f}C{middle} {start:.1f} {middle} {end:.1f} {far} {end:.1f}"
        f"v{height:.1f}"
        f"C{middle} {end + height:.1f} {middle} {start + height:.1f} {near} {start + height:.1f}z"
    )
