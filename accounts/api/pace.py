"""How often a program may ask, and how every answer tells what is left.

The headers are those of the IETF draft on rate limits (draft-ietf-httpapi-ratelimit-headers).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from accounts.errors import TooMany
from accounts.limits import (
    CLAIMS_PER_READ,
    READ_PARTS,
    READS_PER_NETWORK,
    READS_PER_READER,
    UNCHANGED_PARTS,
)
from accounts.models import Token, User
from accounts.rates import Left, Spent, give_back, spend


class Reader(NamedTuple):
    """Whose reads are counted together, and how many a window of so many seconds lets through."""

    subject: str
    limit: int
    window_seconds: int

    def read(self, reads: int = 1) -> Spent:
        """Count some, outside every transaction. Raises TooMany `too_many_reads`. Queries: 1."""
        return spend("reads", *self, weight=reads * READ_PARTS, parts=READ_PARTS)


def reader(person: object, token: object, network: str) -> Reader:
    """Who reads: one token, else one person in all of their browsers, else all of a network."""
    if isinstance(token, Token):
        return Reader(token.key, *READS_PER_READER)
    if isinstance(person, User):
        return Reader(person.key, *READS_PER_READER)
    return Reader(network, *READS_PER_NETWORK)


def reads_for(claims: int, limit: int) -> int:
    """How many reads a thread of so many claims counts: at most all of a window, which is enough
    for one of any size."""
    return max(1, min(-(-claims // CLAIMS_PER_READ), limit))


def unchanged(read: Spent) -> Left:
    """Have a read count as one that was answered without a body. Queries: 1."""
    return give_back(read, READ_PARTS - UNCHANGED_PARTS)


def used_up(refusal: TooMany) -> dict[str, Left]:
    """What somebody had too much of, by its name, if the refusal tells."""
    match refusal.facts:
        case {"limit": int(limit), "window_seconds": int(seconds)}:
            name = refusal.code.removeprefix("too_many_")
            return {name: Left(limit, seconds, 0, refusal.retry_after_seconds)}
    return {}


def headers(windows: Mapping[str, Left]) -> dict[str, str]:
    """RateLimit-Policy and RateLimit, for each thing that was counted."""
    if not windows:
        return {}
    return {
        "RateLimit-Policy": ", ".join(
            f'"{name}";q={left.limit};w={left.window_seconds}' for name, left in windows.items()
        ),
        "RateLimit": ", ".join(
            f'"{name}";r={left.remaining};t={left.seconds_left}' for name, left in windows.items()
        ),
    }
