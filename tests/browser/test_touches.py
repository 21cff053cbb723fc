"""The small scripts: what they keep from being lost, and where they leave the reader."""

import re

import pytest
from playwright.sync_api import Dialog, Locator, Page, Route, expect

from accounts.models import User
from debate.models import Claim
from tests.browser.fixtures import OpenPage
from tests.factories import Thread

pytestmark = pytest.mark.browser

LOOKED = """() => {
  globalThis.looked = new Promise((done) =>
    addEventListener("htmx:afterRequest", ({ target }) => target.matches(".similar") && done()),
  );
}"""

QUICK_MS = 100  # after which a second request would be on its way, if there were one


def threads(page: Page, thread: Thread) -> None:
    page.goto(f"/debates/{thread.debate.key}/threads/")


def slot(page: Page, claim: Claim) -> Locator:
    return page.locator(f"#claim-{claim.key}-composer")


def open_composer(page: Page, claim: Claim) -> Locator:
    """Press Reply and choose to rebut; the text field, with focus in it."""
    page.locator(f"#claim-{claim.key}-reply").click()
    slot(page, claim).get_by_text("Rebut", exact=True).click()
    return slot(page, claim).get_by_label("Your claim")


def post(page: Page, claim: Claim) -> None:
    slot(page, claim).get_by_role("button", name="Post rebuttal").click()


def test_the_last_of_several_quick_votes_stands(
    open_page: OpenPage, bob: User, thread: Thread
) -> None:
    """Catches htmx's own queue: what waits on a button is forgotten when the button is replaced."""
    page = open_page(bob)
    threads(page, thread)
    held: list[Route] = []
    sent: list[str] = []

    def hold_the_first(route: Route) -> None:
        sent.append(route.request.post_data or "")
        if len(sent) == 1:
            held.append(route)
        else:
            route.continue_()

    page.route("**/vote/", hold_the_first)
    up = page.locator(f"#claim-{thread.point.key}-up")
    down = page.locator(f"#claim-{thread.point.key}-down")
    with page.expect_request("**/vote/"):
        up.click()
    down.click()
    page.wait_for_timeout(QUICK_MS)
    assert len(sent) == 1
    held[0].continue_()
    expect(down).to_have_attribute("aria-pressed", "true")
    expect(up).to_have_attribute("aria-pressed", "false")
    expect(down).to_contain_text("1")
    expect(up).to_contain_text("0")


def test_what_was_typed_outlives_the_page_until_it_is_posted(
    open_page: OpenPage, bob: User, thread: Thread
) -> None:
    page = open_page(bob)
    threads(page, thread)
    open_composer(page, thread.point).fill("Half a thought")
    page.reload()
    page.locator(f"#claim-{thread.point.key}-reply").click()
    text = slot(page, thread.point).get_by_label("Your claim")
    expect(text).to_have_value("Half a thought")
    text.fill("Half a thought, and the other half.")
    post(page, thread.point)
    expect(slot(page, thread.point)).to_be_empty()
    page.locator(f"#claim-{thread.point.key}-reply").click()
    expect(text).to_have_value("")


@pytest.mark.parametrize("way", ["menu", "page"])
def test_what_was_typed_is_gone_once_its_writer_signs_out(
    open_page: OpenPage, bob: User, thread: Thread, way: str
) -> None:
    page = open_page(bob)
    threads(page, thread)
    open_composer(page, thread.point).fill("Half a thought")
    drafts = (
        "Object.values(sessionStorage).filter((kept) => kept.includes('Half a thought')).length"
    )
    assert page.evaluate(drafts) == 1
    if way == "menu":
        page.get_by_role("button", name="Your account").click()
    else:
        page.goto("/accounts/logout/")
    within = page.locator("#me") if way == "menu" else page.get_by_role("main")
    within.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign up")).to_be_visible()
    assert page.evaluate(drafts) == 0


def test_a_composer_is_not_left_with_words_in_it_unasked(
    open_page: OpenPage, bob: User, thread: Thread
) -> None:
    page = open_page(bob)
    threads(page, thread)
    asked: list[str] = []
    text = open_composer(page, thread.point)
    text.fill("Half a thought")

    def keep(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", keep)
    text.press("Escape")
    expect(text).to_have_value("Half a thought")
    assert asked == ["Drop what you wrote?"]
    page.once("dialog", lambda dialog: dialog.accept())
    text.press("Escape")
    expect(slot(page, thread.point)).to_be_empty()
    expect(page.locator(f"#claim-{thread.point.key}-reply")).to_be_focused()


def test_characters_are_counted_as_the_server_counts_them(
    open_page: OpenPage, bob: User, thread: Thread
) -> None:
    page = open_page(bob)
    threads(page, thread)
    text = open_composer(page, thread.point)
    left = slot(page, thread.point).locator("output")
    text.fill("  One  👍🏽\nword e\u0301 ")  # to the server: "One 👍🏽 word é"
    expect(left).to_have_text(f"{500 - len('One 👍🏽 word é')} left")
    text.fill("x" * 503)
    expect(left).to_have_text("3 too many")


def test_a_refused_claim_keeps_its_words_and_leads_to_what_is_wrong(
    open_page: OpenPage, bob: User, thread: Thread
) -> None:
    page = open_page(bob)
    threads(page, thread)
    text = open_composer(page, thread.point)
    text.fill("x" * 503)
    post(page, thread.point)
    expect(slot(page, thread.point).locator(".field-problem")).to_be_visible()
    expect(text).to_be_focused()
    expect(text).to_have_value("x" * 503)


def test_a_posted_claim_takes_the_focus(open_page: OpenPage, bob: User, thread: Thread) -> None:
    page = open_page(bob)
    threads(page, thread)
    open_composer(page, thread.rebut).fill("They do not: they sleep longer.")
    post(page, thread.rebut)
    posted = page.locator(f"#claim-{thread.rebut.key}-replies .claim", has_text="They do not")
    expect(posted).to_be_focused()
    expect(page.locator("#said")).to_have_text("Your rebuttal is posted.")
    expect(page.locator(f"#claim-{thread.rebut.key}-below")).to_contain_text("2 replies")


@pytest.mark.parametrize("status", [409, 429])
def test_a_refusal_in_words_is_shown_and_the_form_stays(
    open_page: OpenPage, bob: User, thread: Thread, status: int
) -> None:
    page = open_page(bob)
    threads(page, thread)
    text = open_composer(page, thread.point)
    text.fill("A thought worth keeping.")
    page.route(
        "**/replies/",
        lambda route: route.fulfill(
            status=status,
            headers={"HX-Retarget": "#flashes", "HX-Reswap": "innerHTML"},
            content_type="text/html",
            body='<div class="flash" data-kind="problem" role="alert"><p>Not now.</p></div>',
        ),
    )
    post(page, thread.point)
    expect(page.locator("#flashes")).to_have_text("Not now.")
    page.evaluate(LOOKED)  # what is said nearby comes meanwhile, and takes nothing away
    text.press_sequentially("..")
    page.evaluate("() => globalThis.looked")
    expect(page.locator("#flashes")).to_have_text("Not now.")
    expect(text).to_have_value("A thought worth keeping...")
    page.unroute("**/replies/")
    post(page, thread.point)
    expect(slot(page, thread.point)).to_be_empty()
    expect(page.locator("#flashes")).to_be_empty()


def test_a_folded_branch_stays_folded_but_for_the_claim_that_is_asked_for(
    open_page: OpenPage, thread: Thread
) -> None:
    page = open_page()
    threads(page, thread)
    branch = page.locator(f"#claim-{thread.point.key}-branch")
    branch.locator("> summary").click()
    expect(branch).not_to_have_attribute("open", "")
    page.wait_for_timeout(QUICK_MS)  # kept a moment after, once for many
    page.reload()
    expect(branch).not_to_have_attribute("open", "")
    page.goto("about:blank")
    page.goto(f"/debates/{thread.debate.key}/threads/#claim-{thread.undercut.key}")
    expect(branch).to_have_attribute("open", "")
    expect(page.locator(f"#claim-{thread.undercut.key}")).to_be_in_viewport()


def test_the_chosen_theme_is_kept_and_there_before_the_page_is_drawn(
    open_page: OpenPage, thread: Thread
) -> None:
    page = open_page()
    threads(page, thread)
    page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload(wait_until="commit")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_times_are_told_in_the_zone_of_the_reader(
    open_page: OpenPage, bob: User, thread: Thread
) -> None:
    bob.time_zone = "Asia/Tokyo"
    bob.save(update_fields=["time_zone"])
    for person, zone in ((bob, r"GMT\+9|JST"), (None, r"CET|CEST|GMT\+[12]")):
        page = open_page(person)
        threads(page, thread)
        time = page.locator(".when time").first
        expect(time).to_have_attribute("title", re.compile(zone))
