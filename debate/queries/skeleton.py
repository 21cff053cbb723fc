"""Reading the bare claims that logic/thread.py shapes."""

from __future__ import annotations

from debate.logic.thread import Bone, Tree
from debate.models import Claim, Debate
from debate.queries.access import subtree

_COLUMNS = (
    "id",
    "key",
    "parent_id",
    "relation",
    "kind",
    "state",
    "author_id",
    "tally__up",
    "tally__down",
    "tally__best",
)


def read_tree(debate: Debate, *, below: str | None = None) -> Tree:
    """All claims of a debate without their words, or one and those below it, given its path.

    Queries: 1.
    """
    claims = Claim.objects.filter(debate=debate)
    if below is not None:
        claims = claims.filter(subtree(below))
    return Tree([Bone._make(row) for row in claims.order_by("path").values_list(*_COLUMNS)])
