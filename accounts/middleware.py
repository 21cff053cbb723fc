"""What is known of the person behind a request, put to use before the page is made."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from accounts.zones import zone_named


class PersonMiddleware:
    """Times in the signed-in person's zone, words in their language.

    The language is what the person has set; else what was chosen in this browser, else what the
    browser prefers, else English: these three are Django's LocaleMiddleware, further out.

    It costs no statement of its own: every page asks who is signed in, and Django remembers the
    answer. Without a session cookie nobody is, and nothing is asked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._answer(request)
        # The session and the choice of a language are cookies, asked for or not.
        patch_vary_headers(response, ["Cookie"])
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            timezone.deactivate()  # the thread may still hold the zone of the last person it served
            return self.get_response(request)
        try:
            language = getattr(request.user, "language", "")
            zone = zone_named(getattr(request.user, "time_zone", ""))
        except (DatabaseError, InterfaceError):
            # The page meets the same outage and answers it; a health check may do without.
            return self.get_response(request)
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
        timezone.activate(zone) if zone else timezone.deactivate()
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()
