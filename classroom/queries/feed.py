"""The claims of a session's debates, as its teachers see them: the latest, and what to call on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from classroom.limits import CALLS_SHOWN, FEED_SHOWN
from classroom.queries.access import SessionAccess
from debate.enums import ClaimKind, ClaimState, Relation, Side
from debate.queries.claim_rows import name_shown
from debate.queries.rows import ClaimRow, TallyRow


@dataclass(frozen=True, slots=True)
class BoardClaim:
    """A claim with where it stands in the session.

    `seat` is the key of its author's, None for a teacher; `above` what it answers; `featured`:
    it is shown to the whole class.
    """

    claim: ClaimRow
    group: int
    seat: str | None
    side: Side | None
    above: str
    featured: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """The latest claims of all groups, the newest first, and how many there are."""

    claims: tuple[BoardClaim, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Call:
    """A rebuttal or undercut that nobody of the other side answered yet.

    `ask` is the byline of whoever was answered by it, empty where that is no student; then anybody
    of `side` may answer, or anybody where nobody has a side.
    """

    claim: BoardClaim
    ask: str
    side: Side | None


class _Found(NamedTuple):
    id: int
    key: str
    debate_key: str
    kind: str
    relation: str | None
    text: str
    language: str
    created_at: datetime
    edited_at: datetime | None
    revision: int
    depth: int
    sources: int
    parent_key: str | None
    above: str
    byline: str | None
    author: str
    side: str | None
    seat: str | None
    group: int
    featured: bool
    answered: bool
    up: int | None
    down: int | None
    unsure: int | None


_CLAIMS = """
SELECT claim.id, claim.key, debate.key, claim.kind, claim.relation, claim.text, claim.language,
       claim.created_at, claim.edited_at, claim.revision, claim.depth, claim.sources_count,
       above.key, CASE WHEN above.state = 'live' THEN above.text ELSE '' END,
       member.byline, author.display_name, member.side, seat.key, part.number,
       EXISTS (SELECT FROM classroom_feature WHERE claim_id = claim.id),
       EXISTS (SELECT FROM debate_claim AS answer
                WHERE answer.parent_id = claim.id
                  AND answer.relation = 'support' AND answer.state = 'live'),
       tally.up, tally.down, tally.unsure
  FROM debate_claim AS claim
  JOIN classroom_group AS part ON part.debate_id = claim.debate_id
  JOIN debate_debate AS debate ON debate.id = claim.debate_id
  JOIN accounts_user AS author ON author.id = claim.author_id
  LEFT JOIN debate_claim AS above ON above.id = claim.parent_id
  LEFT JOIN debate_membership AS member
    ON member.debate_id = claim.debate_id AND member.person_id = claim.author_id
  LEFT JOIN classroom_seat AS seat
    ON seat.session_id = part.session_id AND seat.person_id = claim.author_id
  LEFT JOIN debate_tally AS tally ON tally.claim_id = claim.id
 WHERE part.session_id = %(session)s AND claim.id = ANY(%(ids)s) AND claim.state = 'live'
"""

_LATEST = """
SELECT claim.id, count(*) OVER ()
  FROM debate_claim AS claim
  JOIN classroom_group AS part ON part.debate_id = claim.debate_id
 WHERE part.session_id = %(session)s AND claim.state = 'live' AND claim.kind = 'reply'
 ORDER BY claim.id DESC
 LIMIT %(most)s
"""

# Of the other side is whoever has another one; where one of the two has none, anybody else.
_UNANSWERED = """
SELECT claim.id, coalesce(asked.byline, ''),
       coalesce(asked.side, CASE own.side WHEN 'for' THEN 'against' WHEN 'against' THEN 'for' END)
  FROM debate_claim AS claim
  JOIN classroom_group AS part ON part.debate_id = claim.debate_id
  JOIN debate_claim AS above ON above.id = claim.parent_id
  LEFT JOIN debate_membership AS own
    ON own.debate_id = claim.debate_id AND own.person_id = claim.author_id
  LEFT JOIN debate_membership AS asked
    ON asked.debate_id = claim.debate_id AND asked.person_id = above.author_id
   AND asked.role = 'member' AND asked.person_id <> claim.author_id
 WHERE part.session_id = %(session)s AND claim.state = 'live'
   AND claim.relation IN ('rebut', 'undercut')
   AND NOT EXISTS (
       SELECT FROM debate_claim AS answer
         LEFT JOIN debate_membership AS other
           ON other.debate_id = answer.debate_id AND other.person_id = answer.author_id
        WHERE answer.parent_id = claim.id AND answer.state = 'live'
          AND answer.author_id <> claim.author_id
          AND (other.side <> own.side) IS NOT FALSE
   )
 ORDER BY claim.id
 LIMIT %(most)s
"""


def read_feed(access: SessionAccess, *, limit: int = FEED_SHOWN) -> Feed:
    """The latest claims of a session, for its teachers: nothing is blind to them. Queries: 2."""
    found = _ask(_LATEST, access, limit)
    ids = [claim for claim, _ in found]
    claims = read_claims(access, ids)
    return Feed(
        claims=tuple(claims[claim] for claim in ids if claim in claims),
        count=found[0][1] if found else 0,
    )


def list_calls(access: SessionAccess, *, limit: int = CALLS_SHOWN) -> tuple[Call, ...]:
    """What waits for an answer of the other side, the oldest first. Queries: 2."""
    found = _ask(_UNANSWERED, access, limit)
    claims = read_claims(access, [claim for claim, *_ in found])
    return tuple(
        Call(claims[claim], ask, Side(side) if side else None)
        for claim, ask, side in found
        if claim in claims
    )


def read_claims(access: SessionAccess, ids: Sequence[int]) -> dict[int, BoardClaim]:
    """Live claims of a session's debates by their numbers, whatever their groups. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIMS, {"session": access.session.pk, "ids": list(ids)})
        rows = [_Found._make(columns) for columns in cursor.fetchall()]
    return {row.id: _claim(row) for row in rows}


def _ask(statement: str, access: SessionAccess, limit: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"session": access.session.pk, "most": limit})
        return cursor.fetchall()


def _claim(found: _Found) -> BoardClaim:
    question = found.relation == Relation.QUESTION
    counted = found.up is not None and found.down is not None and found.unsure is not None
    return BoardClaim(
        claim=ClaimRow(
            key=found.key,
            debate_key=found.debate_key,
            kind=ClaimKind(found.kind),
            relation=Relation(found.relation) if found.relation else None,
            state=ClaimState.LIVE,
            text=found.text,
            details_html="",
            language=found.language,
            byline=name_shown(found.author, None, pseudonym=found.byline),
            created_at=found.created_at,
            edited_at=found.edited_at,
            revision=found.revision,
            depth=found.depth,
            tally=TallyRow(found.up or 0, found.down or 0, found.unsure or 0) if counted else None,
            sources=found.sources,
            passage_key=None,
            parent_edited=False,
            answered=found.answered if question else None,
            parent_key=found.parent_key,
        ),
        group=found.group,
        seat=found.seat,
        side=Side(found.side) if found.side else None,
        above=found.above,
        featured=found.featured,
    )
