"""What search engines ask for first: /sitemap.xml and /robots.txt."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import overload

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from debate.limits import SITEMAP_PAGE
from debate.queries.listed import (
    ListedDebate,
    ListedTopic,
    count_listed_debates,
    count_listed_topics,
    list_listed_debates,
    list_listed_topics,
    read_last_activity,
)

# What is no page of its own: forms, what only one person sees, and the same words once more.
NOT_FOR_ROBOTS = (
    "/accounts/",
    "/admin/",
    "/acts/",
    "/drafts/",
    "/for-you/",
    "/held/",
    "/languages/",
    "/links/",
    "/moderation/",
    "/people/*/suspension/",
    "/search/",
    "/suspension/",
    "/debates/new/",
    "/debates/import/",
    "/debates/*/outline/",
    "/debates/*/manage/",
    "/debates/*/closing/",
    "/debates/*/freeze/",
    "/debates/*/print/",
    "/debates/*/cite/",
    "/debates/*/export/",
    "/debates/*/position/",
    "/debates/*/blocks/",
    "/debates/*/moderation/",
    "/debates/*/members/",
    "/debates/*/leaving/",
    "/invitations/",
    "/claims/*/cite/",
    "/claims/*/draft/",
    "/claims/*/edit/",
    "/claims/*/flag/",
    "/claims/*/moderation/",
    "/claims/*/relation/",
    "/claims/*/reply/",
    "/claims/*/replies/",
    "/claims/*/similar/",
    "/claims/*/withdrawal/",
    "/debates/*/claims/",
    "/debates/*/ticket/",
    "/classes/",
    "/classroom/",
    "/join/*/",
    "/rubrics/",
    "/sessions/",
    "/*?*sort=",
)

PAGES = [
    "explore",
    "topics",
    "how-it-works",
    "permissions",
    "classroom-permissions",
    "api-docs",
]


class Rows[Row](Sequence[Row]):
    """A list that is counted and read by the page, of however many rows."""

    def __init__(self, count: Callable[[], int], read: Callable[[int, int], list[Row]]) -> None:
        self._count = count
        self._read = read

    def __len__(self) -> int:
        return self._count()

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            return self._read(at.start or 0, at.stop)
        return self._read(at, at + 1)[0]


class _Section(Sitemap):
    limit = SITEMAP_PAGE

    def get_latest_lastmod(self) -> datetime | None:
        return read_last_activity()


class DebatesSitemap(_Section):
    def items(self) -> Sequence[ListedDebate]:
        return Rows(count_listed_debates, list_listed_debates)

    def location(self, item: ListedDebate) -> str:
        return reverse("debate" if item.essay else "threads", args=[item.key])

    def lastmod(self, item: ListedDebate) -> datetime:
        return item.active_at


class TopicsSitemap(_Section):
    def items(self) -> Sequence[ListedTopic]:
        return Rows(count_listed_topics, list_listed_topics)

    def location(self, item: ListedTopic) -> str:
        return reverse("topic", args=[item.slug])

    def lastmod(self, item: ListedTopic) -> datetime:
        return item.active_at


class PagesSitemap(Sitemap):
    def items(self) -> list[str]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


def _sections() -> dict[str, type[Sitemap] | Sitemap]:
    return {"debates": DebatesSitemap(), "topics": TopicsSitemap(), "pages": PagesSitemap()}


@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """Every address, or where there are too many for one file the addresses of the files."""
    if count_listed_debates() + count_listed_topics() + len(PAGES) <= SITEMAP_PAGE:
        return sitemaps.sitemap(request, _sections())
    return sitemaps.index(request, _sections(), sitemap_url_name="sitemap-section")


@require_safe
def part(request: HttpRequest, section: str) -> HttpResponse:
    return sitemaps.sitemap(request, _sections(), section)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}\n")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
