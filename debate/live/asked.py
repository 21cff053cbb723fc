"""A request to the live app: what is asked for, read without trust."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from accounts.errors import Invalid
from debate.limits import WAIT_SECONDS_MAX

FIELDS_MAX = 20
HEADER = b"last-event-id"
# How far somebody is: the number of a Change, and after a poll the moment of the last answer, in
# millionths of a second by the clock of a process.
_REACHED = re.compile(r"(\d{0,18})(?:\.(\d{1,17})\.([0-9a-f]{12}))?\Z", re.ASCII)


class Reached(NamedTuple):
    """Up to which Change somebody knows all, and up to which moment of which process."""

    seq: int | None = None
    at: float | None = None
    process: str = ""

    def __str__(self) -> str:
        """As they hand it back."""
        seq = "" if self.seq is None else str(self.seq)
        return f"{seq}.{int(self.at * 1_000_000)}.{self.process}" if self.at else seq


@dataclass(frozen=True, slots=True)
class Asked:
    """The path and the method of a request, its query, and the last event that its sender saw."""

    path: str
    method: str
    query: Mapping[str, str]
    last_event: str

    def reached(self) -> Reached:
        """How far its sender is.

        A stream that comes back says so in a header, which then counts and not the query.
        Raises Invalid("bad_cursor").
        """
        for word in (self.last_event, self.query.get("since", "")):
            if word:
                match = _REACHED.match(word)
                if match is None:
                    raise Invalid("bad_cursor", field="since")
                seq, moment, process = match.groups()
                return Reached(
                    int(seq) if seq else None,
                    int(moment) / 1_000_000 if moment else None,
                    process or "",
                )
        return Reached()

    def age_seconds(self) -> int:
        """How long ago its sender last was sure to have missed nothing. Raises Invalid."""
        word = self.query.get("age", "0")
        if not (word.isascii() and word.isdecimal() and len(word) < 10):
            raise Invalid("bad_cursor", field="age")
        return int(word)

    def wait_seconds(self) -> int:
        """How long its sender wants to wait. Raises Invalid("wait_not_valid")."""
        word = self.query.get("wait", str(WAIT_SECONDS_MAX))
        if not (word.isascii() and word.isdecimal() and len(word) < 4):
            raise Invalid("wait_not_valid", field="wait")
        return min(int(word), WAIT_SECONDS_MAX)


def asked(scope: Mapping[str, Any]) -> Asked:
    """A request as it was sent. Raises Invalid("query_not_valid")."""
    text = scope.get("query_string", b"").decode("latin-1")
    try:
        query = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_MAX))
    except ValueError as error:
        raise Invalid("query_not_valid") from error
    last = next((value for name, value in scope["headers"] if name == HEADER), b"")
    return Asked(scope["path"], scope["method"], query, last.decode("latin-1"))
