"""What every resource of the API has in common."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.once import Once, hash_of, key_sent
from accounts.api.tagged import Tagged
from accounts.errors import Invalid
from accounts.models import Token, User

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from accounts.api.contract import Operation


class Resource(Tagged):
    """One address of the API; its methods read or do, by the same queries and actions as pages.

    Each method is an `operation`; while it runs, `asked` is what its address asks and `sent` what
    its body says, both checked.
    """

    request: Request
    asked: dict[str, Any]
    sent: dict[str, Any]

    @property
    def viewer(self) -> User | None:
        """Who asks; None without a token or a session."""
        return self.request.user if isinstance(self.request.user, User) else None

    @property
    def program(self) -> Token | None:
        """The token by which somebody asks; None in a browser."""
        return self.request.auth if isinstance(self.request.auth, Token) else None

    @property
    def via(self) -> str:
        """What its owner calls the program that asks, to be kept with what it posts."""
        return self.program.name if self.program else ""

    def carry_out(
        self, operation: Operation, handler: Callable[[], HttpResponseBase]
    ) -> HttpResponseBase:
        """Count what is asked for, then do it: once, where a program gives it a key.

        What was answered before is no deed, and not counted. Raises Invalid.
        """
        key = key_sent(self.request)
        if key is None or self.viewer is None:
            self.count(operation)
            return handler()
        if not operation.kept:
            raise Invalid("idempotency_key_not_taken")
        once = Once(self.viewer, key, hash_of(self.request))
        answered = once.answered_before()
        if answered is not None:
            return answered
        self.count(operation)
        return once.answer(lambda: self._written(handler()))

    def count(self, operation: Operation) -> None:
        """Count a deed against the limits of whoever asks. Raises TooMany."""

    def _written(self, response: HttpResponseBase) -> HttpResponse:
        """An answer with its body, as it is kept and sent."""
        if isinstance(response, Response):
            response.accepted_renderer = self.request.accepted_renderer
            response.accepted_media_type = self.request.accepted_media_type
            response.renderer_context = self.get_renderer_context()  # type: ignore[attr-defined]
            response.render()
        assert isinstance(response, HttpResponse)
        return response

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """Nothing but the methods that a resource takes, in the header Allow."""
        return Response(status=HTTPStatus.NO_CONTENT)
