"""Somebody looks for a claim: types, sees hits come, narrows them, opens one, and comes back."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests import factories
from tests.browser.fixtures import OpenPage
from tests.factories import Thread
from tests.journeys.visit import KEYBOARD, NO_SCRIPT, PHONE_DARK, Visit, Way

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("way", [NO_SCRIPT, KEYBOARD], ids=lambda way: way.name)
def test_a_claim_is_found_narrowed_down_and_opened(
    open_page: OpenPage, thread: Thread, way: Way
) -> None:
    finder = Visit(open_page, way)
    page = finder.page
    page.goto("/debates/")
    box = page.get_by_label("Search", exact=True)
    finder.write(box, "lesson")
    if not way.javascript:
        finder.press(page.get_by_role("main").get_by_role("button", name="Search"))
    hits = page.locator("#found .hit .claim-text")
    expect(hits).to_have_count(2)
    expect(page).to_have_url(re.compile(r"/search/\?q=lesson"))
    expect(hits.first.locator("mark")).to_have_text("lessons")
    if way.javascript:
        expect(page.locator("#said")).to_have_text("2 claims found. 1 essay found.")
        expect(page.locator(".explore-list")).to_be_hidden()
        expect(box).to_be_focused()
        page.reload()

    finder.press(page.locator(".search-filters summary"))
    question = page.get_by_role("checkbox", name="Question")
    if way.keyboard:
        finder.tab_to(question)
        page.keyboard.press("Space")
    else:
        question.check()
        finder.press(page.get_by_role("main").get_by_role("button", name="Search"))
    expect(hits).to_have_text([thread.question.text])
    expect(page).to_have_url(re.compile(r"relation=question"))

    finder.press(hits.get_by_role("link"))
    expect(page.locator("h1")).to_have_text(thread.question.text)
    page.go_back()
    expect(hits).to_have_text([thread.question.text])

    page.goto("/search/?q=lesonns")
    expect(page.locator(".found-near")).to_be_visible()


def test_a_debate_is_searched_from_its_pages_and_what_was_said_is_told_to_who_writes(
    open_page: OpenPage, thread: Thread, dan: User
) -> None:
    factories.debate(dan, thesis="Marks and lessons are another matter.")
    page = open_page(dan)
    page.goto(f"/debates/{thread.debate.key}/threads/")
    box = page.locator("#masthead-q")
    box.fill("marks")
    box.press("Enter")
    expect(page.locator("#found .hit")).to_have_count(1)
    page.get_by_role("link", name="Everywhere").click()
    expect(page.locator("#found .hit")).to_have_count(2)

    page.goto(f"/claims/{thread.point.key}/")
    page.locator(f"#claim-{thread.point.key}-reply-rebut").click()
    text = page.get_by_label("Your claim")
    text.press_sequentially("Pupils who start later go to bed later")
    nearby = page.locator(".similar")
    expect(nearby.get_by_role("link")).to_have_attribute("href", f"/claims/{thread.rebut.key}/")
    expect(page.locator("#said")).to_have_text("1 claim nearby says something like this.")
    text.fill("Something else entirely is typed here.")
    expect(nearby).to_be_empty()
    expect(text).to_have_value("Something else entirely is typed here.")


def test_a_phone_reaches_the_search_by_its_menu(open_page: OpenPage, thread: Thread) -> None:
    finder = Visit(open_page, PHONE_DARK)
    page = finder.page
    page.goto(f"/debates/{thread.debate.key}/threads/")
    finder.press(page.get_by_role("button", name="Menu"))
    finder.press(page.locator("#rooms").get_by_role("link", name="Search"))
    expect(page.get_by_role("link", name="In this debate")).to_be_visible()
    page.get_by_label("Search", exact=True).fill("Ottoline")
    expect(page.locator(".found-essay")).to_have_count(1)
