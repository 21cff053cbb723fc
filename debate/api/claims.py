"""A claim, and what answers it directly."""

from __future__ import annotations

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from debate.api.resource import Resource
from debate.api.rows import ClaimAlone, ClaimOfThread, PageAsked, linked, pages_of
from debate.api.thread import FIELDS, shaped, where_replies
from debate.enums import Relation, Sort
from debate.queries.claim import read_claim
from debate.queries.replies import list_replies


class RepliesAsked(PageAsked):
    """Which replies, in which order."""

    sort = serializers.ChoiceField([str(sort) for sort in Sort], default=str(Sort.OLDEST))
    relation = serializers.ChoiceField([str(r) for r in Relation], default=None)


class Claim(Resource):
    """One claim as it is now."""

    @operation("Read a claim", ClaimAlone)
    def get(self, request: Request, key: str) -> Response:
        return Response(ClaimAlone(read_claim(key, self.viewer)).data)


class Replies(Resource):
    """The direct replies to a claim, those that are gone too."""

    @operation("List the replies to a claim", pages_of(ClaimOfThread), asked=RepliesAsked)
    def get(self, request: Request, key: str) -> Response:
        sort, relation = self.asked["sort"], self.asked["relation"]
        head, page = list_replies(
            key,
            self.viewer,
            sort=Sort(sort),
            relation=Relation(relation) if relation else None,
            limit=self.asked["limit"],
            cursor=self.asked["cursor"],
        )
        where = where_replies(request, sort=sort, limit=self.asked["limit"])
        results = [shaped(head, claim, FIELDS, where) for claim in page.rows]
        return Response(linked(request, page, results))
