"""Closing a debate, with a statement or without, and opening it again."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text
from debate.actions.publication import close_debate, reopen_debate
from debate.api.resource import Resource
from debate.enums import Action, Paced
from debate.limits import CONCLUSION_MAX
from debate.queries.manage import read_managed


class ClosingOfDebate(serializers.Serializer[Any]):
    """Whether a debate is closed, and what its owner says of it."""

    closed = serializers.BooleanField(help_text="It has ended, or not begun.")
    conclusion = serializers.CharField(help_text="Markdown.")


class ClosingSent(Strict):
    """A statement in closing."""

    conclusion = Text(
        default=None,
        allow_null=True,
        max_length=CONCLUSION_MAX,
        help_text="Markdown; null leaves the one there is.",
    )


class Closing(Resource):
    """The end of a debate: it stays to be read."""

    @operation("See whether a debate is closed", ClosingOfDebate)
    def get(self, request: Request, key: str) -> Response:
        return Response(ClosingOfDebate(read_managed(key, self.viewer, Action.CLOSE)).data)

    @operation("Close a debate", ClosingOfDebate, sent=ClosingSent, paced=Paced.MANAGE)
    def put(self, request: Request, key: str) -> Response:
        close_debate(debate=key, conclusion=self.sent["conclusion"], by=self.viewer)
        return Response(ClosingOfDebate(read_managed(key, self.viewer, Action.CLOSE)).data)

    @operation("Open a debate again", status=HTTPStatus.NO_CONTENT, paced=Paced.MANAGE)
    def delete(self, request: Request, key: str) -> Response:
        reopen_debate(debate=key, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)
