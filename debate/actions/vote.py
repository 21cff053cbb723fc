"""Judging a claim."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from accounts.errors import Conflict
from debate.actions.floor import Floor, find_claim, take_floor_of_claim
from debate.enums import VoteValue
from debate.logic.ranking import best
from debate.models import Claim, Tally, Vote
from debate.policies.claim import why_not_vote
from debate.policies.standing import enforce
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from accounts.models import User
    from debate.policies.visitor import Viewer

# The earlier value is kept by the same statement that sets the new one, so that the difference
# is exact however fast a person clicks; nothing is inserted where the claim is gone by now.
_CAST = """
INSERT INTO debate_vote AS vote (claim_id, claim_author_id, claim_bears_as, debate_id, person_id,
                                 value, previous, revision, cast_at, valid)
SELECT id, author_id, bears_as, debate_id, %(person)s, %(value)s, NULL, revision, %(at)s, %(valid)s
  FROM debate_claim WHERE id = %(claim)s AND state = 'live'
ON CONFLICT (claim_id, person_id) DO UPDATE
   SET previous = vote.value, value = excluded.value,
       revision = excluded.revision, cast_at = excluded.cast_at
RETURNING previous
"""

_COLUMNS = {
    VoteValue.CONVINCING: "up",
    VoteValue.NOT_CONVINCING: "down",
    VoteValue.UNSURE: "unsure",
}


def cast_vote(
    *, claim: str, value: VoteValue | None, by: Viewer, at: datetime | None = None
) -> Claim:
    """Set one person's vote on one claim; None takes it back. Saying it twice is harmless.

    The vote is on the wording that the claim has now. That of somebody whose votes are void is
    kept, so that it can count again, and changes no number.

    Raises NotFound, NotSignedIn, NotAllowed (one's own claim, a question), NotOpen and Conflict.
    Queries: 6; 7 to take it back. Effects: the claim's tally is exact when this returns; the debate
    is marked for the worker. No Change is written: nobody's vote is ever visible to another.
    """
    with transaction.atomic():
        floor = take_floor_of_claim(claim, by=by, at=at)
        found = find_claim(claim, floor)
        enforce(why_not_vote(floor.standing, found))
        assert by
        tally = Tally.objects.select_for_update(no_key=True).get(claim=found)
        before = _take_back(found, by) if value is None else _cast(found, value, by, floor)
        if before != value and not floor.votes_void:
            _count(tally, before, value)
            mark_dirty_on_commit(floor.debate.pk)
        return found


def _cast(claim: Claim, value: VoteValue, by: User, floor: Floor) -> VoteValue | None:
    with connection.cursor() as cursor:
        cursor.execute(
            _CAST,
            {
                "claim": claim.pk,
                "person": by.pk,
                "value": int(value),
                "at": floor.at,
                "valid": not floor.votes_void,
            },
        )
        row = cursor.fetchone()
    if row is None:
        raise Conflict("claim_gone")
    return None if row[0] is None else VoteValue(row[0])


def _take_back(claim: Claim, by: User) -> VoteValue | None:
    vote = Vote.objects.filter(claim=claim, person=by).first()
    if vote is None:
        return None
    vote.delete()
    return VoteValue(vote.value)


def _count(tally: Tally, before: VoteValue | None, now: VoteValue | None) -> None:
    """Apply the difference to a tally whose row is locked."""
    if before is not None:
        setattr(tally, _COLUMNS[before], getattr(tally, _COLUMNS[before]) - 1)
    if now is not None:
        setattr(tally, _COLUMNS[now], getattr(tally, _COLUMNS[now]) + 1)
    tally.best = best(tally.up, tally.down)
    tally.version += 1
    tally.save(update_fields=["up", "down", "unsure", "best", "version"])
