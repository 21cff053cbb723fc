"""The samples of tests/data/security, and what a page must not hold once they were sent.

`CORPUS` is everything, for the long run; the others are of every kind of it, as many as a test of
every day can send.
"""

import json
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data/security"


def read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text())


def _every_kind() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {
        f"fuzzdb {name}": lines for name, lines in read("fuzzdb").items()
    }
    for name in ("naughty-strings", "dompurify"):
        lists[name] = read(name)
    for name in ("markup", "orders", "names", "addresses"):
        lists[f"own {name}"] = read(f"own-{name}")
    lists["handlers"] = [
        pattern.format(name=name)
        for name in lists.pop("fuzzdb html-event-attributes")
        for pattern in (
            "<svg {name}=alert(1)>",
            "<a href=# tabindex=1 {name}=alert(1)>x</a>",
            '"autofocus {name}="alert(1)',
        )
    ]
    lists["schemes"] = [
        pattern.format(scheme=scheme)
        for scheme in [*lists.pop("fuzzdb known-uri-schemes"), "javascript:"]
        for pattern in ("[a]({scheme}alert(1))", '<a href="{scheme}alert(1)">a</a>')
    ]
    lists["signs"] = [
        pattern.format(lt=lt)
        for lt in lists.pop("fuzzdb all-encodings-of-lt")
        for pattern in ("{lt}script>alert(1){lt}/script>", "{lt}img src=x onerror=alert(1)>")
    ]
    return dict(sorted(lists.items()))


KINDS = _every_kind()
CORPUS = list(dict.fromkeys(sample for kind in KINDS.values() for sample in kind))


def spread(count: int, kinds: Iterable[Sequence[str]] = tuple(KINDS.values())) -> list[str]:
    """About so many samples of some kinds: some of each, as its share is."""
    lists = [list(kind) for kind in kinds]
    all_of_them = sum(map(len, lists))
    chosen: list[str] = []
    for kind in lists:
        wanted = min(len(kind), max(1, round(count * len(kind) / all_of_them)))
        chosen += [kind[number * len(kind) // wanted] for number in range(wanted)]
    return list(dict.fromkeys(chosen))


def of_kinds(*named: str) -> list[list[str]]:
    return [KINDS[name] for name in named]


MARKUP = of_kinds(
    "own markup", "dompurify", "fuzzdb xss-other", "fuzzdb xss-polyglot", "fuzzdb xss-rsnake",
    "fuzzdb xss-uri", "handlers", "schemes", "signs",
)  # fmt: skip
NAMES = KINDS["own names"]
ORDERS = KINDS["own orders"]
DAILY = spread(500)  # of every kind, for the browser
ALL = spread(380)  # where each is looked at by itself
TEXTS = spread(240)  # where each is posted by itself
SOME = spread(36)  # where each goes through several forms
LIVE = spread(165, MARKUP)  # of those that were made to run
KNOWN_LIVE: list[str] = read("known-live") if (DATA / "known-live.json").exists() else []

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
