"""What a teacher tells the whole class: a line, and claims that are shown to everybody."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text
from classroom.actions.announcement import announce, take_back_announcement
from classroom.actions.feature import feature_claim, stop_featuring
from classroom.api.resource import Resource
from classroom.limits import ANNOUNCEMENT_MAX
from classroom.queries.access import SessionAccess
from classroom.queries.board import list_featured
from debate.api.rows import Moment
from debate.enums import Paced


class Announced(serializers.Serializer[Any]):
    """A line to everybody in a session."""

    text = serializers.CharField(help_text="Empty where nothing is announced.")
    at = Moment(allow_null=True)


class AnnouncementSent(Strict):
    """A line to everybody."""

    text = Text(max_length=ANNOUNCEMENT_MAX)


class FeaturedClaim(serializers.Serializer[Any]):
    """A claim that is shown to everybody in a session."""

    claim = serializers.CharField()
    debate = serializers.CharField()
    text = serializers.CharField()
    group = serializers.IntegerField(help_text="Its number.")


class FeaturedClaims(serializers.Serializer[Any]):
    """The claims that are shown to everybody, the latest first."""

    results = FeaturedClaim(many=True)


class ClaimChosen(Strict):
    """A claim of the session."""

    claim = Text(help_text="Its key.")


class Announcement(Resource):
    """The line that everybody in a session sees."""

    @operation("Read the announcement", Announced)
    def get(self, request: Request, key: str) -> Response:
        return self._announced(key)

    @operation("Announce something", Announced, sent=AnnouncementSent, paced=Paced.ORDER)
    def put(self, request: Request, key: str) -> Response:
        announce(session=key, by=self.viewer, **self.sent)
        return self._announced(key)

    @operation("Take the announcement back", status=HTTPStatus.NO_CONTENT, paced=Paced.ORDER)
    def delete(self, request: Request, key: str) -> Response:
        take_back_announcement(session=key, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)

    def _announced(self, key: str) -> Response:
        session = self.open(key).session
        return Response(Announced({"text": session.announcement, "at": session.announced_at}).data)


class Features(Resource):
    """The claims that everybody in a session is shown."""

    @operation("List the claims that are shown to all", FeaturedClaims)
    def get(self, request: Request, key: str) -> Response:
        return Response(_featured(self.open(key)))

    @operation("Show a claim to all", FeaturedClaims, sent=ClaimChosen, paced=Paced.ORDER)
    def post(self, request: Request, key: str) -> Response:
        feature_claim(session=key, by=self.viewer, **self.sent)
        return Response(_featured(self.open(key)))


class FeatureOfSession(Resource):
    """One claim that everybody is shown."""

    @operation("Stop showing a claim to all", status=HTTPStatus.NO_CONTENT, paced=Paced.ORDER)
    def delete(self, request: Request, key: str, claim: str) -> Response:
        stop_featuring(session=key, claim=claim, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)


def _featured(access: SessionAccess) -> dict[str, Any]:
    shown = [
        {
            "claim": one.claim.key,
            "debate": one.claim.debate_key,
            "text": one.claim.text,
            "group": one.group,
        }
        for one in list_featured(access)
    ]
    return {"results": FeaturedClaim(shown, many=True).data}
