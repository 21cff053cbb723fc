"""Where one stands on the thesis, and where everybody does."""

from __future__ import annotations

from http import HTTPStatus

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict
from accounts.errors import Invalid
from debate.actions.position import state_position
from debate.api.fields import Number
from debate.api.resource import Resource
from debate.api.rows import Positions
from debate.enums import Paced
from debate.limits import POSITION_MAX, POSITION_MIN
from debate.queries.debate import read_debate_head
from debate.queries.rows import PositionRow


class PositionSent(Strict):
    """A place between strongly against and strongly for."""

    value = Number(
        range(POSITION_MIN, POSITION_MAX + 1),
        refusal=Invalid("no_such_position", least=POSITION_MIN, most=POSITION_MAX),
        help_text="-3 strongly against to +3 strongly for.",
    )


class OwnPosition(Positions):
    """Where one stands, and where all do; nobody sees the position of another."""

    value = serializers.IntegerField(source="mine", allow_null=True)
    first = serializers.SerializerMethodField(help_text="Where one stood first.")

    def get_first(self, row: PositionRow) -> int | None:
        return row.mine if row.mine_before is None else row.mine_before


class Position(Resource):
    """One's own position on the thesis of a debate, beside those of all."""

    @operation("Read positions", OwnPosition)
    def get(self, request: Request, key: str) -> Response:
        return Response(OwnPosition(read_debate_head(key, self.viewer).position).data)

    @operation("Take a position", OwnPosition, sent=PositionSent, paced=Paced.POSITION)
    def put(self, request: Request, key: str) -> Response:
        state_position(debate=key, value=self.sent["value"], by=self.viewer)
        return Response(OwnPosition(read_debate_head(key, self.viewer).position).data)

    @operation("Take a position back", status=HTTPStatus.NO_CONTENT, paced=Paced.POSITION)
    def delete(self, request: Request, key: str) -> Response:
        state_position(debate=key, value=None, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)
