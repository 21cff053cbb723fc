"""Topics: the ones that have public debates, and those that a draft can be put under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q

from accounts.errors import NotFound
from debate.enums import Visibility
from debate.models import Debate, Topic
from debate.policies.debate import listed_debates, visible_debates
from debate.queries.rows import TopicRow

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

_LISTED = Q(debates__visibility=Visibility.PUBLIC, debates__archived_at__isnull=True)


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A topic with how many public debates are about it."""

    slug: str
    name: str
    debates: int


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """A topic that a draft can be put under; `chosen`: it stands under it already."""

    slug: str
    name: str
    chosen: bool


def list_topics() -> tuple[TopicCount, ...]:
    """Topics of public debates, the busiest first. Queries: 1."""
    counted = Topic.objects.annotate(debates_public=Count("debates", filter=_LISTED))
    found = counted.filter(debates_public__gt=0).order_by("-debates_public", "name")
    return tuple(TopicCount(*row) for row in found.values_list("slug", "name", "debates_public"))


def count_public_debates() -> int:
    """How many debates everybody can see, the archive apart. Queries: 1."""
    return Debate.objects.filter(listed_debates()).count()


def read_topic(slug: str) -> TopicRow:
    """A topic by its slug, also where no debate is about it. Raises NotFound. Queries: 1."""
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        raise NotFound("no_topic")
    return TopicRow(topic.slug, topic.name)


def list_topic_choices(debate: str, viewer: Viewer) -> tuple[TopicChoice, ...]:
    """Every topic, and whether a debate that the viewer may see stands under it. Queries: 1."""
    seen = Debate.objects.filter(visible_debates(viewer), key=debate, topics=OuterRef("pk"))
    topics = Topic.objects.annotate(chosen=Exists(seen)).order_by("name")
    return tuple(TopicChoice(*row) for row in topics.values_list("slug", "name", "chosen"))
