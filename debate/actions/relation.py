"""Saying that a claim bears otherwise on what it answers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from debate.actions.act import Deed, keep_act, read_note, read_reason
from debate.actions.floor import (
    Floor,
    find_claim,
    lock_debate,
    record,
    take_floor_of_claim_to_change_rules,
)
from debate.actions.reply import read_relation
from debate.enums import ActKind, ChangeKind, Reason, Relation
from debate.logic.ranking import best
from debate.models import Act, Claim, Tally
from debate.policies.moderation import why_not_relate
from debate.policies.standing import enforce
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from accounts.models import User
    from debate.policies.visitor import Viewer


def change_relation(
    *,
    claim: str,
    relation: str,
    reason: str = "",
    note: str = "",
    by: Viewer,
    at: datetime | None = None,
) -> Act | None:
    """Have a reply bear on its parent in another way; its votes and replies stay.

    Without a reason it is the author who does it: they may until somebody replied. With one it is
    somebody who keeps order: they always may. Saying how it bears already is harmless. Answers the
    act; None where there is none. Raises NotFound, NotSignedIn, NotAllowed, NotOpen, Conflict (its
    votes or replies would not fit) and Invalid (relation, reason, note).

    Effects: a Change with the relation before and after, and an act unless the author did it. What
    copies the relation (replies, votes) follows by the keys of the database, so no vote or reply
    may come in between: the rules are held alone.
    """
    bears = read_relation(relation)
    why, said = read_reason(reason) if reason else None, read_note(note)
    with transaction.atomic():
        floor = take_floor_of_claim_to_change_rules(claim, by=by, at=at)
        lock_debate(floor)
        found = find_claim(claim, floor)
        enforce(
            why_not_relate(
                floor.standing,
                found,
                bears,
                parent=found.parent,
                answered=found.replies.exists(),
                judged=found.votes.exists(),
                as_author=why is None,
            )
        )
        assert by
        if found.relation == bears:
            return None
        before = _relate(found, bears)
        mark_dirty_on_commit(floor.debate.pk)
        return _tell(floor, found, before, by=by, reason=why, note=said)


def _relate(claim: Claim, relation: Relation) -> str:
    before = str(claim.relation)
    claim.relation = relation
    claim.save(update_fields=["relation"])
    claim.refresh_from_db(fields=["bears_as"])
    if (
        relation == Relation.QUESTION
    ):  # which takes no vote; it has none, or it would not become one
        Tally.objects.filter(claim=claim).delete()
    elif before == Relation.QUESTION:
        Tally.objects.create(claim=claim, debate_id=claim.debate_id, best=best(0, 0))
    return before


def _tell(
    floor: Floor, claim: Claim, before: str, *, by: User, reason: Reason | None, note: str
) -> Act | None:
    told = {"before": before, "after": str(claim.relation)}
    if reason is None:
        record(floor, ChangeKind.RELATED, claim=claim, by=by, payload=dict(told))
        return None
    deed = Deed(
        ActKind.RELATED,
        reason,
        claim.author_id,
        claim=claim,
        note=note,
        detail=told,
        payload=told,
    )
    return keep_act(floor, deed, by=by)
