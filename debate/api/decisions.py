"""Deciding appeals."""

from __future__ import annotations

from http import HTTPStatus

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text, Word
from debate.actions.appeal import decide_appeal
from debate.api.acted import Act, acted
from debate.api.resource import Resource
from debate.enums import Decision as Decided
from debate.enums import Paced
from debate.limits import NOTE_MAX


class DecisionSent(Strict):
    """The answer to an appeal."""

    decision = Word([str(decision) for decision in Decided])
    answer = Text(max_length=NOTE_MAX, help_text="To whoever appealed.")


class Decision(Resource):
    """An appeal decided: what was done stays, or is undone."""

    @operation(
        "Decide an appeal", Act, status=HTTPStatus.CREATED, sent=DecisionSent, paced=Paced.ORDER
    )
    def post(self, request: Request, key: str) -> Response:
        return acted(self, decide_appeal(act=key, by=self.viewer, **self.sent))
