"""Which pages of other sites a browser lets read the API: all of them, what everybody may read."""

from __future__ import annotations

from corsheaders.middleware import CorsMiddleware
from django.conf import settings
from django.http import HttpRequest

from accounts.api.contract import READING
from config.api.problems import of_api


class OriginMiddleware(CorsMiddleware):
    """Says so to browsers where nobody is known and nothing can change.

    A page of another site never gets to ask as the person in front of it: not by their session, and
    not with a token, which belongs into programs and not into pages.
    """

    def is_enabled(self, request: HttpRequest) -> bool:
        asked = request.method
        if asked == "OPTIONS":  # a browser asks whether it may ask
            asked = request.headers.get("Access-Control-Request-Method")
        known = "Authorization" in request.headers or (
            settings.SESSION_COOKIE_NAME in request.COOKIES
        )
        return of_api(request) and asked in READING and not known
