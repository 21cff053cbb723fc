"""What debates are about."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from debate.api.resource import Resource
from debate.api.rows import DebateInList, PageAsked, Topic, paged, pages_of
from debate.enums import DebateSort
from debate.queries.explore import list_debates
from debate.queries.paging import cut_page
from debate.queries.topic import list_topics, read_topic


class TopicInList(Topic):
    """What debates are about, in a word or two."""

    debates = serializers.IntegerField(help_text="How many public debates are about it.")


class TopicWhole(pages_of(DebateInList)):  # type: ignore[misc]
    """A topic, with a page of the debates about it."""

    slug = serializers.CharField()
    name = serializers.CharField()


class TopicAsked(PageAsked):
    """Which page of its debates, in which order."""

    sort = serializers.ChoiceField([str(s) for s in DebateSort], default=str(DebateSort.ACTIVE))


class Topics(Resource):
    """Topics of public debates, the busiest first."""

    @operation("List topics", pages_of(TopicInList), asked=PageAsked)
    def get(self, request: Request) -> Response:
        page = cut_page(list_topics(), of="topics", **self.asked)
        return Response(paged(request, page, TopicInList))


class TopicOfDebates(Resource):
    """A topic and the debates about it."""

    @operation("Read a topic", TopicWhole, asked=TopicAsked)
    def get(self, request: Request, slug: str) -> Response:
        topic = read_topic(slug)
        page = list_debates(
            self.viewer,
            sort=DebateSort(self.asked["sort"]),
            topic=topic.slug,
            limit=self.asked["limit"],
            cursor=self.asked["cursor"],
        )
        return Response(
            {"slug": topic.slug, "name": topic.name, **paged(request, page, DebateInList)}
        )
