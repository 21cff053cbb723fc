"""Passages of a text: describing one so that it can be found again, finding one, marking many.

All offsets are code points of the canonical text; a quote is found again by what it says and by
what stands around it (the text-quote and text-position selectors of the W3C annotation model).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from debate.limits import PASSAGE_CONTEXT_MAX
from debate.logic.essay_text import canonical

OCCURRENCES_MAX = 200  # a quote that occurs more often than this is ambiguous whatever surrounds it

# What typists and typesetters write differently, one character for one, so that offsets stay.
_ALIKE = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2015": "-",
    }
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, from `start` up to and without `end`; `key` names what lies there."""

    start: int
    end: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Selector:
    """Everything kept about a passage: where it was, what it says, what stood around it."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that the same spans cover from end to end, with the keys of those spans.

    `opens` and `closes` name the spans that begin or end exactly here and not in another stretch
    of the same cut.
    """

    start: int
    end: int
    text: str
    covered_by: tuple[str, ...]
    opens: tuple[str, ...]
    closes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A quote that stands in several places, none of them better than the others."""

    places: int


def select(text: str, start: int, end: int) -> Selector:
    """Describe the passage from `start` to `end`, spaces at its edges left out.

    Raises: ValueError if nothing but spaces is there, or if it is not inside the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no passage from {start} to {end} in a text of {len(text)} characters")
    stretch = text[start:end]
    start += len(stretch) - len(stretch.lstrip())
    exact = stretch.strip()
    if not exact:
        raise ValueError(f"nothing but spaces from {start} to {end}")
    end = start + len(exact)
    return Selector(start, end, exact, _words_before(text, start), _words_after(text, end))


def cut(text: str, spans: Iterable[Span], start: int = 0, end: int | None = None) -> list[Piece]:
    """Cut the stretch from `start` to `end` of a text wherever one of the spans begins or ends.

    Spans may overlap and may reach beyond the stretch: what lies outside is left out.
    Returns: pieces that joined give the stretch; spans are named in the order they begin in,
    the longer first.
    """
    end = len(text) if end is None else min(end, len(text))
    inside = sorted(
        (span for span in spans if span.start < span.end and span.start < end and span.end > start),
        key=lambda span: (span.start, -span.end),
    )
    edges = {start, end}
    for span in inside:
        edges.update((max(span.start, start), min(span.end, end)))
    bounds = sorted(edges)
    pieces = []
    open_spans: list[Span] = []
    following = 0
    for first, last in pairwise(bounds):
        open_spans = [span for span in open_spans if span.end > first]
        while following < len(inside) and inside[following].start <= first:
            open_spans.append(inside[following])
            following += 1
        pieces.append(
            Piece(
                first,
                last,
                text[first:last],
                covered_by=tuple(span.key for span in open_spans),
                opens=tuple(span.key for span in open_spans if span.start == first),
                closes=tuple(span.key for span in open_spans if span.end == last),
            )
        )
    return pieces


def find_quote(
    text: str, quote: str, *, prefix: str = "", suffix: str = ""
) -> Span | Ambiguous | None:
    """Find where a canonical text says `quote`, told apart by what stands before and after it.

    The quote is looked for as it is, then in canonical form (copied out of a wrapped file), then
    with straight and curly quotes, hyphens and dashes taken as alike.
    Returns: None if the text does not say it; Ambiguous if several places fit equally well.
    """
    spoken = canonical(quote)
    attempts: Sequence[tuple[str, str]] = (
        (text, quote.strip()),
        (text, spoken),
        (text.translate(_ALIKE), spoken.translate(_ALIKE)),
    )
    for searched, wanted in attempts:
        places = _occurrences(searched, wanted)
        if len(places) == 1:
            return Span(places[0], places[0] + len(wanted))
        if places:
            return _best_place(text, places, len(wanted), prefix, suffix)
    return None


def _occurrences(text: str, wanted: str) -> list[int]:
    places: list[int] = []
    at = text.find(wanted) if wanted else -1
    while at >= 0 and len(places) <= OCCURRENCES_MAX:
        places.append(at)
        at = text.find(wanted, at + 1)
    return places


def _best_place(
    text: str, places: list[int], length: int, prefix: str, suffix: str
) -> Span | Ambiguous:
    if len(places) > OCCURRENCES_MAX:
        return Ambiguous(len(places))
    scores = [
        _alike_at_the_end(text[max(0, at - len(prefix)) : at], prefix)
        + _alike_at_the_start(text[at + length : at + length + len(suffix)], suffix)
        for at in places
    ]
    best = max(scores)
    # Half of what surrounds it, at least: a wrong placement is worse than none.
    if best == 0 or 2 * best < len(prefix) + len(suffix) or scores.count(best) > 1:
        return Ambiguous(len(places))
    at = places[scores.index(best)]
    return Span(at, at + length)


def _alike_at_the_start(one: str, other: str) -> int:
    alike = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        alike += 1
    return alike


def _alike_at_the_end(one: str, other: str) -> int:
    return _alike_at_the_start(one[::-1], other[::-1])


def _words_before(text: str, start: int) -> str:
    first = max(0, start - PASSAGE_CONTEXT_MAX)
    context = text[first:start]
    if first > 0 and not text[first - 1].isspace() and not context[:1].isspace():
        # The word that the cut runs through says less than nothing; one longer than 64 is kept.
        words = context.split(None, 1)
        gap = len(context) - len(words[1]) if len(words) == 2 else 0
        context = context[gap:]
    return context


def _words_after(text: str, end: int) -> str:
    last = min(len(text), end + PASSAGE_CONTEXT_MAX)
    context = text[end:last]
    if last < len(text) and not text[last].isspace() and not context[-1:].isspace():
        words = context.rsplit(None, 1)
        context = context[: len(words[0])] if len(words) == 2 else context
    return context
