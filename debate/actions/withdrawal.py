"""Taking a claim back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from debate.actions.floor import find_claim, lock_debate, record, take_floor_of_claim
from debate.enums import ChangeKind, ClaimState
from debate.models import Claim
from debate.policies.claim import why_not_withdraw
from debate.policies.standing import enforce
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def withdraw_claim(*, claim: str, by: Viewer, at: datetime | None = None) -> Claim:
    """Take one's own claim back: its words are shown no more, the replies to it stay.

    Saying it twice is harmless. Raises NotFound, NotSignedIn, NotAllowed and Conflict.
    Effects: a Change; the debate is marked for the worker.
    """
    with transaction.atomic():
        floor = take_floor_of_claim(claim, by=by, at=at)
        lock_debate(floor)
        found = find_claim(claim, floor)
        if found.state == ClaimState.WITHDRAWN and by and found.author_id == by.pk:
            return found
        enforce(why_not_withdraw(floor.standing, found))
        assert by
        found.state = ClaimState.WITHDRAWN
        found.withdrawn_at = floor.at
        found.save(update_fields=["state", "withdrawn_at"])
        record(floor, ChangeKind.WITHDRAWN, claim=found, by=by, revision=found.revision)
        mark_dirty_on_commit(floor.debate.pk)
        return found
