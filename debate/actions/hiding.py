"""Taking a claim out of sight, and bringing it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Conflict
from debate.actions.act import Deed, keep_act, read_note, read_reason
from debate.actions.floor import find_claim, lock_debate, take_floor_of_claim
from debate.enums import Action, ActKind, ClaimState
from debate.models import Act, Flag
from debate.policies.moderation import why_not_hide, why_not_restore
from debate.policies.standing import enforce, why_not
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def hide_claim(
    *, claim: str, reason: str, note: str = "", by: Viewer, at: datetime | None = None
) -> Act | None:
    """Show the words of a claim no more; its place and the replies below it stay.

    Hiding what is hidden is harmless and answers None. Raises NotFound, NotSignedIn,
    NotAllowed, NotOpen, Conflict and Invalid (reason, note). Effects: an act; the flags of the
    claim that wait are settled; the debate is marked for the worker.
    """
    why, said = read_reason(reason), read_note(note)
    with transaction.atomic():
        floor = take_floor_of_claim(claim, by=by, at=at)
        lock_debate(floor)
        found = find_claim(claim, floor)
        if found.state == ClaimState.HIDDEN:
            enforce(why_not(floor.standing, Action.HIDE, author_id=found.author_id))
            return None
        enforce(why_not_hide(floor.standing, found))
        assert by
        found.state = ClaimState.HIDDEN
        found.save(update_fields=["state"])
        Flag.objects.filter(claim=found, settled_at=None).update(settled_at=floor.at)
        mark_dirty_on_commit(floor.debate.pk)
        deed = Deed(ActKind.HIDDEN, why, found.author_id, claim=found, note=said)
        return keep_act(floor, deed, by=by)


def restore_claim(
    *, claim: str, reason: str, note: str = "", by: Viewer, at: datetime | None = None
) -> Act | None:
    """Show the words of a hidden claim again.

    Restoring what is live is harmless and answers None. Raises NotFound, NotSignedIn,
    NotAllowed, NotOpen, Conflict (it is withdrawn) and Invalid (reason, note). Effects: an act; the
    debate is marked for the worker.
    """
    why, said = read_reason(reason), read_note(note)
    with transaction.atomic():
        floor = take_floor_of_claim(claim, by=by, at=at)
        lock_debate(floor)
        found = find_claim(claim, floor)
        if found.state == ClaimState.LIVE:
            enforce(why_not(floor.standing, Action.RESTORE, author_id=found.author_id))
            return None
        enforce(why_not_restore(floor.standing, found))
        if not found.text:  # it was imported without its words
            raise Conflict("claim_gone")
        assert by
        found.state = ClaimState.LIVE
        found.save(update_fields=["state"])
        mark_dirty_on_commit(floor.debate.pk)
        deed = Deed(ActKind.RESTORED, why, found.author_id, claim=found, note=said)
        return keep_act(floor, deed, by=by)
