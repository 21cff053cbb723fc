"""The samples of tests/data/security, and what a page must not hold once they were sent."""

import json
from html.parser import HTMLParser
from pathlib import Path

DATA = Path(__file__).parents[1] / "data/security"


def _read(name: str) -> list[str]:
    samples: list[str] = json.loads((DATA / f"{name}.json").read_text())
    return samples


NAUGHTY = _read("naughty-strings")
LIVE = _read("own-markup") + _read("dompurify")  # most of these run where nothing stops them
ORDERS = _read("own-orders")
NAMES = _read("own-names")
TEXTS = NAUGHTY + LIVE
ALL = TEXTS + ORDERS + NAMES
SOME = ALL[::9]  # some of each kind, where every one of them would take minutes

FOREIGN = {
    "applet", "audio", "base", "embed", "frame", "frameset", "iframe", "img", "link", "marquee",
    "math", "object", "plaintext", "style", "video", "xmp",
}  # fmt: skip
ADDRESSES = {"href", "src", "action", "formaction", "data", "srcdoc", "hx-get", "hx-post"}
SAFE_STARTS = ("http://", "https://", "mailto:", "/", "?", "#")


class _Strange(HTMLParser):
    """What no template of ours writes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_main = False
        self.data: str | None = None  # of the one block of data that a page may hold, in its head

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_main = self.in_main or tag == "main"
        given = {name: value or "" for name, value in attrs}
        written = f"<{tag} {given}>"
        if tag == "script" and given == {"type": "application/ld+json"} and not self.in_main:
            self.data = ""
        elif tag == "script" and not given.get("src", "").startswith("/static/"):
            self.found.append(written)
        if self.in_main and tag in FOREIGN:
            self.found.append(written)
        for name, value in given.items():
            if name.startswith(("on", "style", "hx-on", "data-hx", "x-")):
                self.found.append(written)
            if name in ADDRESSES and value and not value.startswith(SAFE_STARTS):
                self.found.append(written)
            if name in ADDRESSES and value.startswith(("//", "/\\")):
                self.found.append(written)

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.in_main = False
        if tag == "script" and self.data is not None:
            if not self.data.startswith("{") or set("<>&\u2028\u2029") & set(self.data):
                self.found.append(self.data)
            json.loads(self.data)
            self.data = None

    def handle_data(self, data: str) -> None:
        if self.data is not None:
            self.data += data


def strange(html: str) -> list[str]:
    """Elements and attributes of a page that must have come in with a sample."""
    parser = _Strange()
    parser.feed(html)
    return parser.found


class _Words(HTMLParser):
    def __init__(self, named: str) -> None:
        super().__init__()
        self.named = named
        self.tag = ""
        self.depth = 0
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth:
            self.depth += 1
        elif dict(attrs).get("id") == self.named:
            self.depth = 1

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - 1)

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.words += data


def words_of(html: str, named: str) -> str:
    """The text of the element with this id, as a browser reads it."""
    parser = _Words(named)
    parser.feed(html)
    return parser.words
