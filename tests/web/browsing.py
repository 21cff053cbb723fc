"""Asking for pages as somebody: plainly, or as htmx does; and reading what came back."""

import json
import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from typing import Protocol

from django.test import Client

from accounts.models import User


class Response(Protocol):
    """What the test client answers, as far as it is read here."""

    @property
    def content(self) -> bytes: ...
    @property
    def headers(self) -> Mapping[str, str]: ...


def browser_of(who: User | None) -> Client:
    """A browser in which somebody (or nobody) is signed in."""
    client = Client()
    if who is not None:
        client.force_login(who)
    return client


def htmx(at: str = "http://testserver/debates/") -> dict[str, str]:
    """The headers of a request that htmx sends from the page `at`."""
    return {"HX-Request": "true", "HX-Current-URL": at}


def said(response: Response) -> str:
    """What a response has the page announce."""
    told: str = json.loads(response.headers.get("HX-Trigger", "{}")).get("said", {}).get("text", "")
    return told


def words(response: Response) -> str:
    """The text of a page or fragment as a reader meets it, white space put together."""
    text = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]*>", " ", response.content.decode())
    return " ".join(unescape(text).split())


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and (
            given.get("type") not in {"radio", "checkbox"} or "checked" in given
        ):
            self.values[name] = given.get("value") or ""
        elif tag == "textarea":
            self.text = name
            self.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.text = None

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.values[self.text] += data.removeprefix("\n")


def fields(response: Response) -> dict[str, str]:
    """The controls of all forms of a page with what they hold, by name."""
    parser = _Fields()
    parser.feed(response.content.decode())
    return parser.values
