"""Whether the database keeps what it acknowledged when the power fails; production insists."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections

LOSES = {
    "fsync": "a crash of the machine can destroy the whole database",
    "full_page_writes": "a crash of the machine can leave torn, unreadable pages",
    "synchronous_commit": "a crash loses votes and claims that people were told are saved",
}


def careless_settings(alias: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The settings of this session that trade acknowledged writes for speed, as sentences.

    `synchronous_commit` may be set for a role, a database or by the address of the connection, so
    the session's own value counts. Anything but `off` waits for the disk of the primary at least.
    Queries: one.
    """
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT name, current_setting(name) FROM unnest(%s::text[]) AS name", [list(LOSES)]
        )
        values: dict[str, str] = dict(cursor.fetchall())
    return [
        f"The database runs with {name} = off: {LOSES[name]}. Turn {name} on."
        for name in LOSES
        if values[name] == "off"
    ]


def require_durability() -> None:
    """Refuse to serve or work on a careless database in production; elsewhere do nothing.

    Raises: ImproperlyConfigured; OperationalError where the database does not answer.
    """
    if not settings.PRODUCTION:
        return
    # in a thread of its own: uvicorn imports its application inside a running event loop
    with ThreadPoolExecutor(max_workers=1) as aside:
        careless = aside.submit(_ask_once).result()
    if careless:
        raise ImproperlyConfigured(" ".join(careless))


def _ask_once() -> list[str]:
    try:
        return careless_settings()
    finally:
        connections.close_all()


def check_durability(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """The same as a system check of the `database` kind: by migrate, and before the worker starts.

    A command that asks for this kind without naming a database means the only one there is.
    """
    if not settings.PRODUCTION:
        return []
    return [
        Error(sentence, id="rejoinder.E001")
        for alias in databases or [DEFAULT_DB_ALIAS]
        for sentence in careless_settings(alias)
    ]
