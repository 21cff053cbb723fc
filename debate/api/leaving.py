"""Leaving a debate of which one is a member."""

from __future__ import annotations

from http import HTTPStatus

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from debate.actions.membership import leave_debate
from debate.api.resource import Resource
from debate.enums import Paced


class Leaving(Resource):
    """Giving one's role in a debate back; what one wrote there stays."""

    @operation("Leave a debate", status=HTTPStatus.NO_CONTENT, paced=Paced.SEAT)
    def post(self, request: Request, key: str) -> Response:
        leave_debate(debate=key, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)
