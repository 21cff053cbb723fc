"""Moving through a debate: by keys, on one line, from branch to branch, there and back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from debate.actions.reading import mark_read
from debate.limits import THREAD_BUDGET
from debate.models import Claim, Debate
from tests import factories
from tests.browser.chromium import PHONE
from tests.browser.fixtures import OpenPage
from tests.factories import Thread

pytestmark = pytest.mark.browser


def address(of: Debate) -> str:
    return f"/debates/{of.key}/threads/"


def been_here(of: Debate, who: User) -> None:
    of.refresh_from_db()
    mark_read(debate=of.key, seq=of.last_seq, by=who, at=timezone.now() - timedelta(days=1))


def at(page: Page, claim: Claim) -> None:
    """The claim has focus and can be seen."""
    expect(page.locator(f"#claim-{claim.key}")).to_be_focused()
    expect(page.locator(f"#claim-{claim.key}")).to_be_in_viewport()


def test_keys_move_through_the_claims_and_can_be_switched_off(
    open_page: OpenPage, thread: Thread, bob: User, dan: User
) -> None:
    been_here(thread.debate, dan)
    new = factories.reply(thread.undercut, bob, text="It is the point.")
    page = open_page(dan)
    page.goto(address(thread.debate))
    press = page.keyboard.press

    press("j")
    at(page, thread.point)
    press("j")
    at(page, thread.support)
    press("k")
    at(page, thread.point)
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    press("k")
    at(page, thread.point)  # nothing stands before the first

    press("n")
    at(page, new)
    press("p")
    at(page, thread.undercut)
    press("x")
    expect(page.locator(f"#claim-{new.key}")).to_be_hidden()
    at(page, thread.undercut)
    press("n")  # the only one there is; its branch opens
    at(page, new)
    press("x")  # nothing hangs below it: the branch that it stands in
    at(page, thread.undercut)

    press("p")
    at(page, thread.rebut)
    press("r")
    expect(page.locator(f"#claim-{thread.rebut.key}-composer textarea").first).to_be_focused()
    page.keyboard.type("jkn?")  # letters, where one writes
    expect(page.locator(f"#claim-{thread.rebut.key}-composer textarea").first).to_have_value("jkn?")
    page.locator(f"#claim-{thread.rebut.key}-composer textarea").first.fill("")


def test_keys_can_be_switched_off_on_a_device(open_page: OpenPage, thread: Thread) -> None:
    page = open_page()
    page.goto(address(thread.debate))
    press = page.keyboard.press
    press("j")
    at(page, thread.point)
    press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    keys.get_by_label("Use these keys on this device").uncheck()
    press("Escape")
    expect(keys).to_be_hidden()
    page.reload()
    press("j")
    press("?")
    expect(keys).to_be_hidden()
    expect(page.locator(".claim:focus")).to_have_count(0)
    page.goto("/how-it-works/#keys")
    page.get_by_role("button", name="Turn the keys off or on").click()
    keys.get_by_label("Use these keys on this device").check()


def test_the_next_new_claim_is_fetched_from_behind_a_stub_and_back_returns_to_it(
    open_page: OpenPage, debate: Debate, bob: User, dan: User
) -> None:
    thesis = factories.thesis_of(debate)
    factories.replies(thesis, bob, THREAD_BUDGET + 80)
    been_here(debate, dan)
    new = [factories.reply(thesis, bob, text=f"At last, {n}.") for n in range(2)]
    page = open_page(dan)
    page.goto(address(debate))
    expect(page.locator("li.more[data-new]")).to_contain_text("2 new")
    page.locator("#threads-new").click()
    at(page, new[0])
    page.keyboard.press("n")
    at(page, new[1])
    page.keyboard.press("n")
    at(page, new[0])  # and round again

    page.locator(f"#claim-{new[1].key} .when").click()
    expect(page.locator("h1")).to_have_text(new[1].text)
    page.go_back()
    expect(page.locator(f"#claim-{new[1].key}")).to_be_in_viewport()

    # A permalink as old as the hills: no page shows this claim unless it is asked to.
    lost = Claim.objects.filter(parent=thesis, text=f"Reason {THREAD_BUDGET + 70}.").get()
    page.goto("/how-it-works/")
    page.goto(f"{address(debate)}#claim-{lost.key}")
    expect(page).to_have_url(re.compile(rf"\?at={lost.key}#claim-{lost.key}$"))
    expect(page.locator(f"#claim-{lost.key}")).to_be_in_viewport()


def test_a_phone_reads_on_one_line_and_jumps_from_branch_to_branch(
    open_page: OpenPage, thread: Thread, bob: User
) -> None:
    factories.replies(thread.point, bob, 20)
    last = factories.reply(thread.thesis, bob, text="Winter is darker still.")
    page = open_page(bob, size=PHONE, touch=True)
    page.goto(address(thread.debate))
    page.get_by_text("On one line").tap()
    text = page.locator(f"#claim-{thread.point.key}-text")
    assert text.evaluate("e => e.getBoundingClientRect().height") < 30
    expect(page.locator(f"#claim-{thread.support.key} .author")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("radio", name="On one line")).to_be_checked()
    expect(page.locator(f"#claim-{thread.support.key} .author")).to_be_hidden()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0

    page.get_by_role("button", name="In this debate").tap()
    rail = page.get_by_role("navigation", name="In this debate")
    rail.get_by_role("link", name=last.text).tap()
    expect(rail).to_be_hidden()
    expect(page.locator(f"#claim-{last.key}")).to_be_in_viewport()

    page.get_by_role("button", name="In this debate").tap()
    page.get_by_role("checkbox", name="Rebuttal").uncheck()
    page.locator("#sort-newest").dispatch_event("click")
    expect(page).to_have_url(re.compile("sort=newest"))
    expect(page.locator(f"#claim-{thread.support.key}")).to_be_visible()
    expect(page.locator(f"#claim-{thread.rebut.key}")).to_be_hidden()
    expect(page.locator(f"#claim-{thread.undercut.key}")).to_be_visible()  # below it, it stays
    expect(page.locator(f"#claim-{last.key}")).to_be_hidden()


def test_without_a_script_the_layouts_the_filter_and_the_news_work(
    open_page: OpenPage, thread: Thread, bob: User, dan: User
) -> None:
    thesis = factories.thesis_of(thread.debate)
    factories.replies(thesis, bob, THREAD_BUDGET + 10)
    been_here(thread.debate, dan)
    new = factories.reply(thesis, bob, text="At last.")
    page = open_page(dan, javascript=False)
    page.goto(address(thread.debate))
    page.get_by_text("On one line").click()
    text = page.locator(f"#claim-{thread.point.key}-text")
    assert text.evaluate("e => e.getBoundingClientRect().height") < 30
    page.get_by_text("In full").click()
    page.locator('.threads-show [value="question"]').uncheck()
    expect(page.locator(f"#claim-{thread.question.key}")).to_be_hidden()
    page.locator("#threads-new").click()
    expect(page.locator(f"#claim-{new.key}")).to_be_in_viewport()

    page.goto(f"{address(thread.debate)}?sort=oldest")
    page.locator(f"#claim-{thread.support.key} .vote-choice").first.click()
    expect(page).to_have_url(re.compile(rf"sort=oldest&at={thread.support.key}#claim"))
    expect(page.locator(f"#claim-{thread.support.key}")).to_be_in_viewport()
