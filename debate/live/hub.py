"""The hub of a live process: hears what the database tells, and tells those whom it concerns."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Mapping
from typing import Any
from uuid import uuid4

import psycopg

from accounts.errors import NotSignedIn, TooMany
from debate.limits import (
    HEARTBEAT_SECONDS,
    HERE_SECONDS,
    HERE_SHARED_SECONDS,
    STREAMS_PER_NETWORK,
    STREAMS_PER_PERSON,
    STREAMS_PER_PROCESS,
)
from debate.live.answers import Unavailable
from debate.live.changes import Changes
from debate.live.endings import Ending, Endings
from debate.live.event import BEAT, RENEW, STIRRED, Event, resync
from debate.live.listener import Listener
from debate.live.presence import BOARD, SESSION, Presence
from debate.live.published import KEPT_SECONDS, SLACK_SECONDS, Published
from debate.live.source import Ears, Record
from debate.policies.ticket import PUBLIC, Hearers, Ticket

log = logging.getLogger(__name__)

TICK_SECONDS = 1.0
READY_SECONDS = 3.0  # for the database to answer, when this process has just begun


class Hub:
    """One of each process; everything happens in its one thread."""

    def __init__(self) -> None:
        self.id = uuid4().hex[:12]
        self._topics: dict[str, set[Listener]] = {}
        self._all: set[Listener] = set()
        self._newcomers: list[Listener] = []
        self._counts: Counter[str] = Counter()
        self._endings = Endings()
        self._published = Published()
        self._presence = Presence()
        self._record = Record()
        self._ears = Ears(self._hear, heard_again=self._hear_again, deaf=self._go_deaf)
        self._changes = Changes(self._record, lambda debate: self._at(f"debate:{debate}"))
        self._listening = asyncio.Event()
        self._since = math.inf  # when this process began to hear all that is revoked
        self._stirred_at = 0.0
        self._told_all_at = 0.0
        self._closing = False
        self._tasks: list[asyncio.Task[None]] = []

    # ---- Its life

    def start(self) -> None:
        """Begin to listen, and go on until it is stopped."""
        for work in (self._ears.listen, self._changes.tell, self._tick, self._count):
            self._tasks.append(asyncio.create_task(_kept_up(work), name=work.__qualname__))

    async def ready(self) -> None:
        """Wait a moment until the database is listened to."""
        waiting = asyncio.create_task(self._listening.wait())
        await asyncio.wait({waiting}, timeout=READY_SECONDS)
        waiting.cancel()

    def end(self) -> None:
        """End all streams at once; nobody is taken any more."""
        self._closing = True
        for listener in list(self._all):
            listener.close()

    async def stop(self) -> None:
        """End everything, and tell the other processes so."""
        self.end()
        try:
            if self._presence.anybody:
                await self._record.tell({"gone": self.id})
        except (psycopg.Error, OSError) as error:
            log.info("The others were not told of the end: %s", str(error).strip())
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._record.close()

    # ---- Who listens

    async def join(self, listener: Listener) -> None:
        """Tell somebody what happens from now on, and what they missed.

        Raises NotSignedIn("ticket_expired") for a ticket that was revoked, or may have been before
        this process listened; TooMany and Unavailable.
        """
        if not self._listening.is_set() and not self._closing:
            await self.ready()
        if self._closing or not self._listening.is_set():
            raise Unavailable("live_not_ready")
        ticket = listener.ticket
        if listener.at < self._since or self._endings.void(ticket, minted_at=listener.at):
            raise NotSignedIn("ticket_expired")
        if len(self._all) >= STREAMS_PER_PROCESS:
            raise Unavailable("too_many_streams")
        most = STREAMS_PER_PERSON if ticket.person else STREAMS_PER_NETWORK
        if self._counts[listener.counted_as] >= most:
            raise TooMany("too_many_streams", retry_after_seconds=HEARTBEAT_SECONDS)
        self._all.add(listener)
        self._counts[listener.counted_as] += 1
        for topic in _places(ticket):
            self._topics.setdefault(topic, set()).add(listener)
        self._tell_what_was_missed(listener)
        if listener.shown:
            self._presence.come(ticket.topics, listener.person)
            self._newcomers.append(listener)

    def leave(self, listener: Listener) -> None:
        """Tell somebody nothing any more."""
        listener.close()
        if listener not in self._all:
            return
        self._all.discard(listener)
        self._counts[listener.counted_as] -= 1
        if not self._counts[listener.counted_as]:
            del self._counts[listener.counted_as]
        for topic in _places(listener.ticket):
            listeners = self._topics[topic]
            listeners.discard(listener)
            if not listeners:
                del self._topics[topic]
                self._changes.leave(topic.removeprefix("debate:"))
        if listener.shown:
            self._presence.go(listener.ticket.topics, listener.person, at=time.monotonic())

    def _tell_what_was_missed(self, listener: Listener) -> None:
        for debate in listener.debates:
            self._changes.ask(debate)
        for event in self._published_since(listener):
            listener.push(event)
        lately = self._stirred_at >= listener.at - SLACK_SECONDS
        if PUBLIC in listener.ticket.topics and lately:
            listener.push(STIRRED)

    def _published_since(self, listener: Listener) -> list[Event]:
        since = listener.published_since
        known = since >= max(self._since, time.time() - KEPT_SECONDS)
        exactly = listener.process == self.id
        published = self._published.since(listener.ticket, since, slack=not exactly)
        return published if known and published is not None else [resync()]

    def _at(self, topic: str) -> Collection[Listener]:
        return self._topics.get(topic, ())

    # ---- What is heard

    def _hear_again(self) -> None:
        """What was revoked in between nobody knows: all have to show a new ticket."""
        for listener in list(self._all):
            listener.end(resync())
        self._since = time.time()
        self._listening.set()

    def _go_deaf(self) -> None:
        self._listening.clear()

    def _hear(self, message: Mapping[str, Any]) -> None:
        if "debate" in message:
            self._hear_of_change(message["debate"], public=message["public"])
        elif "topic" in message:
            event = Event(message["event"], message["data"])
            self._hear_event(message["topic"], event, Hearers(message["to"]))
        elif "revoke" in message:
            self._revoke(Ending.read(message["revoke"]))
        elif "here" in message:
            self._hear_who_is_here(message["here"], message["topics"])
        elif "gone" in message:
            self._presence.forget(message["gone"])

    def _hear_of_change(self, debate: str, *, public: bool) -> None:
        if self._at(f"debate:{debate}"):
            self._changes.ask(debate)
        if public:
            self._stirred_at = time.time()
            for listener in self._at(PUBLIC):
                listener.push(STIRRED)

    def _hear_event(self, topic: str, event: Event, to: Hearers) -> None:
        self._published.add(topic, event, to, at=time.time())
        listeners = self._at(topic)
        for listener in listeners:
            if listener.ticket.is_for(to):
                listener.push(event)
        if listeners and topic.startswith("debate:"):
            self._changes.ask(topic.removeprefix("debate:"))  # its rules may be others

    def _revoke(self, ending: Ending) -> None:
        self._endings.add(ending, at=time.time())
        for listener in self._at(ending.place):
            if ending.ends(listener.ticket):
                listener.end(RENEW)

    def _hear_who_is_here(self, process: str, topics: Mapping[str, list[Any]]) -> None:
        if process != self.id:
            self._presence.hear(process, topics, at=time.monotonic())

    # ---- What the clock brings

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            now = time.monotonic()
            for listener in list(self._all):
                if now >= listener.ends_at:
                    listener.close()
                elif now >= listener.renew_at:
                    listener.renew_at = math.inf
                    listener.push(RENEW)
                elif listener.lasting and now - listener.told_at >= HEARTBEAT_SECONDS:
                    listener.push(BEAT)

    async def _count(self) -> None:
        """Tell who is here: the other processes, and those who are here too."""
        while True:
            await asyncio.sleep(HERE_SECONDS)
            now = time.monotonic()
            self._presence.lapse(now)
            self._tell_who_is_here()
            everything = now - self._told_all_at >= HERE_SHARED_SECONDS
            if everything:
                self._told_all_at = now
                self._endings.forget(time.time())
                self._published.forget(time.time())
            try:
                for topics in self._presence.to_share(everything=everything):
                    await self._record.tell({"here": self.id, "topics": topics})
            except (psycopg.Error, OSError) as error:
                log.info("Who is here was not told: %s", str(error).strip())

    def _tell_who_is_here(self) -> None:
        changed = self._presence.changed()
        boards = [topic.replace(SESSION, BOARD) for topic in changed if topic.startswith(SESSION)]
        told = {*changed, *boards}
        for topic in told:
            event = self._presence.event(topic)
            for listener in self._at(topic):
                if listener.shown:
                    listener.push(event, quietly=not listener.lasting)
        newcomers, self._newcomers = self._newcomers, []
        for listener in newcomers:
            for topic in listener.ticket.topics:
                if topic not in told and self._presence.is_counted(topic):
                    listener.push(self._presence.event(topic), quietly=not listener.lasting)


def _places(ticket: Ticket) -> set[str]:
    """Where to look for somebody: at their topics, by who they are and by their login."""
    return {*ticket.topics, f"person:{ticket.person}", f"login:{ticket.login}"}


async def _kept_up(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """A mistake in one message ends neither the process nor what it does next."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("A part of the live process failed and begins again")
            await asyncio.sleep(TICK_SECONDS)
