"""Telling the Changes of debates, to each who listens once and in order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence

import psycopg

from debate.limits import CHANGED_CLAIMS_MAX
from debate.live.event import RENEW, RULES, Event, resync
from debate.live.heard import OF_RULES, heard
from debate.live.listener import Listener
from debate.live.record import News, Told
from debate.live.source import Record, delay_seconds

log = logging.getLogger(__name__)

DEBATES_AT_ONCE = 50  # in one statement
FROM_NOW_ON = 2**62  # above every number: nothing but the newest one is asked for
LONGEST_BELL_SECONDS = 86_400.0  # what lies further ahead is read again by then


class Changes:
    """Reads what is new in the debates that somebody listens to.

    A debate is asked for when somebody begins to listen to it and when a message tells of a new
    Change. What is read then is told to those who listened before it was read, from where each of
    them is. So it does not matter in which order messages and listeners come, nor whether a message
    is lost while another one follows.
    """

    def __init__(self, record: Record, listening: Callable[[str], Collection[Listener]]) -> None:
        self._record = record
        self._listening = listening
        self._asked: dict[str, None] = {}  # in the order of asking
        self._wake = asyncio.Event()
        self._bells: dict[str, asyncio.TimerHandle] = {}

    def ask(self, debate: str) -> None:
        """Have the newest Changes of a debate told."""
        self._asked[debate] = None
        self._wake.set()

    def leave(self, debate: str) -> None:
        """Nobody listens to a debate any more."""
        self._asked.pop(debate, None)
        if bell := self._bells.pop(debate, None):
            bell.cancel()

    async def tell(self) -> None:
        """Read and tell, for ever. Statements: 1 for all that was asked for meanwhile."""
        tries = 0
        while True:
            await self._wake.wait()
            asked = list(self._asked)[:DEBATES_AT_ONCE]
            for debate in asked:
                del self._asked[debate]
            if not self._asked:
                self._wake.clear()
            hearing = {debate: list(self._listening(debate)) for debate in asked}
            hearing = {debate: who for debate, who in hearing.items() if who}
            if not hearing:
                continue
            try:
                found = await self._record.read(
                    {debate: _least(debate, who) for debate, who in hearing.items()}
                )
            except (psycopg.Error, OSError) as error:
                log.warning("What changed could not be read: %s", str(error).strip())
                for debate in hearing:
                    self.ask(debate)
                await asyncio.sleep(delay_seconds(tries))
                tries += 1
                continue
            tries = 0
            self._tell(found, hearing)

    def _tell(self, found: Sequence[News], hearing: Mapping[str, list[Listener]]) -> None:
        for news in found:
            _tell_news(news, hearing[news.debate])
            self._set_bell(news)
        for debate in hearing.keys() - {news.debate for news in found}:  # it is no more
            for listener in hearing[debate]:
                listener.push(RENEW)
                listener.close()

    def _set_bell(self, news: News) -> None:
        """The moment at which other rules begin to hold is told too; no Change tells of it."""
        if earlier := self._bells.pop(news.debate, None):
            earlier.cancel()
        if news.bell_seconds is not None and self._listening(news.debate):
            delay = min(news.bell_seconds, LONGEST_BELL_SECONDS)
            loop = asyncio.get_running_loop()
            self._bells[news.debate] = loop.call_later(delay, self._ring, news.debate)

    def _ring(self, debate: str) -> None:
        del self._bells[debate]
        for listener in list(self._listening(debate)):
            listener.push(RULES)
        self.ask(debate)


def _least(debate: str, listeners: Sequence[Listener]) -> int:
    reached = [listener.reached[debate] for listener in listeners]
    return min((number for number in reached if number is not None), default=FROM_NOW_ON)


def _tell_news(news: News, listeners: Sequence[Listener]) -> None:
    events = [(change, _events(news.debate, change)) for change in news.changes]
    for listener in listeners:
        reached = listener.reached[news.debate]
        if reached is None:
            listener.reached[news.debate] = news.newest
            continue
        # A number that there is not yet is of a database that was since restored from a copy.
        if reached < news.cut or reached > news.known:
            listener.reached[news.debate] = news.newest
            listener.push(resync(news.newest))
            continue
        listener.reached[news.debate] = max(reached, news.newest)
        for change, told in events:
            if change.seq > reached and heard(change, news.hiding, listener.ticket):
                for event in told:
                    listener.push(event)


def _events(debate: str, change: Told) -> list[Event]:
    data = {
        "debate": debate,
        "seq": change.seq,
        "kind": change.kind,
        "claims": change.claims,
        "parents": change.parents,
    }
    if len(change.claims) > CHANGED_CLAIMS_MAX:
        data |= {"claims": (), "many": True}
    told = Event("change", data, change.seq)
    return [told, RULES] if change.kind in OF_RULES else [told]
