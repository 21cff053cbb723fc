"""Which side somebody takes: counts of those who have one in, a side out."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from classroom.enums import SideRule
from debate.enums import Side

FOR, AGAINST = Side.FOR, Side.AGAINST


class SideCounts(NamedTuple):
    """How many have each side."""

    on_for: int = 0
    on_against: int = 0

    @classmethod
    def of(cls, sides: Iterable[Side | str | None]) -> "SideCounts":
        """Count sides; whoever has none counts for neither."""
        listed = [side for side in sides if side]
        return cls(listed.count(FOR), listed.count(AGAINST))

    def plus(self, side: Side) -> "SideCounts":
        """The counts with one more on a side."""
        return SideCounts(self.on_for + (side == FOR), self.on_against + (side == AGAINST))


def other_side(side: Side) -> Side:
    """The one that answers it."""
    return AGAINST if side == FOR else FOR


def smaller_side(counts: SideCounts, *, coin: bool) -> Side:
    """The side with fewer; of equal ones what the coin says."""
    if counts.on_for == counts.on_against:
        return FOR if coin else AGAINST
    return FOR if counts.on_for < counts.on_against else AGAINST


def side_of_a_newcomer(
    rule: SideRule, counts: SideCounts, *, late: bool, coin: bool
) -> Side | None:
    """The side of somebody who comes in; None where nobody has one, or each chooses it.

    Whoever comes late joins the smaller side also where sides were drawn by lot. Where people argue
    against their own opening position, a newcomer has not said where they stand yet.
    """
    if rule in {SideRule.FREE, SideRule.CHOSEN}:
        return None
    if rule == SideRule.RANDOM and not late:
        return FOR if coin else AGAINST
    return smaller_side(counts, coin=coin)


def deal_sides(
    rule: SideRule, people: Sequence[int], positions: Mapping[int, int | None]
) -> dict[int, Side | None]:
    """The sides of all who are there, dealt anew; `positions` are where they stood when they began.

    Balanced and random sides are dealt by lot; balanced ones differ by one at most. Against one's
    own position whoever stands in the middle, or has not said, evens the sides out as far as they
    go. None for everybody where nobody is given one.
    """
    if rule in {SideRule.FREE, SideRule.CHOSEN}:
        return dict.fromkeys(people)
    dealt: dict[int, Side | None] = {}
    if rule == SideRule.RANDOM:
        return {person: secrets.choice((FOR, AGAINST)) for person in people}
    counts = SideCounts()
    undecided = []
    for person in people:
        own = positions.get(person) if rule == SideRule.AGAINST_OWN else None
        if not own:
            undecided.append(person)
            continue
        dealt[person] = side = AGAINST if own > 0 else FOR
        counts = counts.plus(side)
    secrets.SystemRandom().shuffle(undecided)
    for person in undecided:
        dealt[person] = side = smaller_side(counts, coin=secrets.choice((True, False)))
        counts = counts.plus(side)
    return dealt
