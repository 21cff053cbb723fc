"""Who is blocked from a debate, and letting them take part again."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Key, Strict, Text, Word
from debate.actions.block import block_person, unblock_person
from debate.api.acted import REASONS, Name, Reasoned, act_operation, acted
from debate.api.resource import Resource
from debate.api.rows import Moment, PageAsked, paged, pages_of
from debate.enums import Reason
from debate.queries.blocks import list_blocks


class Block(serializers.Serializer[Any]):
    """Somebody who may add nothing to a debate, as they go by in it."""

    name = Name(source="by_name")
    act = serializers.CharField(allow_null=True, help_text="What blocked them.")
    at = Moment()


class Blocked(Reasoned):
    """Whom to block: the author of a claim, or who has a handle."""

    claim = Key(default="")
    handle = Text(default="", help_text="Finds nobody who goes by a pseudonym there.")

    def validate(self, attrs: Mapping[str, Any]) -> Mapping[str, Any]:
        if attrs["claim"] and attrs["handle"]:
            told = _("Name a claim or a handle, not both.")
            raise serializers.ValidationError({"handle": [told]}, "claim_or_handle")
        return attrs


class Unblocked(Strict):
    """Why somebody may take part again."""

    reason = Word(REASONS, default=str(Reason.RESOLVED))
    note = Text(default="")


class Blocks(Resource):
    """Who is blocked from a debate, for those who keep order there."""

    @operation("List who is blocked", pages_of(Block), asked=PageAsked)
    def get(self, request: Request, key: str) -> Response:
        shown = list_blocks(
            key, self.viewer, cursor=self.asked["cursor"], limit=self.asked["limit"]
        )
        return Response(paged(request, shown.page, Block))

    @act_operation("Block somebody from a debate", sent=Blocked)
    def post(self, request: Request, key: str) -> Response:
        act = block_person(debate=key, by=self.viewer, **self.sent)
        return acted(self, act) if act else Response(status=HTTPStatus.NO_CONTENT)


class Unblocking(Resource):
    """Somebody whom an act blocked, let in again."""

    @act_operation("Let somebody take part again", sent=Unblocked)
    def post(self, request: Request, key: str) -> Response:
        act = unblock_person(act=key, by=self.viewer, **self.sent)
        return acted(self, act) if act else Response(status=HTTPStatus.NO_CONTENT)
