"""Somebody at a browser: a page, and who they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import BrowserContext, Page

from accounts.models import User

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def session_of(person: User) -> str:
    """The key of a session of a person, begun without the form (which has tests of its own)."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def sign_in(context: BrowserContext, person: User, origin: str) -> None:
    """Give a browser the session of a person."""
    key = session_of(person)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": origin}])


@dataclass(frozen=True)
class Finding:
    """What axe found: the rule that was broken, and where."""

    rule: str
    where: str


def axe_findings(page: Page, rules: Sequence[str] | None = None) -> list[Finding]:
    """Everything that breaks WCAG 2.2 AA on the page as it stands; empty on a good page.

    With `rules` only those are looked at.
    """
    options: dict[str, Any] = {
        "runOnly": {"type": "rule", "values": list(rules)}
        if rules
        else {"type": "tag", "values": WCAG},
        "resultTypes": ["violations"],  # half the time: what is well need not be listed
    }
    results = Axe().run(page, options=options)
    return [
        Finding(violation["id"], " ".join(map(str, node["target"])))
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
