"""A debate's page that is open while others read, write and vote in it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from debate.actions.reply import post_reply
from debate.models import Claim
from tests.browser.fixtures import OpenPage
from tests.browser.people import axe_findings
from tests.factories import Thread

pytestmark = pytest.mark.browser

LISTENING = re.compile("open|polling")


def read(page: Page, thread: Thread, state: str | re.Pattern[str] = "open") -> None:
    page.goto(f"/debates/{thread.debate.key}/threads/")
    listens(page, state)


def listens(page: Page, state: str | re.Pattern[str] = "open") -> None:
    expect(page.locator("#live")).to_have_attribute("data-live-state", state)


def on(page: Page, claim: Claim, part: str = "") -> Locator:
    return page.locator(f"#claim-{claim.key}{part and f'-{part}'}")


def state(to: Claim, by: User, text: str) -> Claim:
    posted = post_reply(
        parent=to.key, relation="rebut", parent_revision=to.revision, text=text, by=by
    )
    assert isinstance(posted, Claim)
    return posted


def top(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"]


def test_a_reply_is_told_of_where_it_belongs_and_stands_there_when_it_is_asked_for(
    open_page: OpenPage, thread: Thread, dan: User, eve: User
) -> None:
    reader, writer = open_page(dan, size=(1280, 500)), open_page(eve)
    read(reader, thread)
    read(writer, thread)
    last = on(reader, thread.answer)
    last.scroll_into_view_if_needed()
    reader.mouse.wheel(0, 300)
    before = top(last)

    # Eve posts in her own page, where it stands once and is nothing new.
    on(writer, thread.rebut, "reply").click()
    slot = on(writer, thread.rebut, "composer")
    slot.get_by_text("Rebut", exact=True).click()
    slot.get_by_label("Your claim").fill("Gannets nest where they like.")
    slot.get_by_role("button", name="Post rebuttal").click()
    expect(writer.locator(".claim-text", has_text="Gannets")).to_have_count(1)

    arrivals = on(reader, thread.rebut, "arrivals")
    expect(arrivals).to_have_text("1 new reply")
    expect(reader.locator("#live-news")).to_contain_text("1 new reply")
    expect(reader.locator("#said")).to_have_text("1 new reply")
    expect(reader.locator(".claim-text", has_text="Gannets")).to_have_count(0)
    assert top(last) == pytest.approx(before, abs=1)
    assert axe_findings(reader) == []

    arrivals.focus()
    reader.keyboard.press("Enter")
    shown = reader.locator(".claim", has_text="Gannets")
    expect(shown).to_have_count(1)
    expect(shown).to_be_focused()
    expect(shown).to_have_attribute("data-new", "")
    expect(arrivals).to_have_count(0)
    expect(reader.locator("#live-news")).to_have_count(0)
    expect(writer.locator(".arrivals, #live-news")).to_have_count(0)
    expect(writer.locator(".claim-text", has_text="Gannets")).to_have_count(1)
