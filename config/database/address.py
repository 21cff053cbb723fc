"""Which database serves: the one that DATABASE_URL names, else the embedded PostgreSQL."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config.postgres import NAME, PORT, Cluster

EXAMPLE = "postgresql://user:password@host:5432/rejoinder"


def database(url: str, *, local_dir: Path) -> dict[str, Any]:
    """The entry of DATABASES; computing it starts nothing.

    Raises: ImproperlyConfigured, with a sentence that never repeats the address (it holds a
    password).
    """
    if not url:
        return {
            "ENGINE": "config.database",
            "HOST": str(Cluster(local_dir).socket_dir),
            "PORT": str(PORT),
            "USER": NAME,
            "NAME": NAME,
        }
    scheme = url.partition(":")[0]
    if scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"DATABASE_URL must name a PostgreSQL database, like {EXAMPLE}; it begins with "
            f"“{scheme[:20]}”. Rejoinder works with no other database."
        )
    try:
        parsed: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL cannot be read. It should look like {EXAMPLE}."
        ) from error
    if not parsed["NAME"]:
        raise ImproperlyConfigured(
            f"DATABASE_URL names no database. It should look like {EXAMPLE}."
        )
    return parsed
