"""Writing into the record that claims look different, though nobody did anything to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from debate.enums import ChangeKind

# The rows first, in one order: what numbers the Changes sees them as they are once they are held.
_HOLD = """
SELECT id FROM debate_debate
 WHERE id IN (SELECT debate_id FROM debate_claim WHERE id = ANY(%(claims)s))
 ORDER BY id FOR NO KEY UPDATE
"""
_TELL = """
WITH touched AS (
    SELECT debate_id, jsonb_agg(key ORDER BY id) AS claims
      FROM debate_claim WHERE id = ANY(%(claims)s) GROUP BY debate_id
), numbered AS (
    UPDATE debate_debate AS debate SET last_seq = last_seq + 1
      FROM touched WHERE debate.id = touched.debate_id
    RETURNING debate.id, debate.last_seq, touched.claims
)
INSERT INTO debate_change (debate_id, seq, kind, payload, at)
SELECT id, last_seq, %(kind)s, jsonb_build_object('claims', claims), %(at)s FROM numbered
"""


def tell_of_claims(kind: ChangeKind, claims: Sequence[int], *, at: datetime) -> None:
    """Add one Change to the record of each debate in which some claims look different now.

    However many debates there are, they are held in the order of their numbers until the present
    transaction ends. Queries: 2, none for no claims.
    """
    if not claims:
        return
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, {"claims": list(claims)})
        cursor.execute(_TELL, {"claims": list(claims), "kind": kind, "at": at})
