"""Judging a newcomer's claim that is held: it is approved, sent back or removed."""

from __future__ import annotations

from datetime import UTC
from http import HTTPStatus

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text, Word
from debate.actions.held import approve_held, remove_held, return_held
from debate.api.acted import REASONS, act_operation, acted
from debate.api.resource import Resource
from debate.api.rows import Claim, Moment
from debate.enums import Paced, Reason
from debate.limits import NOTE_MAX
from debate.queries.claim import read_claim


class Approved(Strict):
    """Which words are approved, and what its author is told."""

    seen = Moment(
        default=None,
        help_text="When the words were sent that you read; later ones are not approved unread.",
    )
    reason = Word(REASONS, default=str(Reason.RESOLVED))
    note = Text(default="")


class Returned(Strict):
    """Why a claim is sent back, and what to change."""

    reason = Word(REASONS)
    note = Text(max_length=NOTE_MAX, help_text="What to change.")


class Approval(Resource):
    """A claim that was held, made part of the debate."""

    @operation("Approve a held claim", Claim, sent=Approved, paced=Paced.ORDER)
    def post(self, request: Request, key: str) -> Response:
        seen = self.sent["seen"]
        claim = approve_held(
            held=key,
            reason=self.sent["reason"],
            note=self.sent["note"],
            seen=seen.astimezone(UTC).isoformat() if seen else "",
            by=self.viewer,
        )
        return Response(Claim(read_claim(claim.key, self.viewer)).data)


class Return(Resource):
    """A claim that was held, sent back to its author with a note."""

    @act_operation("Send a held claim back", sent=Returned)
    def post(self, request: Request, key: str) -> Response:
        act = return_held(held=key, by=self.viewer, **self.sent)
        return acted(self, act) if act else Response(status=HTTPStatus.NO_CONTENT)


class Removal(Resource):
    """A claim that was held, refused; its author can appeal."""

    @act_operation("Remove a held claim")
    def post(self, request: Request, key: str) -> Response:
        act = remove_held(held=key, by=self.viewer, **self.sent)
        return acted(self, act) if act else Response(status=HTTPStatus.NO_CONTENT)
