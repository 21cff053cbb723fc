"""Reading the bare claims that logic/thread.py shapes."""

from __future__ import annotations

from django.db import connection

from debate.logic.thread import Bone, Reader, Tree
from debate.models import Debate

# One range of the index on paths; "/" follows "." in their collation, and every path is below "g".
_SKELETON = """
SELECT claim.id, claim.key, claim.parent_id, claim.relation, claim.kind, claim.state,
       claim.author_id, tally.up, tally.down, tally.best,
       CASE WHEN %(labels)s THEN right(claim.path, 16) ELSE '' END
  FROM debate_claim AS claim
  LEFT JOIN debate_tally AS tally ON tally.claim_id = claim.id
 WHERE claim.debate_id = %(debate)s AND claim.path >= %(from)s AND claim.path < %(until)s
 ORDER BY claim.path
"""


def read_tree(debate: Debate, *, below: str | None = None, reader: Reader | None = None) -> Tree:
    """All claims of a debate without their words, or one and those below it, given its path.

    What is new to a `reader` is counted. Queries: 1.
    """
    until = "g" if below is None else f"{below}/"
    with connection.cursor() as cursor:
        cursor.execute(
            _SKELETON,
            {
                "debate": debate.pk,
                "from": below or "",
                "until": until,
                "labels": reader is not None,  # ten thousand of them take five milliseconds
            },
        )
        return Tree([Bone._make(row) for row in cursor.fetchall()], reader)
