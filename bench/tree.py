"""Debates to measure with: always the same for a size and a seed, and a digest that shows it."""

import hashlib

from accounts.models import User
from debate.models import Claim, Debate
from tests import factories

SEED = 42
AUTHORS = 60


def cast() -> list[User]:
    """Those who write the claims; the first owns the debates."""
    return factories.people(AUTHORS, prefix="bench")


def grow(claims: int, authors: list[User]) -> Debate:
    """A debate of so many claims (the thesis apart)."""
    return factories.grow_debate(authors[0], claims=claims, authors=authors, seed=SEED)


def digest(debate: Debate) -> str:
    """A short word for what a debate says and how it hangs together; its random keys apart."""
    said = hashlib.sha256()
    rows = (
        Claim.objects.filter(debate=debate)
        .order_by("path")
        .values_list(
            "path", "relation", "state", "author__handle", "text", "tally__up", "tally__down"
        )
    )
    for row in rows:
        said.update(repr(row).encode())
    return said.hexdigest()[:12]
