"""Reading the bare claims that logic/thread.py shapes."""

from __future__ import annotations

from django.db import connection

from debate.logic.thread import Bone, Tree
from debate.queries.access import Access
from debate.queries.blind import lot

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


def read_tree(access: Access, *, below: str | None = None, with_news: bool = True) -> Tree:
    """All claims that are shown of a debate without their words, or one and those below it, given
    its path.

    What is new to the viewer is counted, unless nobody asks for it. Queries: 1.
    """
    until = "g" if below is None else f"{below}/"
    reader = access.reader if with_news else None
    with connection.cursor() as cursor:
        cursor.execute(
            _SKELETON,
            {
                "debate": access.debate.pk,
                "from": below or "",
                "until": until,
                "labels": reader is not None,  # ten thousand of them take five milliseconds
            },
        )
        bones = [Bone._make(row) for row in cursor.fetchall()]
    return Tree(_seen(access, bones), reader)


def _seen(access: Access, bones: list[Bone]) -> list[Bone]:
    if access.shown is not None:
        bones = [bone for bone in bones if bone.id in access.shown]
    if not access.sees.results:
        key = access.debate.key
        bones = [bone._replace(up=None, down=None, best=lot(key, bone.key)) for bone in bones]
    return bones
