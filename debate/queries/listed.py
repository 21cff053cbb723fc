"""Everything that search engines may find, page by page: public debates and their topics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from debate.models import Debate, DebateTally, Topic
from debate.policies.debate import listed_debates, visible_debates


@dataclass(frozen=True, slots=True)
class ListedDebate:
    """A public debate; one with an essay begins with it."""

    key: str
    essay: bool
    active_at: datetime


@dataclass(frozen=True, slots=True)
class ListedTopic:
    """A topic that has public debates, with the newest activity of any of them."""

    slug: str
    active_at: datetime


def _public() -> QuerySet[Debate]:
    return Debate.objects.filter(visible_debates(None), listed_debates())


def _topics() -> QuerySet[Topic]:
    return Topic.objects.filter(debates__in=_public()).distinct()


def count_listed_debates() -> int:
    """Queries: 1."""
    return _public().count()


def list_listed_debates(start: int, stop: int) -> list[ListedDebate]:
    """Public debates in the order in which they were made, so that pages stay. Queries: 1."""
    rows = _public().order_by("pk").values_list("key", "essay_id", "tally__active_at")
    return [ListedDebate(key, essay is not None, at) for key, essay, at in rows[start:stop]]


def count_listed_topics() -> int:
    """Queries: 1."""
    return _topics().count()


def list_listed_topics(start: int, stop: int) -> list[ListedTopic]:
    """Topics by name. Queries: 1."""
    topics = Topic.objects.filter(debates__in=_public()).order_by("slug")
    rows = topics.annotate(active_at=Max("debates__tally__active_at")).values_list(
        "slug", "active_at"
    )
    return [ListedTopic(slug, at) for slug, at in rows[start:stop]]


def read_last_activity() -> datetime | None:
    """The newest activity in any public debate; None where there is none. Queries: 1."""
    tallies = DebateTally.objects.filter(debate__in=_public()).order_by("-active_at")
    return tallies.values_list("active_at", flat=True).first()
