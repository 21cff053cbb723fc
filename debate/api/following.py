"""Following a debate."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from debate.actions.following import follow_debate, unfollow_debate
from debate.api.resource import Resource
from debate.enums import Paced
from debate.queries.debate import read_debate_head


class Followed(serializers.Serializer[Any]):
    """Whether one is told of what happens in a debate."""

    following = serializers.BooleanField()


class Follow(Resource):
    """Whether one is told of what happens in a debate."""

    @operation("Read whether one follows a debate", Followed)
    def get(self, request: Request, key: str) -> Response:
        return Response(Followed(read_debate_head(key, self.viewer)).data)

    @operation("Follow a debate", Followed, paced=Paced.FOLLOW)
    def put(self, request: Request, key: str) -> Response:
        follow_debate(debate=key, by=self.viewer)
        return Response({"following": True})

    @operation("Follow a debate no longer", status=HTTPStatus.NO_CONTENT, paced=Paced.FOLLOW)
    def delete(self, request: Request, key: str) -> Response:
        unfollow_debate(debate=key, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)
