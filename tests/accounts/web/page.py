"""Reading a page the way a person without scripts does."""

import re
from html import unescape
from typing import Any

from django.test import Client


def said(response: Any) -> list[str]:
    """The problems that a form's page tells: of the whole form, then of its fields."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    found = re.findall(
        r'<div class="flash" data-kind="problem".*?<p>(.*?)</p>'
        r'|class="field-problem"[^>]*>(.*?)</p>',
        main,
        re.DOTALL,
    )
    return [unescape(whole or field).strip() for whole, field in found]


def token(browser: Client, address: str) -> str:
    """The CSRF token of the form at this address."""
    found = re.search(
        r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(address).content.decode()
    )
    assert found
    return found[1]


def post(browser: Client, address: str, fields: dict[str, str]) -> Any:
    """The answer to the form at this address, filled in by hand and sent."""
    return browser.post(address, {"csrfmiddlewaretoken": token(browser, address)} | fields)
