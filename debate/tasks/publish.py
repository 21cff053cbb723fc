"""Telling those who listen live of what no Change tells; the only NOTIFY but for the Changes' own.

That of the Changes is a trigger of their table (migration 0011), so none is ever forgotten. All of
them go through one channel, as JSON: `{"debate", "seq", "public"}` tells of a Change, the others
are made here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.db import connection

from debate.limits import EVENT_BYTES_MAX
from debate.policies.ticket import Hearers

CHANNEL = "rejoinder"
NOTIFY = "SELECT pg_notify(%s, %s)"

# What the live processes themselves tell.
RESERVED = frozenset({"change", "here", "renew", "resync"})
_WORD = re.compile(r"[a-z][a-z_]{0,30}\Z", re.ASCII)


def publish(topic: str, event: str, data: Mapping[str, Any], *, to: Hearers = Hearers.ALL) -> None:
    """Tell all who listen to a topic of an event, once the present transaction is committed.

    `data` carries no words of people: keys, numbers, closed words. Nobody who is away hears of it
    later. Raises ValueError for what is too long or no event. Queries: 1.
    """
    if event in RESERVED or not _WORD.match(event):
        raise ValueError(f"not an event to publish: {event!r}")
    _notify({"topic": topic, "event": event, "data": data, "to": to})


def revoke(*, person: str = "", topic: str = "", debate: str = "", login: str = "") -> None:
    """End the streams that fit all that is given, and void their tickets, at the commit.

    `person` and `debate` are keys; `login` is one of `login_of_session` or `login_of_token`. Who
    may still listen gets a new ticket. Queries: 1.
    """
    ended = {"person": person, "topic": topic or (f"debate:{debate}" if debate else "")}
    if not any((*ended.values(), login)):
        raise ValueError("nobody's streams were named")
    _notify({"revoke": {**ended, "login": login}})


def _notify(content: Mapping[str, Any]) -> None:
    text = json.dumps(content, separators=(",", ":"))
    if len(text) > EVENT_BYTES_MAX:
        raise ValueError(f"an event of {len(text)} bytes is too long: {text[:80]}")
    with connection.cursor() as cursor:
        cursor.execute(NOTIFY, [CHANNEL, text])
