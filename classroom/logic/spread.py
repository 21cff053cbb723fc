"""Orders that differ from student to student, so that a class spreads over what there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b


def place_for(key: str, *, seed: str) -> bytes:
    """Where a thing stands in the order of one seed: the same each time, unlike that of others."""
    return blake2b(f"{seed} {key}".encode(), digest_size=8).digest()


def spread(keys: Iterable[str], *, seed: str) -> list[str]:
    """Keys in the order of one seed."""
    return sorted(keys, key=lambda key: place_for(key, seed=seed))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that somebody might answer.

    `to_own`: it answers one of their claims; `other_side`: somebody of the other side stated it;
    `open`: nothing speaks against it yet (a question: nothing answers it).
    """

    key: str
    to_own: bool
    other_side: bool
    open: bool
    replies: int


def ranked(candidates: Iterable[Candidate], *, seed: str) -> list[str]:
    """The keys of what to answer first: what answers them, open claims of the other side, the rest.

    Of those alike the ones that fewest have answered come first, and among these each student has
    an order of their own.
    """
    return [
        found.key
        for found in sorted(
            candidates,
            key=lambda c: (
                not c.to_own,
                not c.other_side,
                not c.open,
                c.replies,
                place_for(c.key, seed=seed),
            ),
        )
    ]
