"""What caches may keep, in a browser or on the way: never what shows or sets who somebody is."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers

from config.api.problems import of_api


class CacheMiddleware:
    """Says on every answer who may keep it; further out than whatever sets a cookie.

    - Of somebody with a session, and where one begins or ends, and what a token does: nobody may
      keep it, not on disk.
    - What a program reads by a token it keeps itself: it is told to ask with the ETag of its copy,
      and could not if it were to keep none. Caches on the way may not keep it.
    - Of a browser that has or is given any other cookie, a form's token among them: only that
      browser may.
    - Anything else is the same for everybody. Caches may keep it, but have to ask each time whether
      it is still so: what is hidden, or shown to fewer people from now on, is gone at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # Whatever a cache keeps, it is for those who sent these alike.
        patch_vary_headers(
            response, ["Cookie", "Authorization" if of_api(request) else "HX-Request"]
        )
        of_somebody = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
        cookies = {*request.COOKIES, *response.cookies}
        by_token = "Authorization" in request.headers
        reads = of_api(request) and request.method in {"GET", "HEAD"}
        if cookies & of_somebody or (by_token and not reads):
            patch_cache_control(response, private=True, no_store=True)
        elif cookies or by_token:
            patch_cache_control(response, private=True, no_cache=True)
        elif not response.has_header("Cache-Control"):
            patch_cache_control(response, no_cache=True)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            # A cache would take it for the length of what it has (RFC 9110, 8.6).
            del response["Content-Length"]
        return response
