"""Many whole numbers in few characters, for the log of moderation."""

from collections.abc import Iterable


def spans_of(numbers: Iterable[int]) -> str:
    """Numbers in rising order, what follows one another as a span: "3-5 9"; nothing for none."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return " ".join(str(a) if a == z else f"{a}-{z}" for a, z in spans)


def numbers_in(spans: str) -> list[int]:
    """The numbers that `spans_of` wrote."""
    found: list[int] = []
    for span in spans.split():
        first, _to, last = span.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found
