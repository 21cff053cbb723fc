"""Hanging a claim, with everything below it, under another one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Invalid
from debate.actions.act import Deed, keep_act, read_note, read_reason
from debate.actions.branch import hang_under, levels_of
from debate.actions.floor import Floor, find_claim, lock_debate, take_floor_of_claim
from debate.enums import ActKind
from debate.models import Act, Claim
from debate.policies.moderation import why_not_move
from debate.policies.standing import enforce
from debate.queries.access import is_within
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def move_claim(
    *,
    claim: str,
    to: str,
    reason: str,
    note: str = "",
    by: Viewer,
    at: datetime | None = None,
) -> Act | None:
    """Hang a claim and all below it under the claim `to` of the same debate.

    Keys, votes and marks of what was read stay. A point that leaves the thesis is a reply from then
    on; the claim answers the newest wording of its new parent. Moving it to where it is, is
    harmless and answers None. Raises NotFound, NotSignedIn, NotAllowed, NotOpen, Conflict
    (gone, too deep) and Invalid (to, reason, note). Effects: an act; the debate is marked
    for the worker.
    """
    why, said = read_reason(reason), read_note(note)
    with transaction.atomic():
        floor = take_floor_of_claim(claim, by=by, at=at)
        lock_debate(floor)
        found = find_claim(claim, floor)
        parent = find_target(to, floor)
        enforce(
            why_not_move(
                floor.standing,
                found,
                parent,
                within=is_within(parent.path, found.path),
                levels=levels_of(found),
            )
        )
        assert by
        if found.parent_id == parent.pk:
            return None
        told = {"from": found.parent.key if found.parent else "", "to": parent.key}
        hang_under(found, parent)
        mark_dirty_on_commit(floor.debate.pk)
        deed = Deed(
            ActKind.MOVED,
            why,
            found.author_id,
            claim=found,
            note=said,
            detail=told,
            payload=told,
        )
        return keep_act(floor, deed, by=by)


def find_target(key: str, floor: Floor) -> Claim:
    """The claim of the same debate under which one is to hang.

    Raises Invalid: of claims elsewhere it is not told whether there are such. Queries: 1.
    """
    found = Claim.objects.filter(key=key, debate=floor.debate).first()
    if found is None:
        raise Invalid("no_claim_here", field="to")
    return found
