"""What is told: one event, encoded once for however many hear it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson


class Event:
    """A name and its data; `seq` is the number of the Change that it tells, None without one."""

    __slots__ = ("_numbered", "_plain", "data", "name", "seq")

    def __init__(self, name: str, data: Mapping[str, Any], seq: int | None = None) -> None:
        self.name = name
        self.data = data
        self.seq = seq
        self._plain: bytes | None = None
        self._numbered: bytes | None = None

    def frame(self, *, numbered: bool) -> bytes:
        """The event in the form of a stream, with its number where a stream can resume by it."""
        if self._plain is None:
            self._plain = b"event: %s\ndata: %s\n\n" % (
                self.name.encode(),
                orjson.dumps(self.data),
            )
        if not numbered or self.seq is None:
            return self._plain
        if self._numbered is None:
            self._numbered = b"id: %d\n%s" % (self.seq, self._plain)
        return self._numbered

    def told(self) -> dict[str, Any]:
        """The event as a member of a JSON answer."""
        about = {"event": self.name, "data": self.data}
        return about if self.seq is None else {**about, "id": self.seq}


BEAT = Event("beat", {})  # a sign of life, so that neither end takes a dead line for a silent one
RENEW = Event("renew", {})
RULES = Event("rules", {})
STIRRED = Event("stirred", {})  # only who waits hears of it


def resync(seq: int | None = None) -> Event:
    """Tells somebody to fetch anew what they show; they are up to date with `seq` then."""
    return Event("resync", {}, seq)
