"""Having seen what one was told of."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text
from debate.actions.notices import see_notices
from debate.api.resource import Resource
from debate.enums import NoticeReason, Paced
from debate.queries.cursor import read_list_cursor


class SeenSent(Strict):
    """Up to which notice, and for which reason; for any, where none is named."""

    up_to = Text(help_text="From the list of notices, unread.")
    reason = serializers.ChoiceField([str(r) for r in NoticeReason], default=None)


class Seen(serializers.Serializer[Any]):
    """How many notices were not seen before."""

    seen = serializers.IntegerField()


class NoticesSeen(Resource):
    """Marking notices as seen; what arrived since stays unseen."""

    @operation("Mark notices as seen", Seen, sent=SeenSent, paced=Paced.FOLLOW)
    def post(self, request: Request) -> Response:
        up_to, reason = read_list_cursor(self.sent["up_to"]), self.sent["reason"]
        seen = see_notices(
            up_to=up_to.id, reason=NoticeReason(reason) if reason else None, by=self.viewer
        )
        return Response({"seen": seen})
