"""What the rules of a debate allow at a moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from debate.enums import Permission, Posting


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, from its start up to but without its end, and what it allows."""

    start: datetime
    end: datetime | None
    allow: frozenset[Permission]


@dataclass(frozen=True, slots=True)
class RulesNow:
    """What is allowed at one moment, and to whom; outside every window nothing is.

    Nothing either when the debate is frozen, or when nobody is to take part.
    """

    allow: frozenset[Permission] = frozenset()
    frozen: bool = False
    posting: Posting = Posting.EVERYBODY
    hold_newcomers: bool = False

    @property
    def open(self) -> bool:
        return bool(self.allow)


EVERYTHING = frozenset(Permission)


def read_windows(stored: Iterable[Mapping[str, object]]) -> tuple[Window, ...]:
    """The windows of stored rules, in the order of time.

    Raises ValueError when one ends before it starts, or two overlap.
    """
    windows = sorted(
        (
            Window(
                start=datetime.fromisoformat(str(w["from"])),
                end=datetime.fromisoformat(str(w["until"])) if w.get("until") else None,
                allow=frozenset(Permission(str(p)) for p in _listed(w["allow"])),
            )
            for w in stored
        ),
        key=lambda w: w.start,
    )
    for w in windows:
        if w.end is not None and w.end < w.start:
            raise ValueError(f"a window ends ({w.end}) before it starts ({w.start})")
    for earlier, later in pairwise(windows):
        if earlier.end is None or earlier.end > later.start:
            raise ValueError(f"two windows overlap at {later.start}")
    return tuple(windows)


def write_windows(windows: Iterable[Window]) -> list[dict[str, object]]:
    """The windows as they are stored: ISO times and words, in the order of time."""
    return [
        {
            "from": w.start.isoformat(),
            "until": w.end.isoformat() if w.end else None,
            "allow": sorted(w.allow),
        }
        for w in sorted(windows, key=lambda w: w.start)
    ]


def rules_at(
    windows: Iterable[Window],
    *,
    at: datetime,
    frozen: bool = False,
    posting: Posting = Posting.EVERYBODY,
    hold_newcomers: bool = False,
) -> RulesNow:
    """Which rules hold at a moment."""
    holding = (w.allow for w in windows if w.start <= at and (w.end is None or at < w.end))
    allow = frozenset() if frozen or posting == Posting.NOBODY else next(holding, frozenset())
    return RulesNow(allow, frozen, posting, hold_newcomers)


def opened(windows: Iterable[Window], *, at: datetime) -> tuple[Window, ...]:
    """The windows with everything allowed from now on, until somebody closes it."""
    return (*closed(windows, at=at), Window(start=at, end=None, allow=EVERYTHING))


def closed(windows: Iterable[Window], *, at: datetime) -> tuple[Window, ...]:
    """The windows cut off now: what was to come is dropped, what is under way ends."""
    return tuple(
        Window(start=w.start, end=min(w.end, at) if w.end else at, allow=w.allow)
        for w in windows
        if w.start < at
    )


def planned(
    windows: Iterable[Window],
    *,
    at: datetime,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> tuple[Window, ...]:
    """The windows with what is to come replaced: when it opens, and when it closes.

    What was allowed until now stays told. Without `opens_at` it stays as it is now, open or closed;
    with one nothing is allowed until then. Both moments lie ahead, in this order.
    """
    now = next((w for w in windows if w.start <= at and (w.end is None or at < w.end)), None)
    past = closed(windows, at=at)
    if opens_at is not None:
        return (*past, Window(start=opens_at, end=closes_at, allow=EVERYTHING))
    if now is None:
        return past
    return (*(w for w in past if w.start != now.start), Window(now.start, closes_at, now.allow))


@dataclass(frozen=True, slots=True)
class Ahead:
    """When the windows next open and close, as far as that is planned."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None


def ahead(windows: Iterable[Window], *, at: datetime) -> Ahead:
    """What is to come: the opening is None while it is open, or if none is planned."""
    coming = sorted(
        (w for w in windows if w.end is None or at < w.end), key=lambda window: window.start
    )
    if not coming:
        return Ahead()
    first = coming[0]
    return Ahead(opens_at=first.start if at < first.start else None, closes_at=first.end)


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"a list of permissions was expected, not {value!r}")
    return value
