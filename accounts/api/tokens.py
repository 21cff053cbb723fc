"""One's tokens for programs, in the hands of a browser: no token opens them."""

from __future__ import annotations

from datetime import UTC
from http import HTTPStatus
from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.token import list_tokens, make_token, read_token, revoke_token
from accounts.api.operation import operation
from accounts.api.resource import Resource
from accounts.api.strict import Strict, Text, Whole, Word
from accounts.enums import Scope
from accounts.errors import NotSignedIn
from accounts.limits import TOKEN_DAYS, TOKEN_DAYS_USUAL
from accounts.models import User

_SCOPES = [str(scope) for scope in Scope]


class NewToken(Strict):
    """What a program is called, what it may do, and for how long."""

    name = Text(help_text="Shown beside the claims that the program posts.")
    scopes = serializers.ListField(child=Word(_SCOPES), help_text="At least one.")
    days = Whole(
        default=TOKEN_DAYS_USUAL,
        help_text=f"For how many days it works: {', '.join(map(str, TOKEN_DAYS))}.",
    )


class Token(serializers.Serializer[Any]):
    """A token for a program; what the program sends is not kept, and told in no list."""

    key = serializers.CharField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(_SCOPES))
    begins = serializers.CharField(help_text="How the token begins.")
    created_at = serializers.DateTimeField(default_timezone=UTC)
    expires_at = serializers.DateTimeField(default_timezone=UTC)
    last_used_at = serializers.DateTimeField(default_timezone=UTC, allow_null=True)


class MadeToken(Token):
    """A token that was just made, with what the program is to send."""

    token = serializers.CharField(help_text="Told this once. Send it as Authorization: Bearer.")


class OwnTokens(serializers.Serializer[Any]):
    """All tokens of one person, on one page."""

    results = Token(many=True)
    next = serializers.URLField(allow_null=True, help_text="Null: there are no more pages.")
    previous = serializers.URLField(allow_null=True)


class _Own(Resource):
    @property
    def owner(self) -> User:
        """Whose tokens they are. Raises NotSignedIn."""
        if self.viewer is None:
            raise NotSignedIn("sign_in_to_tokens")
        return self.viewer


class Tokens(_Own):
    """One's own tokens."""

    @operation("List your tokens", OwnTokens)
    def get(self, request: Request) -> Response:
        rows = Token(list_tokens(self.owner), many=True).data
        return Response({"results": rows, "next": None, "previous": None})

    @operation("Make a token", MadeToken, status=HTTPStatus.CREATED, sent=NewToken, kept=False)
    def post(self, request: Request) -> Response:
        made, word = make_token(**self.sent, by=self.owner)
        where = request.build_absolute_uri(reverse("api-token", kwargs={"key": made.key}))
        headers = {"Location": where, "Cache-Control": "private, no-store"}
        return Response({**Token(made).data, "token": word}, HTTPStatus.CREATED, headers=headers)


class OneToken(_Own):
    """One of one's own tokens."""

    @operation("Read a token", Token)
    def get(self, request: Request, key: str) -> Response:
        return Response(Token(read_token(key, self.owner)).data)

    @operation("Revoke a token", status=HTTPStatus.NO_CONTENT)
    def delete(self, request: Request, key: str) -> Response:
        revoke_token(token=key, by=self.owner)
        return Response(status=HTTPStatus.NO_CONTENT)
