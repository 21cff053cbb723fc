"""Many who listen at once, as browsers do: they come back by the last number that they heard."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

BACK_SECONDS = 0.3  # a browser waits longer, but measures nothing
UNSEEN = b"here", b"rules", b"renew"


@dataclass(slots=True)
class Ear:
    """One of them: what they heard of the record of a debate, number by number."""

    ticket: Callable[[], str]
    since: int
    told: list[int] = field(default_factory=list)
    leave_after: set[int] = field(default_factory=set)
    writer: asyncio.StreamWriter | None = None
    gone: bool = False

    @property
    def last(self) -> int:
        return self.told[-1] if self.told else self.since


class Crowd:
    """Listens in a thread and a loop of its own, so that the caller can write meanwhile.

    Each breaks off by itself after the numbers of its `leave_after`, in the middle of whatever is
    under way, and comes back. `ends` counts how connections ended, `odd` what should not be told.
    """

    def __init__(self, port: int, ears: list[Ear]) -> None:
        self.port = port
        self.ears = ears
        self.ends: Counter[str] = Counter()
        self.odd: list[str] = []
        self.open = 0
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="crowd", daemon=True)

    # ---- From outside

    def come(self, *, patience: float = 120) -> None:
        """Have all of them listen."""
        self._thread.start()
        self.wait(lambda: self.open == len(self.ears), patience)

    def go(self) -> None:
        """Have all of them leave for good."""
        for ear in self.ears:
            ear.gone = True
        self._loop.call_soon_threadsafe(self._close_all)
        self._thread.join(60)
        assert not self._thread.is_alive()

    def hear_all(self, newest: int, *, patience: float = 120) -> None:
        """Wait until each of them has heard the newest number."""
        self.wait(lambda: all(ear.last >= newest for ear in self.ears), patience)

    def wait(self, until: Callable[[], bool], patience: float) -> None:
        with self._changed:
            assert self._changed.wait_for(until, patience), (self.open, self.ends, self.odd[:3])

    # ---- Inside

    def _run(self) -> None:
        self._loop.run_until_complete(self._all())
        self._loop.close()

    async def _all(self) -> None:
        await asyncio.gather(*(self._listen(ear) for ear in self.ears))

    def _close_all(self) -> None:
        for ear in self.ears:
            if ear.writer is not None:
                ear.writer.close()

    async def _listen(self, ear: Ear) -> None:
        while not ear.gone:
            try:
                await self._hear(ear)
            except OSError as error:
                self._note(type(error).__name__)
            await asyncio.sleep(BACK_SECONDS)

    async def _hear(self, ear: Ear) -> None:
        reader, ear.writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            asked = urlencode({"ticket": ear.ticket(), "since": ear.since})
            last = f"Last-Event-ID: {ear.last}\r\n" if ear.told else ""
            head = f"GET /live/events/?{asked} HTTP/1.1\r\nHost: localhost\r\n{last}\r\n"
            ear.writer.write(head.encode())
            status = (await reader.readline()).split(b" ")
            if status[1:2] != [b"200"]:
                self._note(b" ".join(status[1:2]).decode() or "closed")
                return
            self._count(1)
            try:
                await self._take(ear, reader)
            finally:
                self._count(-1)
        finally:
            ear.writer.close()
            ear.writer = None

    async def _take(self, ear: Ear, reader: asyncio.StreamReader) -> None:
        """Go through a stream; the lines of its chunks that are lengths mean nothing here."""
        name = b""
        while line := await reader.readline():
            line = line.strip()
            if line.startswith(b"event: "):
                name = line[7:]
                if name not in {b"change", *UNSEEN}:
                    self.odd.append(name.decode())
            elif line.startswith(b"data: ") and name == b"change":
                seq = json.loads(line[6:])["seq"]
                ear.told.append(seq)
                self._wake()
                if seq in ear.leave_after:
                    self._note("left")
                    return
        self._note("ended")

    def _count(self, more: int) -> None:
        with self._changed:
            self.open += more
            self._changed.notify_all()

    def _note(self, end: str) -> None:
        with self._changed:
            self.ends[end] += 1

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
