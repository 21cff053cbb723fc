"""What was said in a debate already, much like what somebody is typing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from debate.enums import ClaimKind, Relation
from debate.limits import CLAIM_TEXT_MAX, SIMILAR_FROM
from debate.logic.claim_text import canonical_line
from debate.logic.likeness import likeness
from debate.queries.access import open_claim, shown_ids

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

SHOWN_MAX = 3
LIKE_ENOUGH = 0.55  # unrelated claims of one debate share a third; repeated ones three quarters
_LOOKED_AT_MAX = 200

# Stems are shared first by the index of words, then counted; the typed text is read by the rules of
# the debate's language, as its claims are.
_CANDIDATES = r"""
WITH typed AS MATERIALIZED (
    SELECT array_remove(tsvector_to_array(debate_lexemes(%(language)s, %(text)s)), '\') AS stems
), wanted AS MATERIALIZED (
    SELECT string_agg(quote_literal(translate(stem, '\', '')), ' | ')::tsquery AS any_stem
      FROM typed, unnest(stems) AS stem
)
SELECT claim.key, claim.kind, claim.relation, claim.parent_bears_as, claim.text, claim.language,
       claim.parent_id = %(claim)s, typed.stems, tsvector_to_array(claim.lexemes)
  FROM typed, debate_claim AS claim
 WHERE claim.debate_id = %(debate)s AND claim.state = 'live' AND claim.id <> %(claim)s
   AND claim.lexemes @@ (SELECT any_stem FROM wanted)
   AND (%(shown)s::bigint[] IS NULL OR claim.id = ANY(%(shown)s))
 ORDER BY ts_rank(claim.lexemes, (SELECT any_stem FROM wanted), 2) DESC, claim.id
 LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class SimilarClaim:
    """A live claim of the same debate; `sibling`: it answers the same claim."""

    key: str
    kind: ClaimKind
    relation: Relation | None
    answers: bool
    text: str
    language: str
    sibling: bool
    likeness: float


def list_similar(claim: str, typed: str, viewer: Viewer) -> tuple[SimilarClaim, ...]:
    """The few claims that say most nearly what is typed as a reply to a claim, siblings first.

    None for the first few letters. Raises NotFound. Queries: 2; 1 for too short a text.
    """
    access, place = open_claim(claim, viewer)
    text = canonical_line(typed.encode("utf-8", "replace").decode())[:CLAIM_TEXT_MAX]
    if len(text) < SIMILAR_FROM:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(
            _CANDIDATES,
            {
                "language": access.debate.language,
                "text": text,
                "claim": place.id,
                "debate": access.debate.pk,
                "most": _LOOKED_AT_MAX,
                "shown": shown_ids(access),
            },
        )
        found = [
            SimilarClaim(
                key=key,
                kind=ClaimKind(kind),
                relation=Relation(relation) if relation else None,
                answers=parent_bears_as == Relation.QUESTION,
                text=said,
                language=language,
                sibling=bool(sibling),
                likeness=likeness(typed=stems, said=said_stems),
            )
            for key, kind, relation, parent_bears_as, said, language, sibling, stems, said_stems
            in cursor.fetchall()
        ]  # fmt: skip
    like = [row for row in found if row.likeness >= LIKE_ENOUGH]
    return tuple(sorted(like, key=lambda row: (not row.sibling, -row.likeness))[:SHOWN_MAX])
