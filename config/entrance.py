"""What has to be settled before Django reads a request: it would stumble, or answer in HTML."""

from __future__ import annotations

import codecs
import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import parse_header_parameters

from config.api.problems import PREFIX, of_api
from config.refusals import bad_request

log = logging.getLogger(__name__)

UNKNOWN_LENGTH = str(2**31 - 1)
CHARSETS = {"utf-8", "ascii", "iso8859-1", "cp1252"}  # of forms; every address is in UTF-8


def mend(environ: dict[str, Any]) -> None:
    """Change a request, as a server hands it over, so that Django can read it.

    Of a body that comes in pieces nobody says how long it is, and Django would take it for empty;
    what reads it for the API stops when it has too much. A kind of body that cannot be read, or a
    charset that is none of a text (base64), would end the request before anything could answer it.
    """
    in_pieces = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    if in_pieces and environ.get("PATH_INFO", "").startswith(PREFIX):
        environ["CONTENT_LENGTH"] = UNKNOWN_LENGTH
    try:
        media_type, options = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
    except ValueError:
        environ["CONTENT_TYPE"] = ""
        return
    if "charset" in options and not _is_of_texts(options.pop("charset")):
        others = [f'{name}="{value}"' for name, value in options.items()]
        environ["CONTENT_TYPE"] = "; ".join([media_type, *others])


def _is_of_texts(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in CHARSETS
    except (LookupError, ValueError):
        return False


class EntranceMiddleware:
    """Tells a program in JSON that it asks for a host that is not this site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if of_api(request):
            try:
                request.get_host()
            except SuspiciousOperation as error:
                log.warning("Unreadable request: %s: %s", error, request.path)
                return bad_request(request, error)
        return self.get_response(request)
