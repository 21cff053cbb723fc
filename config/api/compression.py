"""The API's answers made smaller on the way; what a page is stays as it is.

Django's own middleware cannot be told how hard to try: the lowest level takes a third of the time
that its level takes, and leaves a fifth more. Nothing is put in against guessing secrets by the
length of an answer: no page of another site can have the API answer as somebody.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from config.api.problems import of_api

LEVEL = 1
WORTH_IT = 200  # bytes, as Django has it
GZIP = zlib.MAX_WBITS | 16  # the form of gzip, as zlib calls it


class CompressionMiddleware:
    """Sends what programs read in gzip, where they take that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not of_api(request):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])  # also where it is not worth it this time
        if isinstance(response, HttpResponse) and len(response.content) < WORTH_IT:
            return response
        if response.has_header("Content-Encoding"):
            return response
        if not takes_gzip(request.headers.get("Accept-Encoding", "")):
            return response
        if isinstance(response, StreamingHttpResponse):
            pieces = cast(
                Iterator[bytes], response.streaming_content
            )  # this is no asynchronous site
            response.streaming_content = compressed(pieces)
            del response["Content-Length"]
        elif isinstance(response, HttpResponse):
            response.content = b"".join(compressed([response.content]))
            response["Content-Length"] = str(len(response.content))
        response["Content-Encoding"] = "gzip"
        tag = response.get("ETag", "")
        if tag.startswith('"'):  # other bytes, the same meaning
            response["ETag"] = f"W/{tag}"
        return response


def takes_gzip(accepted: str) -> bool:
    """Whether a header Accept-Encoding names gzip, and not to say that it is not wanted."""
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in {"gzip", "x-gzip"}:
            return weight.replace(" ", "").rstrip("0") not in {"q=", "q=0."}
    return False


def compressed(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same in gzip, piece by piece: each can be read as soon as it is there."""
    packer = zlib.compressobj(LEVEL, wbits=GZIP)
    for piece in content:
        yield packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()
