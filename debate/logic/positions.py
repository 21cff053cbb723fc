"""Where people stand, as shares that can be shown."""

from collections.abc import Sequence

from debate.limits import POSITIONS_SHOWN_FROM


def shares(counts: Sequence[int]) -> tuple[int, ...] | None:
    """How many percent of people stand at each place, in whole numbers that add up to 100.

    None below five people: shares of four would show who stands where. What rounding down leaves
    goes to the places that lost most by it, of equal ones to the leftmost.
    Source: the largest-remainder method.
    """
    people = sum(counts)
    if people < POSITIONS_SHOWN_FROM:
        return None
    whole = [100 * count // people for count in counts]
    by_loss = sorted(range(len(counts)), key=lambda place: -(100 * counts[place] % people))
    for place in by_loss[: 100 - sum(whole)]:
        whole[place] += 1
    return tuple(whole)
