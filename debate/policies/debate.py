"""Who sees a debate, and who may do what with it as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.errors import NotFound, Refusal
from debate.enums import Action, Capacity, Visibility
from debate.models import LinkVisit, Membership
from debate.policies.standing import Standing, why_not
from debate.policies.visitor import Visitor

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def visible_debates(viewer: Viewer) -> Q:
    """The filter on Debate that every read and every write starts from.

    Public debates are visible to all; others to their owner and, drafts apart, to their members;
    unlisted ones also to whoever opened the link that they have now.
    """
    if isinstance(viewer, Visitor):
        by_link = Q(link_key__in=viewer.links)
    elif viewer is None:
        return entered_debates(viewer)
    else:
        visits = LinkVisit.objects.filter(
            debate=OuterRef("pk"), person=viewer, link_key=OuterRef("link_key")
        )
        by_link = Q(Exists(visits))
    return entered_debates(viewer) | (Q(visibility=Visibility.UNLISTED) & by_link)


def entered_debates(viewer: Viewer) -> Q:
    """The filter on Debate for what somebody sees without the help of a link."""
    public = Q(visibility=Visibility.PUBLIC)
    if not viewer:
        return public
    seats = Membership.objects.filter(debate=OuterRef("pk"), person=viewer, role__isnull=False)
    return public | Q(owner=viewer) | (~Q(visibility=Visibility.DRAFT) & Q(Exists(seats)))


def listed_debates() -> Q:
    """The filter on Debate for what lists, feeds and sitemaps of the whole site show to anybody."""
    return Q(visibility=Visibility.PUBLIC, archived_at__isnull=True)


def why_not_state_position(standing: Standing) -> Refusal | None:
    """Why a person may not say where they stand on the thesis; None when they may."""
    return why_not(standing, Action.TAKE_A_POSITION)


def why_not_outline(standing: Standing) -> Refusal | None:
    """Why a person may not change the thesis and points of a draft; None when they may."""
    return why_not(standing, Action.OUTLINE)


def why_not_open_or_close(standing: Standing) -> Refusal | None:
    """Why a person may not close or reopen a debate; None when they may."""
    return why_not(standing, Action.CLOSE)


def why_not_see_members(standing: Standing) -> Refusal | None:
    """Why a person may not see who the members of a debate are; None when they may.

    Who sees a public debate in which only members take part reads there, but is none of them.
    """
    if standing.capacity == Capacity.READER and standing.member is None:
        return NotFound("no_such_page")
    return why_not(standing, Action.SEE_MEMBERS)


def may_state_position(standing: Standing) -> bool:
    return why_not_state_position(standing) is None


def may(standing: Standing, action: Action) -> bool:
    """Whether the permission table lets a person do something to a debate as a whole."""
    return why_not(standing, action) is None
