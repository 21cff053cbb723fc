"""Putting a debate under topics, so that it is found by what it is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Invalid
from debate.actions.floor import lock_debate, record, take_floor
from debate.enums import Action, ChangeKind
from debate.limits import TOPICS_PER_DEBATE_MAX
from debate.models import Debate, Topic
from debate.policies.standing import enforce, why_not

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def choose_topics(
    *, debate: str, slugs: Collection[str], by: Viewer, at: datetime | None = None
) -> None:
    """Put a debate under these topics and no others; only topics that exist, a few at most.

    Saying it twice is harmless. Raises NotFound, NotSignedIn, NotAllowed and Invalid (no such
    topic, too many). Effects: a Change, unless it is a draft.
    """
    floor = take_floor(debate, by=by, at=at)
    enforce(why_not(floor.standing, Action.DESCRIBE))
    assert by
    topics = read_topics(slugs)
    if put_under(lock_debate(floor), topics) and not floor.standing.draft:
        record(floor, ChangeKind.DESCRIBED, by=by, payload={"what": ["topics"]})


def read_topics(slugs: Collection[str]) -> Sequence[Topic]:
    """The topics that somebody chose. Raises Invalid. Queries: 1."""
    wanted = set(slugs)
    if len(wanted) > TOPICS_PER_DEBATE_MAX:
        raise Invalid("too_many_topics", field="topics", most=TOPICS_PER_DEBATE_MAX)
    written = [slug for slug in wanted if slug.isascii() and slug.isprintable()]
    topics = list(Topic.objects.filter(slug__in=written))
    if len(topics) < len(wanted):
        raise Invalid("no_such_topic", field="topics")
    return topics


def put_under(debate: Debate, topics: Sequence[Topic]) -> bool:
    """Put a debate whose row is locked under topics; answers whether that changes anything."""
    if set(debate.topics.values_list("pk", flat=True)) == {topic.pk for topic in topics}:
        return False
    debate.topics.set(topics)
    return True
