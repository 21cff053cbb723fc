"""Wanting to hear of a debate, and no longer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.errors import NotFound, NotSignedIn
from debate.actions.floor import hold_person
from debate.enums import Visibility
from debate.errors import NotOpen
from debate.models import Debate, Follow
from debate.policies.debate import visible_debates

if TYPE_CHECKING:
    from accounts.models import User
    from debate.policies.visitor import Viewer


@transaction.atomic
def follow_debate(*, debate: str, by: Viewer, at: datetime | None = None) -> None:
    """Tell a person of what happens in a debate from now on.

    Following twice is harmless. Raises NotSignedIn, NotFound and NotOpen (a draft). Queries: 3.
    """
    found, person = _seen(debate, by=by)
    if found.visibility == Visibility.DRAFT:
        raise NotOpen("still_a_draft")
    keep_follow(found, person, at=at or timezone.now())


@transaction.atomic
def unfollow_debate(*, debate: str, by: Viewer) -> None:
    """Tell a person no more of what happens in a debate; what they were told stays.

    Saying it twice is harmless. Raises NotSignedIn and NotFound. Queries: 3.
    """
    found, person = _seen(debate, by=by)
    Follow.objects.filter(debate=found, person=person).delete()


def keep_follow(debate: Debate, person: User, *, at: datetime) -> None:
    """Write down that a person follows a debate, unless they do already. Queries: 1."""
    Follow.objects.bulk_create(
        [Follow(debate=debate, person=person, created_at=at)], ignore_conflicts=True
    )


def _seen(debate: str, *, by: Viewer) -> tuple[Debate, User]:
    if not by:
        raise NotSignedIn("sign_in_to_follow")
    hold_person(by)
    # Held, so that it is not deleted before the follow is written.
    held = Debate.objects.select_for_update(of=("self",), no_key=True)
    found = held.filter(visible_debates(by), key=debate).first()
    if found is None:
        raise NotFound("no_debate")
    return found, by
