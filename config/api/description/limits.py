"""The limits that the API has, in words, from the numbers of the code."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.limits import (
    CLAIMS_PER_READ,
    JSON_BODY_MAX,
    JSON_DEPTH_MAX,
    KEPT_ANSWER_SECONDS,
    KEPT_KEY_MAX,
    READ_PARTS,
    READS_PER_NETWORK,
    READS_PER_READER,
    TOKENS_MAX,
    UNCHANGED_PARTS,
)
from debate.limits import (
    CLAIM_TEXT_MAX,
    CLAIM_TEXT_MIN,
    CURSOR_DAYS,
    PACES,
    ROWS_PER_PAGE,
    ROWS_PER_PAGE_MAX,
)

HOUR_SECONDS = 3_600


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: of what, and how much."""

    what: str
    most: str


@dataclass(frozen=True, slots=True)
class Pace:
    """How often one thing can be done by one person: usually, and with an account made today."""

    what: str
    windows: tuple[tuple[int, int], ...]  # in a minute, an hour, a day


def limits() -> tuple[Limit, ...]:
    """What is limited besides deeds."""
    return (
        Limit("Requests without a token or a session, from one network", _rate(READS_PER_NETWORK)),
        Limit("Requests with one token, or of one person in a browser", _rate(READS_PER_READER)),
        Limit("A thread counts as one request for each", f"{CLAIMS_PER_READ} claims begun"),
        Limit("An answer 304 counts as", f"{UNCHANGED_PARTS} of {READ_PARTS} parts of a request"),
        Limit("Rows of a page of a list", f"{ROWS_PER_PAGE}, at most {ROWS_PER_PAGE_MAX}"),
        Limit("A body", f"{JSON_BODY_MAX:,} bytes, {JSON_DEPTH_MAX} levels of JSON"),
        Limit("The text of a claim", f"{CLAIM_TEXT_MIN} to {CLAIM_TEXT_MAX} characters"),
        Limit("A cursor of changes works for", f"{CURSOR_DAYS} days"),
        Limit("An Idempotency-Key", f"{KEPT_KEY_MAX} characters"),
        Limit("An answer is kept for its key for", f"{KEPT_ANSWER_SECONDS // HOUR_SECONDS} hours"),
        Limit("Tokens of one person", str(TOKENS_MAX)),
    )


def paces() -> tuple[Pace, ...]:
    """How often each thing can be done in a minute, an hour and a day."""
    return tuple(
        Pace(what, tuple(zip(usual, young, strict=True)))
        for what, (usual, young, _network) in PACES.items()
    )


def _rate(rate: tuple[int, int]) -> str:
    most, seconds = rate
    return f"{most} in {seconds} seconds"
