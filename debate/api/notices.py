"""What somebody is told of."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from debate.api.activity import DeedInList
from debate.api.resource import Resource
from debate.api.rows import PageAsked, linked, pages_of
from debate.enums import NoticeReason, Role
from debate.queries.notices import NoticeGroup, count_unseen, list_notices


class NoticesAsked(PageAsked):
    """Why one is told."""

    reason = serializers.ChoiceField([str(r) for r in NoticeReason], default=None)


class Notice(serializers.Serializer[Any]):
    """One thing that one is told of."""

    reason = serializers.ChoiceField([str(reason) for reason in NoticeReason])
    seen = serializers.BooleanField()
    deed = DeedInList()
    about = serializers.CharField(
        help_text="Of an answer the claim that it answers, else the thesis; empty where gone."
    )
    own = serializers.CharField(
        help_text="Of an act of moderation: what one's own claim says, also where it is hidden."
    )
    act = serializers.CharField(allow_null=True, help_text="The act of moderation that it is of.")
    role = serializers.ChoiceField(
        [str(role) for role in Role], allow_null=True, help_text="The role that one was given."
    )


class NoticesToSee(pages_of(Notice)):  # type: ignore[misc]
    """A page of notices, the newest first, like things together."""

    unseen = serializers.IntegerField(help_text="How many are not seen, counted to a hundred.")
    up_to = serializers.CharField(
        help_text="Of the newest on this page, for marking as seen; empty if there is none."
    )


class Notices(Resource):
    """What one is told of: answers to one's claims, edits, news of debates that one follows."""

    @operation("List notices", NoticesToSee, asked=NoticesAsked)
    def get(self, request: Request) -> Response:
        asked = self.asked
        shown = list_notices(
            self.viewer,
            reason=NoticeReason(asked["reason"]) if asked["reason"] else None,
            limit=asked["limit"],
            cursor=asked["cursor"],
        )
        results = [told for group in shown.page.rows for told in _told(group)]
        return Response(
            {
                **linked(request, shown.page, results),
                "unseen": count_unseen(self.viewer),
                "up_to": shown.up_to,
            }
        )


def _told(group: NoticeGroup) -> list[dict[str, Any]]:
    return [
        {
            "reason": group.reason,
            "seen": told.seen,
            "deed": DeedInList(told.deed).data,
            "about": group.subject,
            "own": told.own,
            "act": told.act,
            "role": told.role,
        }
        for told in group.rows
    ]
