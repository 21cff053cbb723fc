"""A claim and everything below it, written in one statement while its debate is locked."""

from __future__ import annotations

from django.db import connection

from debate.enums import ClaimKind
from debate.limits import PATH_LABEL_CHARS
from debate.models import Claim

# A claim is locked if a lock was put on it or above it. Above the branch that is asked of the
# claim from which the branch hangs; within it, of the few claims that have a lock. The paths are
# those before the branch is moved, which is all that a statement sees of the rows that it changes.
_LOCKED = """
%(above_locked)s OR EXISTS (
    SELECT FROM held WHERE starts_with(claim.path || '.', held.path || '.')
)
"""
_HELD = """
WITH held AS MATERIALIZED (
    SELECT path FROM debate_claim
     WHERE debate_id = %(debate)s AND path >= %(path)s AND path < %(until)s AND locked_here
)
"""
_IN_BRANCH = "claim.debate_id = %(debate)s AND claim.path >= %(path)s AND claim.path < %(until)s"

_LOCK = """
{held}
UPDATE debate_claim AS claim SET locked = now.locked
  FROM (SELECT claim.id, {locked} AS locked FROM debate_claim AS claim WHERE {in_branch}) AS now
 WHERE claim.id = now.id AND claim.locked <> now.locked
"""

# The claim itself changes its parent and what it copies of it, what is below it only its place.
_MOVE = """
{held}
UPDATE debate_claim AS claim
   SET path = %(above)s || substr(claim.path, %(keep_from)s),
       depth = claim.depth + %(levels)s,
       locked = {locked},
       parent_id = CASE WHEN claim.id = %(claim)s THEN %(parent)s ELSE claim.parent_id END,
       parent_bears_as = CASE WHEN claim.id = %(claim)s THEN %(bears_as)s
                              ELSE claim.parent_bears_as END,
       parent_revision = CASE WHEN claim.id = %(claim)s THEN %(revision)s
                              ELSE claim.parent_revision END,
       kind = CASE WHEN claim.id = %(claim)s THEN %(kind)s ELSE claim.kind END
 WHERE {in_branch}
"""

_LEVELS = "SELECT max(claim.depth) FROM debate_claim AS claim WHERE {in_branch}"


def levels_of(claim: Claim) -> int:
    """How many levels a claim and what is below it have, from 1. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(_LEVELS), _branch(claim))
        deepest: int = cursor.fetchone()[0]
    return deepest - claim.depth + 1


def lock_again(claim: Claim, *, above_locked: bool) -> None:
    """Work out anew what is locked in a branch, from where there are locks. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(_LOCK), {**_branch(claim), "above_locked": above_locked})


def hang_under(claim: Claim, parent: Claim) -> None:
    """Hang a branch below another claim: keys and labels stay, places change. Queries: 2."""
    leaves_the_thesis = claim.kind == ClaimKind.POINT and parent.kind != ClaimKind.THESIS
    with connection.cursor() as cursor:
        cursor.execute(
            _sql(_MOVE),
            {
                **_branch(claim),
                "above": f"{parent.path}.",
                "keep_from": len(claim.path) - PATH_LABEL_CHARS + 1,
                "levels": parent.depth + 1 - claim.depth,
                "above_locked": parent.locked,
                "claim": claim.pk,
                "parent": parent.pk,
                "bears_as": parent.bears_as,
                "revision": parent.revision,
                "kind": ClaimKind.REPLY if leaves_the_thesis else claim.kind,
            },
        )
    claim.refresh_from_db()


def _sql(statement: str) -> str:
    return statement.format(held=_HELD, locked=_LOCKED, in_branch=_IN_BRANCH)


def _branch(claim: Claim) -> dict[str, int | str]:
    return {"debate": claim.debate_id, "path": claim.path, "until": f"{claim.path}/"}
