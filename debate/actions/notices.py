"""Remembering what somebody has seen of what they were told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from accounts.errors import NotSignedIn
from debate.enums import ChangeKind, ClaimKind, NoticeReason
from debate.models import Notice

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def see_notices(*, up_to: int, reason: NoticeReason | None = None, by: Viewer) -> int:
    """Mark as seen what a person was told up to a notice, for one reason or for any.

    What arrives meanwhile stays unseen. Saying it twice is harmless. Raises NotSignedIn.
    Returns: how many were not seen before. Queries: 1.
    """
    told = _unseen(by).filter(pk__lte=up_to)
    return (told.filter(reason=reason) if reason else told).update(seen_at=Now())


def see_notices_of_claim(*, claim: str, by: Viewer) -> int:
    """Mark as seen what a person was told of a claim; of a thesis, of the debate as a whole too.

    What they were told of an act on it has a page of its own, except that it was approved.
    Saying it twice is harmless, and so is a claim that nobody was told of. Raises NotSignedIn.
    Returns: how many were not seen before. Queries: 1.
    """
    of_debate = Q(
        change__claim__isnull=True, debate__claims__key=claim, debate__claims__kind=ClaimKind.THESIS
    )
    of_act = Q(reason=NoticeReason.MODERATED) & ~Q(change__kind=ChangeKind.STATED)
    told = _unseen(by).filter(Q(change__claim__key=claim) | of_debate).exclude(of_act)
    return Notice.objects.filter(pk__in=told.values("pk")).update(seen_at=Now())


def see_notices_of_act(*, act: str, by: Viewer) -> int:
    """Mark as seen what a person was told of an act of moderation.

    Saying it twice is harmless, and so is an act that nobody was told of. Raises NotSignedIn.
    Returns: how many were not seen before. Queries: 1.
    """
    told = _unseen(by).filter(reason=NoticeReason.MODERATED, change__payload__act=act)
    return Notice.objects.filter(pk__in=told.values("pk")).update(seen_at=Now())


def _unseen(by: Viewer) -> QuerySet[Notice]:
    if not by:
        raise NotSignedIn("sign_in_for_news")
    return Notice.objects.filter(person=by, seen_at__isnull=True)
