"""Somebody reads: finds a debate, follows a passage to its claim, and goes back."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from debate.models import Passage
from tests import factories
from tests.browser.fixtures import OpenPage
from tests.factories import Thread
from tests.journeys.visit import Visit, Way, every_way

pytestmark = pytest.mark.browser


@every_way
def test_a_reader_follows_a_passage_to_its_claim_and_into_the_thread(
    open_page: OpenPage, thread: Thread, way: Way
) -> None:
    reader = Visit(open_page, way)
    page = reader.page
    page.goto("/")
    reader.press(page.get_by_role("link", name=thread.thesis.text))
    expect(page.locator("#essay-title")).to_have_text("Let them sleep")

    reader.press(page.locator(".essay-body .passage-count"))
    passage = Passage.objects.get()
    expect(page).to_have_url(re.compile(rf"\?passage={passage.key}"))
    answers = page.locator("#answers")
    expect(answers.locator("#passage-claim")).to_have_text(thread.point.text)
    for claim in (thread.support, thread.rebut, thread.undercut, thread.question, thread.answer):
        expect(answers.locator(f"#claim-{claim.key}-text")).to_have_text(claim.text)

    reader.press(answers.get_by_role("link", name=thread.point.text))
    expect(page).to_have_url(re.compile(rf"/claims/{thread.point.key}/$"))
    expect(page.locator("h1")).to_have_text(thread.point.text)
    against = page.get_by_role("region", name="Against")
    expect(against.locator(".claim-text")).to_have_text([thread.rebut.text])

    reader.press(page.get_by_role("link", name="In the thread"))
    expect(page.locator(f"#claim-{thread.point.key}")).to_be_in_viewport()

    reader.press(page.locator(f"#claim-{thread.undercut.key} .when"))
    expect(page.locator("h1")).to_have_text(thread.undercut.text)
    above = page.get_by_role("navigation", name="What this claim answers").get_by_role("link")
    expect(above).to_have_text([thread.thesis.text, thread.point.text, thread.rebut.text])


@every_way
def test_going_back_keeps_the_readers_place(
    open_page: OpenPage, thread: Thread, dan: User, way: Way
) -> None:
    late = factories.replies(thread.thesis, dan, 25)[20]
    reader = Visit(open_page, way)
    page = reader.page
    page.goto(f"/debates/{thread.debate.key}/")
    reader.press(page.locator(".essay-body .passage-count"))
    expect(page).to_have_url(re.compile("passage="))
    reader.press(page.get_by_role("link", name=re.compile(r"^Threads")))
    permalink = page.locator(f"#claim-{late.key} .when")
    permalink.scroll_into_view_if_needed()
    reader.press(permalink)
    expect(page.locator("h1")).to_have_text(late.text)

    page.go_back()
    expect(page.locator(f"#claim-{late.key}")).to_be_in_viewport()
    page.go_back()
    expect(page).to_have_url(re.compile("passage="))
    expect(page.locator("#passage-claim")).to_have_text(thread.point.text)
    page.go_back()
    expect(page).to_have_url(re.compile(rf"/debates/{thread.debate.key}/$"))
    expect(page.locator(".essay-body .passage-count")).to_be_visible()
