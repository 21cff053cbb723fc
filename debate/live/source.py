"""The two database connections of a live process: one that listens, one that reads and tells.

Both are made when they are needed and again when they were lost. Django's own are not used: they
belong to threads, and there are none here.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import pq, sql
from psycopg.conninfo import make_conninfo

from debate.live.record import READ, News, asking, news
from debate.tasks.publish import CHANNEL, NOTIFY

log = logging.getLogger(__name__)

type Heard = Callable[[Mapping[str, Any]], None]

FIRST_DELAY_SECONDS, LAST_DELAY_SECONDS = 0.2, 10.0  # between tries to come back
QUIET_SECONDS = 15.0  # after which to see whether the connection still lives
# A connection whose other end vanished without a word is found out in less than a minute.
PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30_000,
}


def address() -> str:
    """Where Django's database is, for a connection of our own."""
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    given = connections[DEFAULT_DB_ALIAS].get_connection_params()
    named = {name: value for name, value in given.items() if name in known and value is not None}
    return make_conninfo(**{**PATIENCE, **named, "application_name": name_of(os.getpid())})


def name_of(process: int) -> str:
    """What the database knows the connections of a live process by."""
    return f"rejoinder live {process}"


async def connect() -> psycopg.AsyncConnection[Any]:
    """A connection outside of any transaction."""
    return await psycopg.AsyncConnection.connect(address(), autocommit=True)


def delay_seconds(tries: int) -> float:
    """How long to wait before trying again, each process another while."""
    most = min(FIRST_DELAY_SECONDS * 2**tries, LAST_DELAY_SECONDS)
    return most * random.uniform(0.5, 1)  # noqa: S311  no secret


class Ears:
    """The connection that listens."""

    def __init__(
        self, hear: Heard, *, heard_again: Callable[[], None], deaf: Callable[[], None]
    ) -> None:
        self._hear = hear
        self._heard_again = heard_again
        self._deaf = deaf

    async def listen(self) -> None:
        """Hand on every message, in the order of commits; comes back after each loss."""
        tries = 0
        while True:
            try:
                async with await connect() as connection:
                    await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
                    tries = 0
                    self._heard_again()
                    while True:
                        async for message in connection.notifies(timeout=QUIET_SECONDS):
                            self._take(message.payload)
                            await asyncio.sleep(0)  # of many at once each stream tells some
                        await connection.execute("SELECT 1")
            except (psycopg.Error, OSError) as error:
                log.warning("The live connection was lost: %s", str(error).strip())
            finally:
                self._deaf()
            await asyncio.sleep(delay_seconds(tries))
            tries += 1

    def _take(self, text: str) -> None:
        try:
            self._hear(json.loads(text))
        except Exception:  # whoever may use the database can write into the channel
            log.exception("A message was not understood: %.200s", text)


class Record:
    """The connection that reads Changes, and tells the other processes who is here."""

    def __init__(self) -> None:
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._turn = asyncio.Lock()

    async def read(self, since: Mapping[str, int]) -> list[News]:
        """What some debates have to tell, each after a number. Statements: 1."""
        rows = await self._execute(READ, asking(since))
        return [news(row) for row in rows]

    async def tell(self, content: Mapping[str, Any]) -> None:
        """Tell all live processes something, this one too. Statements: 1."""
        text = json.dumps(content, separators=(",", ":"))
        await self._execute(NOTIFY, [CHANNEL, text])

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()

    async def _execute(self, statement: str, parameters: Any) -> Sequence[Any]:
        async with self._turn:
            if self._connection is None or self._connection.closed:
                self._connection = await connect()
            try:
                cursor = await self._connection.execute(statement, parameters)
                return await cursor.fetchall()
            except psycopg.OperationalError:
                await self._connection.close()
                raise
