"""Asking whoever keeps order to look at a claim, and settling that."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from accounts.errors import Invalid
from debate.actions.act import read_note, read_reason
from debate.actions.floor import find_claim, take_floor_of_claim
from debate.enums import FLAG_REASONS, Action
from debate.models import Claim, Flag
from debate.policies.claim import why_not_flag
from debate.policies.standing import enforce, why_not

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

# One statement, so that however often somebody asks at once there is one flag; the newer words
# take the place of the older ones.
_KEEP = """
INSERT INTO debate_flag (debate_id, claim_id, person_id, reason, note, at)
VALUES (%(debate)s, %(claim)s, %(person)s, %(reason)s, %(note)s, %(at)s)
ON CONFLICT (claim_id, person_id) WHERE settled_at IS NULL
DO UPDATE SET reason = excluded.reason, note = excluded.note, at = excluded.at
"""


def flag_claim(
    *, claim: str, reason: str, note: str = "", by: Viewer, at: datetime | None = None
) -> Claim:
    """Ask whoever keeps order in a debate to look at a claim; nobody learns who asked.

    Somebody's flag waits once on one claim: asking again gives it the newer reason and note. It
    changes nothing that others see. Raises NotFound, NotSignedIn, NotAllowed (one's own claim),
    NotOpen, Conflict (the claim is gone) and Invalid. Queries: 4.
    """
    why = read_reason(reason)
    if why not in FLAG_REASONS:
        raise Invalid("choose_a_reason", field="reason")
    said = read_note(note)
    with transaction.atomic():
        floor = take_floor_of_claim(claim, by=by, at=at)
        found = find_claim(claim, floor)
        enforce(why_not_flag(floor.standing, found))
        assert by
        with connection.cursor() as cursor:
            cursor.execute(
                _KEEP,
                {
                    "debate": floor.debate.pk,
                    "claim": found.pk,
                    "person": by.pk,
                    "reason": why,
                    "note": said,
                    "at": floor.at,
                },
            )
        return found


@transaction.atomic
def settle_flags(*, claim: str, by: Viewer, at: datetime | None = None) -> Claim:
    """Say that a claim was looked at and stays as it is; its flags wait no longer.

    Nothing is done to anybody, so nothing is told: it stands in no log. Saying it twice is
    harmless. Raises NotFound, NotSignedIn and NotAllowed (one's own claim). Queries: 4.
    """
    floor = take_floor_of_claim(claim, by=by, at=at)
    found = find_claim(claim, floor)
    enforce(why_not(floor.standing, Action.SETTLE_FLAGS, author_id=found.author_id))
    end_flags(found, at=floor.at)
    return found


def end_flags(claim: Claim, *, at: datetime) -> None:
    """Let the flags on a claim wait no longer, whatever was done about it. Queries: 1."""
    Flag.objects.filter(claim=claim, settled_at__isnull=True).update(settled_at=at)
