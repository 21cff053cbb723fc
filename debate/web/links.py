"""The links to unlisted debates that were opened in this browser, by nobody in particular."""

from django.conf import settings
from django.http import HttpRequest

SESSION_KEY = "opened_links"
LINKS_MAX = 50  # the newest; a session is read with every page


def opened_links(request: HttpRequest) -> tuple[str, ...]:
    """The keys of the links that a visitor opened; no session is begun to find that out."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ()
    kept = request.session.get(SESSION_KEY, ())
    return tuple(key for key in kept if isinstance(key, str))


def keep_link(request: HttpRequest, key: str) -> None:
    """Remember that a visitor opened a link."""
    others = [other for other in opened_links(request) if other != key]
    request.session[SESSION_KEY] = [*others, key][-LINKS_MAX:]
