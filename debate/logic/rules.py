"""What the rules of a debate allow and hide at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from debate.enums import (
    Answerable,
    Permission,
    Posting,
    Relation,
    RepliesHidden,
    ResultsHidden,
)
from debate.limits import WINDOW_GRACE_SECONDS_MAX, WINDOW_LABEL_MAX

EVERYTHING = frozenset(Permission)
EVERY_RELATION = frozenset(Relation)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, from its start up to but without its end, and what it allows and hides.

    For `grace` seconds after its end what it allowed is still taken. With `edits_close` a claim can
    be reworded only in the stretch in which it was stated; windows of the same `label` are one
    stretch, however often it was interrupted.
    """

    start: datetime
    end: datetime | None
    allow: frozenset[Permission]
    relations: frozenset[Relation] = EVERY_RELATION
    answer: Answerable = Answerable.ANYBODY
    results_hidden: ResultsHidden = ResultsHidden.NONE
    replies_hidden: RepliesHidden = RepliesHidden.NONE
    grace: int = 0
    edits_close: bool = False
    label: str = ""

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.start <= at and (self.end is None or at < self.end)

    def takes(self, at: datetime) -> bool:
        """Whether a moment lies in it or in the seconds of grace after it."""
        return self.start <= at and (
            self.end is None or at < self.end + timedelta(seconds=self.grace)
        )


class PersonalWindow(NamedTuple):
    """A window that is open to one person besides all others; it hides nothing."""

    person: int
    window: Window


@dataclass(frozen=True, slots=True)
class Grant:
    """What one window lets somebody do, from a moment on.

    Something is permitted where one grant permits all of it.
    """

    allow: frozenset[Permission]
    relations: frozenset[Relation]
    answer: Answerable
    since: datetime
    edits_close: bool = False


@dataclass(frozen=True, slots=True)
class RulesNow:
    """What somebody may do at one moment, and what is hidden; outside every window nothing is open.

    Nothing either when the debate is frozen, or when nobody is to take part. `coming` is what is
    known to be open later, the next first. In a `pause` a window is under way that allows nothing.
    `allow` is all that some window of the moment allows.
    """

    grants: tuple[Grant, ...] = ()
    coming: tuple[Grant, ...] = ()
    pause: bool = False
    frozen: bool = False
    posting: Posting = Posting.EVERYBODY
    hold_newcomers: bool = False
    hold_all: bool = False
    keepers_judge: bool = True
    results_hidden: ResultsHidden = ResultsHidden.NONE
    replies_hidden: RepliesHidden = RepliesHidden.NONE
    allow: frozenset[Permission] = field(init=False)

    def __post_init__(self) -> None:
        # Once, not for each of the claims of a page that are asked for it.
        allowed = frozenset[Permission]().union(*(grant.allow for grant in self.grants))
        object.__setattr__(self, "allow", allowed)

    @property
    def open(self) -> bool:
        return bool(self.allow)

    @property
    def in_phase(self) -> bool:
        """Whether a phase of a class is under way, in which something is open."""
        return self.open and not self.keepers_judge


def read_windows(stored: Iterable[Mapping[str, object]]) -> tuple[Window, ...]:
    """The windows of stored rules, in the order of time.

    Raises ValueError when one makes no sense or ends before it starts, or two overlap.
    """
    windows = sorted((_read(told) for told in stored), key=_by_time)
    for earlier, later in pairwise(windows):
        if earlier.end is None or earlier.end > later.start:
            raise ValueError(f"two windows overlap at {later.start}")
    return tuple(windows)


def write_windows(windows: Iterable[Window]) -> list[dict[str, object]]:
    """The windows as they are stored: ISO times and words, in the order of time.

    What is as it is by default is left out.
    """
    return [_written(window) for window in sorted(windows, key=_by_time)]


def read_personal(stored: Iterable[Mapping[str, object]]) -> tuple[PersonalWindow, ...]:
    """The windows that are open to one person, in the order of time; they may overlap.

    Raises ValueError when one makes no sense or ends before it starts.
    """
    found = []
    for told in stored:
        person = told.get("person")
        if not isinstance(person, int) or isinstance(person, bool):
            raise ValueError(f"a person's number was expected, not {person!r}")
        found.append(PersonalWindow(person, _read(told)))
    return tuple(sorted(found, key=_personally))


def write_personal(personal: Iterable[PersonalWindow]) -> list[dict[str, object]]:
    """The windows of single persons as they are stored."""
    return [
        {"person": own.person} | _written(own.window) for own in sorted(personal, key=_personally)
    ]


def rules_at(  # noqa: PLR0913  each of them is a column of the rules
    windows: Iterable[Window],
    *,
    at: datetime,
    personal: Iterable[PersonalWindow] = (),
    person: int | None = None,
    frozen: bool = False,
    posting: Posting = Posting.EVERYBODY,
    hold_newcomers: bool = False,
    hold_all: bool = False,
    keepers_judge: bool = True,
) -> RulesNow:
    """Which rules hold for a person (None: for whoever has no window of their own) at a moment."""
    shared = tuple(windows)
    own = [mine.window for mine in personal if person is not None and mine.person == person]
    shut = frozen or posting == Posting.NOBODY
    offered = [] if shut else [window for window in (*shared, *own) if window.allow]
    coming = sorted((window for window in offered if at < window.start), key=_by_time)
    last = max((window for window in shared if window.start <= at), key=_by_time, default=None)
    return RulesNow(
        grants=tuple(_grant(w, since=_began(w, shared)) for w in offered if w.takes(at)),
        coming=tuple(_grant(window, since=window.start) for window in coming),
        pause=not shut and any(w.holds(at) and not w.allow for w in shared),
        frozen=frozen,
        posting=posting,
        hold_newcomers=hold_newcomers,
        hold_all=hold_all,
        keepers_judge=keepers_judge,
        results_hidden=last.results_hidden if last else ResultsHidden.NONE,
        replies_hidden=last.replies_hidden if last else RepliesHidden.NONE,
    )


def opened(windows: Iterable[Window], *, at: datetime) -> tuple[Window, ...]:
    """The windows with everything allowed from now on, until somebody closes it.

    What is hidden stays hidden.
    """
    past = closed(windows, at=at)
    return (*past, _everything(past, start=at, end=None))


def closed(windows: Iterable[Window], *, at: datetime) -> tuple[Window, ...]:
    """The windows cut off now: what was to come is dropped, what is under way ends, without grace.

    What is hidden stays hidden.
    """
    return tuple(_cut(window, at) for window in windows if window.start < at)


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
    now = next((window for window in windows if window.holds(at)), None)
    past = closed(windows, at=at)
    if opens_at is not None:
        return (*past, _everything(past, start=opens_at, end=closes_at))
    if now is None:
        return past
    return (*(w for w in past if w.start != now.start), replace(now, end=closes_at))


@dataclass(frozen=True, slots=True)
class Ahead:
    """When the windows next open and close, as far as that is planned."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None


def ahead(windows: Iterable[Window], *, at: datetime) -> Ahead:
    """What is to come: the opening is None while it is open, or if none is planned.

    The end of a phase closes no debate: another one may follow.
    """
    coming = sorted((w for w in windows if w.end is None or at < w.end), key=_by_time)
    if not coming:
        return Ahead()
    first = coming[0]
    return Ahead(
        opens_at=first.start if at < first.start else None,
        closes_at=None if first.label else first.end,
    )


# ---- One window


def _grant(window: Window, *, since: datetime) -> Grant:
    return Grant(
        window.allow,
        window.relations,
        window.answer,
        since=since,
        edits_close=window.edits_close,
    )


def _began(window: Window, shared: Iterable[Window]) -> datetime:
    """When the stretch began that a window is a part of."""
    stretch = (w.start for w in shared if window.label and w.label == window.label)
    return min((window.start, *stretch))


def _everything(past: Iterable[Window], *, start: datetime, end: datetime | None) -> Window:
    last = max(past, key=_by_time, default=None)
    window = Window(start=start, end=end, allow=EVERYTHING)
    if last is None:
        return window
    return replace(window, results_hidden=last.results_hidden, replies_hidden=last.replies_hidden)


def _cut(window: Window, at: datetime) -> Window:
    if not window.takes(at):
        return window
    return replace(window, end=min(window.end, at) if window.end else at, grace=0)


def _by_time(window: Window) -> tuple[datetime, bool, datetime]:
    # One that ends as it starts stands before the one that then begins.
    return window.start, window.end is None, window.end or window.start


def _personally(own: PersonalWindow) -> tuple[object, ...]:
    return *_by_time(own.window), own.person


# ---- As it is stored


def _written(window: Window) -> dict[str, object]:
    told: dict[str, object] = {
        "from": window.start.isoformat(),
        "until": window.end.isoformat() if window.end else None,
        "allow": sorted(window.allow),
    }
    if window.relations != EVERY_RELATION:
        told["relations"] = sorted(window.relations)
    for name in _PLAIN:
        value = getattr(window, name)
        if value != _DEFAULT[name]:
            told[name] = value
    return told


_PLAIN = ("answer", "results_hidden", "replies_hidden", "grace", "edits_close", "label")
_DEFAULT: Mapping[str, object] = {
    "answer": Answerable.ANYBODY,
    "results_hidden": ResultsHidden.NONE,
    "replies_hidden": RepliesHidden.NONE,
    "grace": 0,
    "edits_close": False,
    "label": "",
}


def _read(told: Mapping[str, object]) -> Window:
    window = Window(
        start=datetime.fromisoformat(str(told["from"])),
        end=datetime.fromisoformat(str(told["until"])) if told.get("until") else None,
        allow=_words(told["allow"], Permission),
        relations=_words(told["relations"], Relation) if "relations" in told else EVERY_RELATION,
        answer=Answerable(str(told.get("answer", Answerable.ANYBODY))),
        results_hidden=ResultsHidden(str(told.get("results_hidden", ResultsHidden.NONE))),
        replies_hidden=RepliesHidden(str(told.get("replies_hidden", RepliesHidden.NONE))),
        grace=_seconds(told.get("grace", 0)),
        edits_close=told.get("edits_close") is True,
        label=str(told.get("label", "")),
    )
    if window.end is not None and window.end < window.start:
        raise ValueError(f"a window ends ({window.end}) before it starts ({window.start})")
    if len(window.label) > WINDOW_LABEL_MAX:
        raise ValueError(f"a label is too long: {window.label!r}")
    return window


def _seconds(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"a number of seconds was expected, not {value!r}")
    if not 0 <= value <= WINDOW_GRACE_SECONDS_MAX:
        raise ValueError(f"no such grace: {value} seconds")
    return value


def _words[Word: StrEnum](value: object, kind: type[Word]) -> frozenset[Word]:
    if not isinstance(value, list):
        raise ValueError(f"a list of words was expected, not {value!r}")
    return frozenset(kind(str(word)) for word in value)
