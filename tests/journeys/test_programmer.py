"""Somebody makes a token, lets a program post with it, and takes it back."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.fixtures import OpenPage
from tests.factories import Thread
from tests.journeys.visit import MOUSE, Visit

pytestmark = pytest.mark.browser


def ask(address: str, word: str, sent: Mapping[str, Any] | None = None) -> tuple[int, Any]:
    """What a program is answered by the running server: the status and the JSON."""
    headers = {"Authorization": f"Bearer {word}", "Content-Type": "application/json"}
    body = json.dumps(sent).encode() if sent else None
    try:
        with urlopen(Request(address, body, headers)) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refused:
        return refused.code, json.load(refused)


def test_a_program_posts_until_its_token_is_revoked(
    open_page: OpenPage, thread: Thread, dan: User
) -> None:
    visit = Visit(open_page, MOUSE, dan)
    page = visit.page
    page.goto("/accounts/settings/")
    visit.press(page.get_by_role("link", name="API tokens"))
    visit.write(page.get_by_label("What is it for?"), "Reading group")
    visit.press(page.get_by_role("checkbox", name="Post"))
    visit.press(page.get_by_role("button", name="Make the token"))
    word = page.locator("#token-word").inner_text()
    visit.press(page.get_by_role("button", name="Copy"))
    expect(page.locator("#said")).to_have_text("Copied.")

    replies = urljoin(page.url, f"/api/v1/claims/{thread.rebut.key}/replies")
    status, told = ask(replies, word, {"relation": "rebut", "text": "The figures say otherwise."})
    assert (status, told["via"]) == (201, "Reading group")
    assert ask(urljoin(page.url, f"/api/v1/claims/{told['key']}/vote"), word)[0] == 200

    page.goto(f"/claims/{told['key']}/")
    expect(page.get_by_role("main").locator(".via").first).to_have_text("via Reading group")
    page.goto("/accounts/tokens/")
    expect(page.get_by_role("main")).not_to_contain_text(word)
    visit.press(page.get_by_role("link", name="Revoke"))
    visit.press(page.get_by_role("button", name="Revoke it"))
    expect(page.get_by_role("main")).to_contain_text("You have no tokens yet.")
    assert ask(replies, word)[0] == 401
