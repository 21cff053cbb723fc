"""Locking a branch: it can be read and judged, but not added to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from debate.actions.act import Deed, keep_act, read_note, read_reason
from debate.actions.branch import lock_again
from debate.actions.floor import find_claim, lock_debate, take_floor_of_claim
from debate.enums import ActKind
from debate.models import Act
from debate.policies.moderation import why_not_lock
from debate.policies.standing import enforce

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def lock_branch(
    *, claim: str, reason: str, note: str = "", by: Viewer, at: datetime | None = None
) -> Act | None:
    """Take neither replies nor edits below a claim, nor of it; votes go on.

    Locking twice is harmless and answers None. Raises NotFound, NotSignedIn, NotAllowed,
    NotOpen and Invalid (reason, note). Effects: an act.
    """
    return _set(claim, True, reason=reason, note=note, by=by, at=at)


def unlock_branch(
    *, claim: str, reason: str, note: str = "", by: Viewer, at: datetime | None = None
) -> Act | None:
    """Take a lock away; locks above it and below it stay. Raises and does as locking."""
    return _set(claim, False, reason=reason, note=note, by=by, at=at)


def _set(
    claim: str, locked: bool, *, reason: str, note: str, by: Viewer, at: datetime | None
) -> Act | None:
    why, said = read_reason(reason), read_note(note)
    with transaction.atomic():
        floor = take_floor_of_claim(claim, by=by, at=at)
        lock_debate(floor)
        found = find_claim(claim, floor)
        enforce(why_not_lock(floor.standing, found))
        assert by
        if found.locked_here == locked:
            return None
        above_locked = found.parent is not None and found.parent.locked
        found.locked_here = locked
        found.locked = locked or above_locked
        found.save(update_fields=["locked_here", "locked"])
        lock_again(found, above_locked=above_locked)
        kind = ActKind.LOCKED if locked else ActKind.UNLOCKED
        deed = Deed(kind, why, found.author_id, claim=found, note=said)
        return keep_act(floor, deed, by=by)
