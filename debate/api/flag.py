"""Asking whoever keeps order to look at a claim."""

from __future__ import annotations

from http import HTTPStatus

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text, Word
from debate.actions.flag import flag_claim
from debate.api.resource import Resource
from debate.enums import FLAG_REASONS, Paced
from debate.limits import NOTE_MAX


class FlagSent(Strict):
    """What is wrong with the claim."""

    reason = Word([str(reason) for reason in FLAG_REASONS])
    note = Text(default="", max_length=NOTE_MAX, help_text="To whoever keeps order.")


class Flag(Resource):
    """A flag on a claim; nobody learns who flagged."""

    @operation("Flag a claim", status=HTTPStatus.NO_CONTENT, sent=FlagSent, paced=Paced.FLAG)
    def post(self, request: Request, key: str) -> Response:
        flag_claim(claim=key, **self.sent, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)
