"""Handing a debate over to somebody else."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from accounts.enums import PersonKind
from accounts.errors import Conflict
from accounts.models import User
from debate.actions.floor import lock_debate, record, take_floor_to_change_rules
from debate.actions.following import keep_follow
from debate.enums import Action, ChangeKind, Role
from debate.models import Debate, Membership
from debate.policies.standing import enforce, why_not

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

# Both people before the rules, in the order of their numbers, so that two who hand debates to each
# other do not wait for one another; and neither is suspended or leaves the site meanwhile.
_HOLD_BOTH = """
SELECT id FROM accounts_user WHERE id = %(by)s OR key = %(to)s ORDER BY id FOR SHARE
"""


@transaction.atomic
def transfer_debate(*, debate: str, to: str, by: Viewer, at: datetime | None = None) -> Debate:
    """Hand a debate over to one of its moderators (`to`: their key); its owner becomes one.

    Not to one who goes by another name in it: their key would tell who they are. Essay and claims
    stay whose they are. The new owner follows the debate. Raises NotFound, NotSignedIn, NotAllowed
    (also whoever has handed it over already), NotOpen (a draft) and Conflict (not a moderator of it
    who has an account). Effects: a Change.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_BOTH, {"by": by.pk if by else None, "to": to})
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    enforce(why_not(floor.standing, Action.TRANSFER))
    assert by
    found = lock_debate(floor)
    seat = (
        Membership.objects.filter(debate=found, person__key=to, role=Role.MODERATOR, byline="")
        .select_related("person")
        .first()
    )
    if seat is None or not _can_own(seat.person, at=floor.at):
        raise Conflict("not_a_moderator")
    heir = seat.person
    found.owner = heir
    found.save(update_fields=["owner"])
    if not seat.side:
        seat.delete()  # the owner needs no seat
    Membership.objects.update_or_create(debate=found, person=by, defaults={"role": Role.MODERATOR})
    record(floor, ChangeKind.TRANSFERRED, by=by, payload={"person": heir.pk})
    keep_follow(found, heir, at=floor.at)
    return found


def _can_own(person: User, *, at: datetime) -> bool:
    return person.kind == PersonKind.PERSON and person.is_active and not person.suspended(at)
