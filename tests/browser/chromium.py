"""The Chromium of this machine, and pages that notice what must not happen in them."""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LOUD = (
    "NO BROWSER TESTS: there is no Chromium here. Install it (Debian: apt-get install chromium) "
    "or name one by CHROMIUM=/path/to/chromium."
)
PATIENCE_MS = 20_000  # for one step; other runs may share the machine
WIDE, PHONE = (1280, 900), (390, 844)

type Scheme = Literal["light", "dark"]


def find_chromium() -> str | None:
    """The browser to drive: the one that CHROMIUM names, else the system's."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def chromium_or_skip() -> str:
    """The browser's path; without one tests are skipped aloud, and fail where CI=true."""
    path = find_chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(LOUD, pytrace=False)
        pytest.skip(LOUD)
    return path


class Troubles:
    """What went wrong in the pages of one context: nothing, at the end of a good test.

    A status below 500 is an answer; that the browser also writes it to its console is not trouble.
    """

    def __init__(self, origin: str) -> None:
        self.host = urlsplit(origin).netloc
        self.seen: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.seen.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def besides(self, expected: Sequence[str]) -> list[str]:
        """What was seen and not expected, and what was expected and not seen."""
        missing = [
            f"not seen: {pattern}"
            for pattern in expected
            if not any(re.fullmatch(pattern, trouble) for trouble in self.seen)
        ]
        return missing + [
            trouble
            for trouble in self.seen
            if not any(re.fullmatch(pattern, trouble) for pattern in expected)
        ]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.seen.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.seen.append(f"outside request: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.seen.append(f"{response.status} from {response.url}")


@contextmanager
def context(
    browser: Browser,
    origin: str,
    *,
    javascript: bool = True,
    size: tuple[int, int] = WIDE,
    scheme: Scheme = "light",
    touch: bool = False,
    locale: str = "en-GB",
    expecting: Sequence[str] = (),
) -> Iterator[BrowserContext]:
    """A browser of one person; at its end nothing must have gone wrong in any page of it.

    Where a test makes something go wrong, `expecting` has a pattern for each trouble; each must
    have been met.
    """
    troubles = Troubles(origin)
    made = browser.new_context(
        base_url=origin,
        java_script_enabled=javascript,
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        reduced_motion="reduce",  # or a test would have to wait until a smooth scroll has ended
        has_touch=touch,
        locale=locale,
        timezone_id="Europe/Berlin",
    )
    made.set_default_timeout(PATIENCE_MS)
    made.on("page", troubles.watch)
    try:
        yield made
    finally:
        made.close()
    wrong = troubles.besides(expecting)
    assert wrong == [], "; ".join(wrong)
