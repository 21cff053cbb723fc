"""What every resource of the API has in common."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Token, User

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from accounts.api.operation import Operation


class Resource(APIView):
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

    def carry_out(
        self, operation: Operation, handler: Callable[[], HttpResponseBase]
    ) -> HttpResponseBase:
        """Count what is asked for, then do it."""
        self.count(operation)
        return handler()

    def count(self, operation: Operation) -> None:
        """Count a deed against the limits of whoever asks. Raises TooMany."""

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """Nothing but the methods that a resource takes, in the header Allow."""
        return Response(status=HTTPStatus.NO_CONTENT)
