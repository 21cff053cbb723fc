"""What somebody judged, said and began, for themselves alone."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Key
from accounts.errors import NotSignedIn
from debate.api.resource import Resource
from debate.api.rows import Moment, PageAsked, paged, pages_of
from debate.enums import DraftPurpose
from debate.queries.drafts import list_begun
from debate.queries.own import list_positions, list_votes


class OfDebateAsked(PageAsked):
    """Of which debate."""

    debate = Key(default=None, help_text="In one debate; in all, if not asked.")


class VoteInList(serializers.Serializer[Any]):
    """How one judges a claim."""

    claim = serializers.CharField(source="claim_key")
    debate = serializers.CharField(source="debate_key")
    value = serializers.IntegerField(help_text="1 convincing, -1 not convincing, 0 unsure.")
    revision = serializers.IntegerField(help_text="The wording that one judged.")
    at = Moment()


class PositionInList(serializers.Serializer[Any]):
    """Where one said to stand; what was said before is kept."""

    debate = serializers.CharField(source="debate_key")
    value = serializers.IntegerField(
        allow_null=True, help_text="From -3 to 3; null where it was taken back."
    )
    at = Moment()


class DraftBegun(serializers.Serializer[Any]):
    """Something that one has begun to write."""

    purpose = serializers.ChoiceField([str(purpose) for purpose in DraftPurpose])
    claim = serializers.CharField(
        source="claim_key", allow_null=True, help_text="Which is answered or edited."
    )
    about = serializers.CharField(help_text="What that claim says; empty where it is gone.")
    reachable = serializers.BooleanField(help_text="Whether it can still be gone on with.")
    words = serializers.CharField(help_text="How it begins.")
    version = serializers.IntegerField()
    saved_at = Moment()


class OwnVotes(Resource):
    """One's own votes, the newest first; nobody sees those of others."""

    @operation("List one's votes", pages_of(VoteInList), asked=OfDebateAsked)
    def get(self, request: Request) -> Response:
        return Response(paged(request, list_votes(self.viewer, **self.asked), VoteInList))


class OwnPositions(Resource):
    """All that one ever said about where one stands, the newest first."""

    @operation("List one's positions", pages_of(PositionInList), asked=OfDebateAsked)
    def get(self, request: Request) -> Response:
        return Response(paged(request, list_positions(self.viewer, **self.asked), PositionInList))


class OwnDrafts(Resource):
    """Everything that one has begun to write, the newest first."""

    @operation("List one's drafts", pages_of(DraftBegun), asked=PageAsked)
    def get(self, request: Request) -> Response:
        if not self.viewer:
            raise NotSignedIn("sign_in_to_keep_a_draft")
        return Response(paged(request, list_begun(self.viewer, **self.asked), DraftBegun))
