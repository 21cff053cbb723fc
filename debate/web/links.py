"""Links to unlisted debates: opening one, and those that were opened by nobody in particular."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.errors import Refusal
from accounts.models import User
from debate.actions.link import open_link

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


@never_cache
@require_safe
def open_debate(request: HttpRequest, link: str) -> HttpResponse:
    """The key is the right: whoever has it sees the debate for as long as the link is the same."""
    person = request.user if isinstance(request.user, User) else None
    debate = open_link(key=link, by=person)
    if person is None:
        keep_link(request, link)
    response = redirect("debate", debate)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def give_links_to_who_signed_in(
    sender: object, *, request: HttpRequest | None, user: User, **_more: Any
) -> None:
    """A receiver of Django's signal user_logged_in: what a visitor opened stays open to them."""
    session = getattr(request, "session", None)
    for key in session.pop(SESSION_KEY, ()) if session is not None else ():
        with suppress(Refusal, DatabaseError):
            open_link(key=str(key), by=user)
