"""The link of an unlisted debate: opening it, another one in its place, none at all."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from accounts.errors import Conflict, NotFound
from debate.actions.floor import lock_debate, record, take_floor_to_change_rules
from debate.enums import Action, ChangeKind, Visibility
from debate.models import Debate, LinkVisit
from debate.models.member import new_link_key
from debate.policies.standing import enforce, why_not

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

# As every write does: the person, then the rules, so that neither goes while the visit is kept.
_HOLD_PERSON = "SELECT id FROM accounts_user WHERE id = %(person)s AND kind <> 'gone' FOR SHARE"
_HOLD_RULES = """
SELECT debate_id FROM debate_debaterules
 WHERE debate_id = (SELECT id FROM debate_debate WHERE link_key = %(key)s) FOR SHARE
"""


@transaction.atomic
def open_link(*, key: str, by: Viewer, at: datetime | None = None) -> str:
    """Let a person into an unlisted debate by its link; answers the key of the debate.

    For somebody who is not signed in nothing is kept here. Opening it twice is harmless. Raises
    NotFound for a link that is unknown or revoked, and to who has left. Queries: 4; 1 for nobody.
    """
    unlisted = Debate.objects.filter(link_key=key, visibility=Visibility.UNLISTED)
    if by:
        with connection.cursor() as cursor:
            cursor.execute(_HOLD_PERSON, {"person": by.pk})
            if cursor.fetchone() is None:
                raise NotFound("no_link")  # they have left meanwhile: nothing of theirs is kept
            cursor.execute(_HOLD_RULES, {"key": key})
    debate = unlisted.first()
    if debate is None:
        raise NotFound("no_link")
    if by:
        LinkVisit.objects.bulk_create(
            [LinkVisit(debate=debate, person=by, link_key=key, at=at or timezone.now())],
            update_conflicts=True,
            unique_fields=["debate", "person"],
            update_fields=["link_key", "at"],
        )
    return debate.key


def renew_link(*, debate: str, by: Viewer, at: datetime | None = None) -> Debate:
    """Give an unlisted debate another link; the one before opens nothing any more.

    Whoever came by it, and has no seat, does not see the debate from then on. Raises NotFound,
    NotSignedIn, NotAllowed, NotOpen and Conflict (not unlisted). Effects: a Change.
    """
    return _set_link(debate, new_link_key(), by=by, at=at)


def revoke_link(*, debate: str, by: Viewer, at: datetime | None = None) -> Debate:
    """Take the link of an unlisted debate away, so that only its members see it.

    Saying it twice is harmless. Raises and does as renewing.
    """
    return _set_link(debate, None, by=by, at=at)


@transaction.atomic
def _set_link(debate: str, key: str | None, *, by: Viewer, at: datetime | None) -> Debate:
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    enforce(why_not(floor.standing, Action.SET_ACCESS))
    assert by
    found = lock_debate(floor)
    if found.visibility != Visibility.UNLISTED:
        raise Conflict("not_unlisted")
    if key is None and found.link_key is None:
        return found
    found.link_key = key
    found.save(update_fields=["link_key"])
    told = {"link": "renewed" if key else "revoked"}  # never the key itself: the record is read
    record(floor, ChangeKind.ADMITTED, by=by, payload=told)
    return found
