"""Who is here: people by topic, counted in this process and told to the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from debate.limits import HERE_FORGOTTEN_SECONDS, HERE_LINGER_SECONDS
from debate.live.event import Event

COUNTED = ("debate:", "session:")  # the topics at which somebody is
SESSION, BOARD, SEAT = "session:", "board:", "seat:"
SHARED_TOPICS = 50  # in one message
SHARED_SEATS = 250  # in one message: 7,999 bytes at most


@dataclass(slots=True)
class Here:
    """How many people are at a topic, and which seats of a session."""

    people: int = 0
    seats: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Place:
    """Who is at a topic in this process, with how many streams."""

    people: Counter[str] = field(default_factory=Counter)
    seats: Counter[str] = field(default_factory=Counter)

    def here(self) -> Here:
        return Here(len(self.people), frozenset(self.seats))


@dataclass(slots=True)
class _Elsewhere:
    """What another process told last."""

    at: float
    topics: dict[str, Here] = field(default_factory=dict)


class Presence:
    """Counts people, not pages: two tabs are one. All moments are those of one steady clock."""

    def __init__(self) -> None:
        self._places: defaultdict[str, _Place] = defaultdict(_Place)
        self._others: dict[str, _Elsewhere] = {}
        self._leaving: list[tuple[float, tuple[str, ...], str]] = []
        self._unshared: set[str] = set()
        self._changed: set[str] = set()
        self._told: dict[str, Here] = {}

    def come(self, topics: Iterable[str], person: str) -> None:
        """Somebody began to listen to these topics."""
        seats = _seats(topics)
        for topic in _counted(topics):
            place = self._places[topic]
            place.people[person] += 1
            if topic.startswith(SESSION):
                place.seats.update(seats)
            self._mark(topic)

    def go(self, topics: tuple[str, ...], person: str, *, at: float) -> None:
        """Somebody stopped; they may only be on their way from one page to another."""
        self._leaving.append((at + HERE_LINGER_SECONDS, topics, person))

    def lapse(self, now: float) -> None:
        """Forget who left a while ago, and processes that tell nothing any more."""
        while self._leaving and self._leaving[0][0] <= now:
            _at, topics, person = self._leaving.pop(0)
            self._leave(topics, person)
        for process in [
            process
            for process, told in self._others.items()
            if now - told.at > HERE_FORGOTTEN_SECONDS
        ]:
            self.forget(process)

    def _leave(self, topics: Iterable[str], person: str) -> None:
        seats = _seats(topics)
        for topic in _counted(topics):
            place = self._places[topic]
            _less(place.people, person)
            if topic.startswith(SESSION):
                for seat in seats:
                    _less(place.seats, seat)
            if not place.people:
                del self._places[topic]
            self._mark(topic)

    # ---- Several processes

    def to_share(self, *, everything: bool) -> Iterator[dict[str, list[Any]]]:
        """What the other processes have to be told: what changed, or all; in small messages."""
        topics = sorted({*self._unshared, *self._places} if everything else self._unshared)
        self._unshared.clear()
        message: dict[str, list[Any]] = {}
        seats = 0
        for topic in topics:
            here = self._places[topic].here() if topic in self._places else Here()
            shown = sorted(here.seats)[:SHARED_SEATS]
            if message and (len(message) == SHARED_TOPICS or seats + len(shown) > SHARED_SEATS):
                yield message
                message, seats = {}, 0
            message[topic] = [here.people, shown]
            seats += len(shown)
        if message:
            yield message

    def hear(self, process: str, topics: Mapping[str, list[Any]], *, at: float) -> None:
        """Another process told how many people it has."""
        told = self._others.setdefault(process, _Elsewhere(at))
        told.at = at
        for topic, (people, seats) in topics.items():
            if people:
                told.topics[topic] = Here(people, frozenset(seats))
            else:
                told.topics.pop(topic, None)
            self._changed.add(topic)

    def forget(self, process: str) -> None:
        """Another process has ended, or tells nothing any more."""
        told = self._others.pop(process, None)
        if told is not None:
            self._changed.update(told.topics)

    # ---- What is told

    def changed(self) -> list[str]:
        """The topics at which other people are than were told last; they count as told then."""
        found = []
        for topic in self._changed:
            here = self._sum(topic)
            if here != self._told.get(topic, Here()):
                found.append(topic)
            if here.people:
                self._told[topic] = here
            else:
                self._told.pop(topic, None)
        self._changed.clear()
        return found

    def event(self, topic: str) -> Event:
        """How many are at a topic, and on a board which seats, as was told last."""
        here = self._told.get(topic.replace(BOARD, SESSION), Here())
        count: dict[str, Any] = {"topic": topic, "count": here.people}
        if topic.startswith(BOARD):
            count["seats"] = sorted(here.seats)
        return Event("here", count)

    def is_counted(self, topic: str) -> bool:
        """Whether those who listen to a topic are told who is here."""
        return topic.startswith((*COUNTED, BOARD))

    @property
    def anybody(self) -> bool:
        """Whether anybody is at any topic in this process."""
        return bool(self._places)

    def _sum(self, topic: str) -> Here:
        found = [self._places[topic].here()] if topic in self._places else []
        found += [told.topics[topic] for told in self._others.values() if topic in told.topics]
        return Here(
            sum(here.people for here in found), frozenset().union(*(here.seats for here in found))
        )

    def _mark(self, topic: str) -> None:
        self._unshared.add(topic)
        self._changed.add(topic)


def _counted(topics: Iterable[str]) -> list[str]:
    return [topic for topic in topics if topic.startswith(COUNTED)]


def _seats(topics: Iterable[str]) -> list[str]:
    return [topic.removeprefix(SEAT) for topic in topics if topic.startswith(SEAT)]


def _less(counter: Counter[str], key: str) -> None:
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]
