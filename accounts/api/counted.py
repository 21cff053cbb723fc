"""Counting every request of the API, whoever asks and whatever becomes of it."""

from __future__ import annotations

from typing import Any, NoReturn

from django.http.response import HttpResponseBase, StreamingHttpResponse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.pace import Reader, headers, reader, reads_for, used_up
from accounts.errors import TooMany
from accounts.networks import network_of
from accounts.rates import Left, Spent


class Counted(APIView):
    """A resource that counts a read for each request, and says with each answer what is left.

    `windows` has what is left of all that was counted, by its name.
    """

    windows: dict[str, Left]
    _reader: Reader
    _read: Spent

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Count first: what is then refused for another reason was asked for, too.

        Who cannot show who they are is counted by their network.
        """
        self.windows = {}
        network = network_of(request.META)
        self._reader = reader(None, None, network)
        try:
            self.perform_authentication(request)
            self._reader = reader(request.user, request.auth, network)
        finally:
            self._count_reads(1)
        super().initial(request, *args, **kwargs)

    def count_claims(self, claims: int) -> None:
        """Count a thread by its size, before it is written. Raises TooMany. Queries: 1 at most."""
        more = reads_for(claims, self._reader.limit) - 1
        if more:
            self._count_reads(more)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, TooMany):
            self.windows |= used_up(exc)
        return super().handle_exception(exc)

    def raise_uncaught_exception(self, exc: Exception) -> NoReturn:
        """What is no refusal is answered further out, and needs nothing of the framework for it."""
        raise exc

    def finalize_response(  # type: ignore[override] # answers that are not the framework's, too
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if request.method == "HEAD" and isinstance(response, StreamingHttpResponse):
            response.streaming_content = ()  # a server would go through all of it and send nothing
        answer: HttpResponseBase = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        for name, value in headers(self.windows).items():
            answer[name] = value
        return answer

    def _count_reads(self, reads: int) -> None:
        self._read = self._reader.read(reads)
        self.windows["reads"] = self._read.left
