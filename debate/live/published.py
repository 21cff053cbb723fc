"""What was published lately, for those who come back or ask now and then.

No Change tells of it, so this process remembers it for a while. What is told twice does no harm:
an event says what to look at anew.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import NamedTuple

from debate.limits import PUBLISHED_KEPT, TICKET_SECONDS
from debate.live.event import Event
from debate.policies.ticket import Hearers, Ticket

KEPT_SECONDS = 2 * TICKET_SECONDS
SLACK_SECONDS = 1.0  # between the clocks of two processes, and from a commit to its message


class _Published(NamedTuple):
    at: float
    event: Event
    to: Hearers


class Published:
    """The last events of each topic."""

    def __init__(self) -> None:
        self._topics: defaultdict[str, deque[_Published]] = defaultdict(
            lambda: deque(maxlen=PUBLISHED_KEPT)
        )

    def add(self, topic: str, event: Event, to: Hearers, *, at: float) -> None:
        self._topics[topic].append(_Published(at, event, to))

    def since(self, ticket: Ticket, at: float, *, slack: bool) -> list[Event] | None:
        """What a ticket's holder has to be told since a moment; None if it is not all known.

        With `slack` where the moment is by the clock of another process.
        """
        start = at - SLACK_SECONDS * slack
        found: list[_Published] = []
        for topic in ticket.topics:
            kept = self._topics.get(topic) or deque()
            if len(kept) == PUBLISHED_KEPT and kept[0].at >= start:
                return None
            found += [one for one in kept if one.at >= start and ticket.is_for(one.to)]
        return [one.event for one in sorted(found, key=_at)]

    def forget(self, now: float) -> None:
        """Drop what is too old."""
        for topic, kept in list(self._topics.items()):
            while kept and now - kept[0].at > KEPT_SECONDS:
                kept.popleft()
            if not kept:
                del self._topics[topic]


def _at(one: _Published) -> float:
    return one.at
