"""Live processes for tests, and clients that hear them."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Self
from urllib.parse import urlencode

from django.conf import settings

from debate.policies.ticket import Ticket, mint
from tests.browser.serving import START_SECONDS, database_url, free_port

PATIENCE_SECONDS = 30  # a client that hears nothing for so long fails its test
BEATS_MAX = 2  # so does one that hears nothing else
UVICORN = (sys.executable, "-m", "config.live")


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a client hears it."""

    name: str
    data: Any
    id: str | None = None


class Hearing:
    """A stream, heard by one client; open it with `hear`."""

    def __init__(self, port: int, path: str, headers: dict[str, str]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self._connection.request("GET", path, headers=headers)
        self.answer = self._connection.getresponse()
        self.status = self.answer.status

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def lines(self) -> Iterator[str]:
        """What comes, until the end."""
        while line := self.answer.readline():
            yield line.decode().removesuffix("\n")

    def events(self) -> Iterator[Told]:
        """What is told, until the end."""
        fields: dict[str, str] = {}
        beats = 0
        for line in self.lines():
            name, _, value = line.partition(": ")
            if not line and fields.get("event") == "beat":
                beats += 1
                assert beats < BEATS_MAX, "nothing was told for too long"
                fields = {}
            elif not line and "event" in fields:
                yield Told(fields["event"], json.loads(fields["data"]), fields.get("id"))
                fields = {}
            elif line:
                fields[name] = value

    def next(self, *names: str) -> Told:
        """The next event, or the next of these names; without a name not who is here."""
        for told in self.events():
            if told.name in names or (not names and told.name != "here"):
                return told
        raise AssertionError(f"the stream ended before {names or 'an event'}")

    def rest(self) -> list[str]:
        """The names of what else is told before the server ends the stream."""
        return [told.name for told in self.events() if told.name != "here"]


@dataclass(frozen=True, slots=True)
class Living:
    """A live process."""

    port: int
    process: subprocess.Popen[bytes]

    def hear(
        self,
        ticket: Ticket | str,
        *,
        since: str | int | None = None,
        last: str | None = None,
        age: int = 0,
    ) -> Hearing:
        """Listen with a ticket; what is asked for has begun when this returns."""
        query = {"ticket": ticket if isinstance(ticket, str) else mint(ticket), "age": str(age)}
        if since is not None:
            query["since"] = str(since)
        headers = {"Last-Event-ID": last} if last is not None else {}
        return Hearing(self.port, f"/live/events/?{urlencode(query)}", headers)

    def ask(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """One answer, and its body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer, body

    def poll(self, ticket: Ticket, since: str | int = "", wait: int = 25) -> Any:
        query = {"ticket": mint(ticket), "since": str(since), "wait": wait}
        answer, body = self.ask(f"/live/poll/?{urlencode(query)}")
        assert answer.status == 200, body
        return json.loads(body)


@contextmanager
def living(*command: str, errors: IO[bytes] | None = None) -> Iterator[Living]:
    """A live process on the database of the tests, listening to it."""
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": database_url()}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    process = subprocess.Popen(
        [*(command or UVICORN), "--port", str(port)],
        cwd=settings.BASE_DIR,
        env=environment,
        stderr=errors,
    )
    try:
        one = Living(port, process)
        _settle(one)
        yield one
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _settle(one: Living) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert one.process.poll() is None, "the live process ended before it answered"
        try:
            with one.hear(Ticket(())) as hearing:
                if hearing.status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"no live process in {START_SECONDS} seconds")
