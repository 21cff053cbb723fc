"""Saying which claim changed one's view."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Conflict, Invalid
from debate.actions.floor import find_claim, lock_debate, take_floor_of_claim
from debate.limits import DELTA_REASON_MAX, DELTAS_MAX
from debate.logic.claim_text import canonical_line, readable
from debate.models import Claim, Delta
from debate.policies.claim import why_not_give_delta
from debate.policies.debate import why_not_state_position
from debate.policies.standing import enforce

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def give_delta(*, claim: str, reason: str = "", by: Viewer, at: datetime | None = None) -> Delta:
    """Say that a claim changed one's view, and why; saying it again sets the reason anew.

    Raises NotFound, NotSignedIn, NotAllowed (one's own claim), NotOpen, Conflict (the claim is
    gone, too many of theirs here) and Invalid (the reason). Queries: 8. Effects: none but the row:
    no Change tells of it, since who gave it is told to nobody.
    """
    said = _read_reason(reason)
    with transaction.atomic():
        floor = take_floor_of_claim(claim, by=by, at=at)
        lock_debate(floor)  # so that two at once are counted one after the other
        found = find_claim(claim, floor)
        enforce(why_not_give_delta(floor.standing, found))
        assert by
        others = Delta.objects.filter(person=by, claim__debate=floor.debate).exclude(claim=found)
        if others.count() >= DELTAS_MAX:
            raise Conflict("too_many_deltas", most=DELTAS_MAX)
        # Held, so that what its relation makes of it cannot change before this is kept.
        held = Claim.objects.select_for_update(no_key=True, of=("self",)).get(pk=found.pk)
        given, _new = Delta.objects.update_or_create(
            claim=held,
            person=by,
            defaults={"reason": said},
            create_defaults={
                "reason": said,
                "claim_author_id": held.author_id,
                "claim_bears_as": held.bears_as,
                "at": floor.at,
            },
        )
        return given


def take_back_delta(*, claim: str, by: Viewer, at: datetime | None = None) -> None:
    """Say no longer that a claim changed one's view; saying it twice is harmless.

    Raises NotFound, NotSignedIn, NotAllowed and NotOpen. Queries: 4.
    """
    with transaction.atomic():
        floor = take_floor_of_claim(claim, by=by, at=at)
        found = find_claim(claim, floor)
        enforce(why_not_state_position(floor.standing))
        assert by
        Delta.objects.filter(claim=found, person=by).delete()


def _read_reason(reason: str) -> str:
    """A reason as it is kept, on one line. Raises Invalid."""
    if not readable(reason):
        raise Invalid("unreadable_characters", field="reason")
    kept = canonical_line(reason)
    if len(kept) > DELTA_REASON_MAX:
        raise Invalid("reason_too_long", field="reason", most=DELTA_REASON_MAX, length=len(kept))
    return kept
