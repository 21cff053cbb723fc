"""What changed in a debate, for a copy that is kept in step."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict
from debate.api.resource import Resource
from debate.api.rows import Claim, Moment
from debate.api.thread import FIELDS, shaped
from debate.enums import ChangeKind
from debate.queries.followed import list_changes_since


class ChangesAsked(Strict):
    """Since when."""

    since = serializers.CharField(help_text="The cursor of a thread, or of the answer before.")


class Change(serializers.Serializer[Any]):
    """One thing that happened; without a claim it concerns the debate as a whole."""

    seq = serializers.IntegerField()
    kind = serializers.ChoiceField([str(kind) for kind in ChangeKind])
    at = Moment()
    claim = serializers.CharField(source="claim_key", allow_null=True)


class ChangesSince(serializers.Serializer[Any]):
    """What changed, and every claim that looks different by it as it is now."""

    changes = Change(many=True)
    claims = Claim(many=True)
    cursor = serializers.CharField(help_text="Where the next question goes on.")
    more = serializers.BooleanField(help_text="Whether there is more: then ask at once.")
    poll_after = serializers.IntegerField(help_text="Seconds to wait before asking again.")


class Changes(Resource):
    """What changed since a cursor, and every claim that looks different by it."""

    @operation("Follow a debate", ChangesSince, asked=ChangesAsked)
    def get(self, request: Request, key: str) -> Response:
        followed = list_changes_since(key, self.viewer, since=self.asked["since"])
        return Response(
            {
                "changes": Change(followed.changes, many=True).data,
                "claims": [
                    shaped(followed.claims, claim, FIELDS) for claim in followed.claims.claims
                ],
                "cursor": followed.cursor,
                "more": followed.more,
                "poll_after": followed.poll_after,
            }
        )
