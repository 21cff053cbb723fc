"""Debates: the list of the public ones, and one of them."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict
from debate.api.resource import Resource
from debate.api.rows import DebateInList, DebateWhole, paged, pages_of
from debate.enums import DebateSort
from debate.limits import TOPIC_NAME_MAX
from debate.queries.debate import read_debate_head
from debate.queries.explore import list_debates


class DebatesAsked(Strict):
    """Which debates, in which order."""

    sort = serializers.ChoiceField([str(s) for s in DebateSort], default=str(DebateSort.ACTIVE))
    topic = serializers.SlugField(max_length=TOPIC_NAME_MAX, default=None)
    cursor = serializers.CharField(default="", help_text="From next or previous, unread.")


class Debates(Resource):
    """Public debates that are not in the archive."""

    @operation("List debates", pages_of(DebateInList), asked=DebatesAsked)
    def get(self, request: Request) -> Response:
        page = list_debates(
            self.viewer,
            sort=DebateSort(self.asked["sort"]),
            topic=self.asked["topic"],
            cursor=self.asked["cursor"],
        )
        return Response(paged(request, page, DebateInList))


class Debate(Resource):
    """One debate, without the claims under its thesis."""

    @operation("Read a debate", DebateWhole)
    def get(self, request: Request, key: str) -> Response:
        return Response(DebateWhole(read_debate_head(key, self.viewer)).data)
