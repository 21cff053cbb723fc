"""Who sees a debate, and who may do what with it as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.errors import NotAllowed, NotSignedIn, Refusal
from debate.enums import Permission, Visibility
from debate.errors import NotOpen
from debate.models import Membership
from debate.policies.standing import Standing, why_not_take_part

if TYPE_CHECKING:
    from accounts.models import User


def visible_debates(viewer: User | None) -> Q:
    """The filter on Debate that every read and every write starts from.

    Public debates are visible to all; others to their owner and, drafts apart, to their members.
    """
    public = Q(visibility=Visibility.PUBLIC)
    if viewer is None:
        return public
    member = Exists(Membership.objects.filter(debate=OuterRef("pk"), person=viewer))
    return public | Q(owner=viewer) | (~Q(visibility=Visibility.DRAFT) & Q(member))


def why_not_state_position(standing: Standing) -> Refusal | None:
    """Why a person may not say where they stand on the thesis; None when they may."""
    refusal = why_not_take_part(standing, deed="take_a_position")
    if refusal is None and Permission.POSITION not in standing.rules.allow:
        return NotOpen("positions_closed")
    return refusal


def why_not_outline(standing: Standing) -> Refusal | None:
    """Why a person may not change the thesis and points of a draft; None when they may."""
    refusal = _why_not_own(standing)
    if refusal is None and not standing.draft:
        return NotOpen("already_published")
    return refusal


def why_not_open_or_close(standing: Standing) -> Refusal | None:
    """Why a person may not close or reopen a debate; None when they may."""
    refusal = _why_not_own(standing)
    if refusal is None and standing.draft:
        return NotOpen("still_a_draft")
    return refusal


def may_state_position(standing: Standing) -> bool:
    return why_not_state_position(standing) is None


def may_outline(standing: Standing) -> bool:
    return why_not_outline(standing) is None


def may_open_or_close(standing: Standing) -> bool:
    return why_not_open_or_close(standing) is None


def _why_not_own(standing: Standing) -> Refusal | None:
    if standing.person_id is None:
        return NotSignedIn("sign_in_to_manage")
    if not standing.owner:
        return NotAllowed("owner_only")
    return None
