"""Links that give a role in a debate to whoever signs in with them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from accounts.enums import PersonKind
from accounts.errors import NotAllowed, NotFound, NotSignedIn
from debate.actions.floor import take_floor_of_invitation, take_floor_to_change_rules
from debate.actions.membership import give_seat, read_role
from debate.enums import Action, Role
from debate.limits import INVITATION_DAYS
from debate.models import Debate, Invitation, Membership
from debate.models.member import new_link_key
from debate.policies.standing import enforce, why_not
from debate.queries.members import RANKS

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def make_invitation(
    *, debate: str, role: str, by: Viewer, at: datetime | None = None
) -> Invitation:
    """Make the link of a debate that gives a role; it replaces, and so revokes, the one there was.

    It holds for INVITATION_DAYS. Raises NotFound, NotSignedIn, NotAllowed and Invalid.
    """
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    enforce(why_not(floor.standing, Action.INVITE))
    assert by
    made, _is_new = Invitation.objects.update_or_create(
        debate=floor.debate,
        role=read_role(role),
        defaults={
            "key": new_link_key(),
            "by": by,
            "created_at": floor.at,
            "expires_at": floor.at + timedelta(days=INVITATION_DAYS),
            "used": 0,
        },
    )
    return made


@transaction.atomic
def revoke_invitation(*, debate: str, role: str, by: Viewer, at: datetime | None = None) -> None:
    """Have the link that gives a role lead nowhere; who came by it stays.

    Revoking what is revoked is harmless. Raises NotFound, NotSignedIn, NotAllowed and Invalid.
    """
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    enforce(why_not(floor.standing, Action.INVITE))
    Invitation.objects.filter(debate=floor.debate, role=read_role(role)).delete()


@transaction.atomic
def accept_invitation(*, key: str, by: Viewer, at: datetime | None = None) -> Debate:
    """Take the role that a link offers, unless one has it or a higher one already.

    Accepting twice is harmless and counts once. An invitation that expired, was revoked or never
    was is told apart by nobody. Raises NotFound, NotSignedIn, NotAllowed (suspended, blocked there,
    a guest), NotOpen (a draft, until it is published) and Conflict (too many members). Effects: a
    Change.
    """
    if not by:
        raise NotSignedIn("sign_in_to_join")
    floor = take_floor_of_invitation(key, by=by, at=at)
    offer = Invitation.objects.filter(key=key, debate=floor.debate).first()
    if offer is None or offer.expires_at <= floor.at:
        raise NotFound("no_invitation")
    if by.kind != PersonKind.PERSON:
        raise NotAllowed("sign_up_to_join")
    enforce(why_not(floor.standing, Action.JOIN))
    if floor.standing.owner:
        return floor.debate
    seat = Membership.objects.filter(debate=floor.debate, person=by).first()
    role = Role(offer.role)
    if seat is not None and seat.role and RANKS.index(Role(seat.role)) >= RANKS.index(role):
        return floor.debate
    give_seat(floor, by, role, seat=seat, by=by)
    Invitation.objects.filter(pk=offer.pk).update(used=F("used") + 1)
    return floor.debate
