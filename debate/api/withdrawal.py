"""Withdrawing one's own claim."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from debate.actions.withdrawal import withdraw_claim
from debate.api.resource import Resource
from debate.api.rows import ClaimAlone
from debate.enums import Paced
from debate.queries.claim import read_claim


class Withdrawal(Resource):
    """A claim that its author takes back: its words go, the replies to it stay."""

    @operation("Withdraw a claim", ClaimAlone, paced=Paced.EDIT)
    def post(self, request: Request, key: str) -> Response:
        withdraw_claim(claim=key, by=self.viewer)
        return Response(ClaimAlone(read_claim(key, self.viewer)).data)
