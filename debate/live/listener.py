"""Somebody who hears events: a stream, a poll or a program that waits."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable

from debate.limits import QUEUED_EVENTS_MAX, RENEW_SECONDS
from debate.live.event import Event
from debate.policies.ticket import Ticket


class Listener:
    """What one of them is yet to be told.

    `since` is the Change up to which they know of the debate that they listen to; `reached` says
    so of each debate, and is None until that is known. `published_since` is from when on they are
    told what was published. It ends after `seconds`; a `lasting` one is told before that it needs a
    new ticket, and hears a beat where nothing else happens. Who is not `shown` is not counted among
    those who are here. `cut` breaks off their connection. `process` says by whose clock
    `published_since` is.
    """

    __slots__ = (
        "_events",
        "_waiting",
        "at",
        "closed",
        "cut",
        "debates",
        "ends_at",
        "lasting",
        "person",
        "process",
        "published_since",
        "reached",
        "renew_at",
        "shown",
        "ticket",
        "told_at",
    )

    def __init__(
        self,
        ticket: Ticket,
        *,
        minted_at: float,
        since: int | None = None,
        published_since: float | None = None,
        process: str = "",
        seconds: float,
        lasting: bool = False,
        shown: bool = True,
    ) -> None:
        self.ticket = ticket
        self.at = minted_at
        self.published_since = minted_at if published_since is None else published_since
        self.process = process
        self.debates = [
            topic.removeprefix("debate:") for topic in ticket.topics if topic.startswith("debate:")
        ]
        self.reached: dict[str, int | None] = dict.fromkeys(
            self.debates, since if len(self.debates) == 1 else None
        )
        self.person = ticket.person or f"~{id(self)}"
        self.lasting = lasting
        self.shown = shown
        self.told_at = time.monotonic()
        self.ends_at = self.told_at + seconds
        self.renew_at = self.ends_at - RENEW_SECONDS if lasting else math.inf
        self.closed = False
        self.cut: Callable[[], None] = _nothing
        self._events: list[Event] = []
        self._waiting: asyncio.Future[None] | None = None

    @property
    def counted_as(self) -> str:
        """With whose streams theirs are counted."""
        return self.ticket.person or f"network:{self.ticket.network}"

    @property
    def numbered(self) -> bool:
        """Whether one number says how far they are."""
        return len(self.debates) == 1

    def push(self, event: Event, *, quietly: bool = False) -> None:
        """Have them told, if `quietly` with the next event that is worth an answer.

        Whoever has too much untold already is cut off.
        """
        if self.closed:
            return
        if len(self._events) >= QUEUED_EVENTS_MAX:
            self._events.clear()
            self.close()
            self.cut()
            return
        self._events.append(event)
        if not quietly:
            self._wake()

    def close(self) -> None:
        """Tell them nothing after what is queued already."""
        self.closed = True
        self._wake()

    def end(self, last: Event) -> None:
        """Tell them one last event, and nothing of what is queued already."""
        if not self.closed:
            self._events.clear()
            self.push(last)
            self.close()

    async def hear(self) -> list[Event]:
        """What is to be told now, as soon as there is something; nothing at the end."""
        while not self._events and not self.closed:
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        heard, self._events = self._events, []
        self.told_at = time.monotonic()
        return heard

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)


def _nothing() -> None:
    """Where nobody knows how to break off a connection, it ends when its time is over."""
