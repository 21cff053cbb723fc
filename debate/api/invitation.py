"""What the link of an invitation offers, and taking it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from debate.actions.invitation import accept_invitation
from debate.api.resource import Resource
from debate.api.rows import Byline, Moment
from debate.enums import Paced, Role, Visibility
from debate.queries.members import read_invitation


class Offer(serializers.Serializer[Any]):
    """A role in a debate, for whoever has the link."""

    debate = serializers.CharField(source="debate_key")
    thesis = serializers.CharField()
    language = serializers.CharField()
    visibility = serializers.ChoiceField([str(visibility) for visibility in Visibility])
    role = serializers.ChoiceField([str(role) for role in Role])
    by = Byline()
    expires_at = Moment()
    needless = serializers.BooleanField(help_text="Whether one has that role, or more, already.")


class Joined(serializers.Serializer[Any]):
    """The debate in which one has a role now."""

    debate = serializers.CharField()


class Invitation(Resource):
    """A link that gives a role in a debate; its key is the right to see what it offers."""

    @operation("Read an invitation", Offer)
    def get(self, request: Request, link: str) -> Response:
        offer = Offer(read_invitation(link, self.viewer)).data
        return Response(offer, headers={"Cache-Control": "private, no-store"})

    @operation("Accept an invitation", Joined, paced=Paced.SEAT)
    def post(self, request: Request, link: str) -> Response:
        joined = accept_invitation(key=link, by=self.viewer)
        return Response({"debate": joined.key})
