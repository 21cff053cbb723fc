"""Rewording a claim."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from debate.actions.floor import Floor, find_claim, lock_debate, record, take_floor_of_claim
from debate.actions.wording import Cited, Wording, keep_revision, read_wording, says_the_same
from debate.enums import ChangeKind
from debate.errors import Stale
from debate.limits import EDIT_GRACE_SECONDS
from debate.models import Claim
from debate.policies.claim import why_not_edit
from debate.policies.standing import enforce
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from accounts.models import User
    from debate.policies.visitor import Viewer


def edit_claim(
    *,
    claim: str,
    text: str,
    details: str = "",
    sources: Iterable[Cited] = (),
    base_revision: int,
    by: Viewer,
    at: datetime | None = None,
) -> Claim:
    """Give a claim a new wording; the earlier ones and all votes stay.

    `base_revision` is the wording that was being edited: if a newer one exists by now the edit is
    Stale and nothing is kept. Sending the same words again changes nothing.

    Raises NotFound, NotSignedIn, NotAllowed, NotOpen, Conflict, Stale and Invalid.
    Effects: a revision, a Change; marks the claim as edited, unless it was mended within five
    minutes and before any vote or reply.
    """
    wording = read_wording(text, details=details, sources=sources)
    with transaction.atomic():
        floor = take_floor_of_claim(claim, by=by, at=at)
        lock_debate(floor)
        found = find_claim(claim, floor)
        enforce(why_not_edit(floor.standing, found))
        assert by
        if says_the_same(found, wording):
            return found
        if base_revision != found.revision:
            raise Stale("edited_meanwhile", current=found.revision)
        reword(found, wording, floor, by=by)
        return found


def reword(claim: Claim, wording: Wording, floor: Floor, *, by: User) -> None:
    """Give a claim of a debate whose row is locked its next revision, with its Change."""
    unmarked = floor.standing.draft or _is_a_quick_mend(claim, floor.at)
    claim.revision += 1
    wording.copied_to(claim)
    if not unmarked:
        claim.edited_at = floor.at
    claim.save(update_fields=["revision", "text", "details_html", "sources_count", "edited_at"])
    keep_revision(claim, wording, by=by, at=floor.at)
    record(
        floor,
        ChangeKind.EDITED,
        claim=claim,
        by=by,
        revision=claim.revision,
        payload={"unmarked": True} if unmarked else None,
    )
    mark_dirty_on_commit(floor.debate.pk)


def _is_a_quick_mend(claim: Claim, at: datetime) -> bool:
    """Whether nobody can have been misled: five minutes old at most, no vote and no reply yet."""
    return (
        claim.edited_at is None
        and at - claim.created_at <= timedelta(seconds=EDIT_GRACE_SECONDS)
        and not claim.votes.exists()
        and not claim.replies.exists()
    )
