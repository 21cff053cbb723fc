"""What a claim said over time, and what it cites."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from debate.api.resource import Resource
from debate.api.rows import Byline, Moment, PageAsked, Source, paged, pages_of
from debate.queries.history import list_sources, list_wordings, read_wording
from debate.queries.rows import Page


class ClaimRevisionWhole(serializers.Serializer[Any]):
    """One wording of a claim; a typo mended at once leaves none of its own."""

    revision = serializers.IntegerField(help_text="What votes, replies and If-Match call it.")
    number = serializers.IntegerField(help_text="The how-manieth wording it is, from 1.")
    created_at = Moment(source="at")
    byline = Byline()
    text = serializers.CharField()
    details = serializers.CharField(help_text="Markdown as it was typed.")
    sources = Source(many=True)


class ClaimRevisions(Resource):
    """The wordings of a claim, the newest first; of a claim that is gone nothing is told."""

    @operation("List the wordings of a claim", pages_of(ClaimRevisionWhole), asked=PageAsked)
    def get(self, request: Request, key: str) -> Response:
        page = list_wordings(key, self.viewer, **self.asked)
        return Response(paged(request, page, ClaimRevisionWhole))


class ClaimRevision(Resource):
    """One wording of a claim."""

    @operation("Read a wording of a claim", ClaimRevisionWhole)
    def get(self, request: Request, key: str, number: str) -> Response:
        found = read_wording(key, self.viewer, revision=int(number))
        self.tagged(found, revision=found.revision)
        return Response(ClaimRevisionWhole(found).data)


class ClaimSources(Resource):
    """The sources of a claim's newest wording, all on one page."""

    @operation("List the sources of a claim", pages_of(Source))
    def get(self, request: Request, key: str) -> Response:
        page = Page(rows=list_sources(key, self.viewer))
        return Response(paged(request, page, Source))
