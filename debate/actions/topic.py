"""Putting a debate under topics, so that it is found by what it is about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Invalid
from debate.actions.floor import lock_debate, take_floor
from debate.limits import TOPICS_PER_DEBATE_MAX
from debate.models import Topic
from debate.policies.debate import why_not_outline
from debate.policies.standing import enforce

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def choose_topics(
    *, debate: str, slugs: Collection[str], by: Viewer, at: datetime | None = None
) -> None:
    """Put a draft under these topics and no others; only topics that exist, a few at most.

    Saying it twice is harmless. Raises NotFound, NotSignedIn, NotAllowed, NotOpen (published
    already) and Invalid (no such topic, too many).
    """
    floor = take_floor(debate, by=by, at=at)
    enforce(why_not_outline(floor.standing))
    wanted = set(slugs)
    if len(wanted) > TOPICS_PER_DEBATE_MAX:
        raise Invalid("too_many_topics", field="topics", most=TOPICS_PER_DEBATE_MAX)
    topics = list(Topic.objects.filter(slug__in=wanted))
    if len(topics) < len(wanted):
        raise Invalid("no_such_topic", field="topics")
    lock_debate(floor).topics.set(topics)
