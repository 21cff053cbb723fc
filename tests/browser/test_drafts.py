"""Drafts in real browsers: two devices at one draft, no connection, no script, another person."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from accounts.models import User
from debate.models import Claim, Draft
from tests.browser.fixtures import OpenPage
from tests.browser.people import sign_in
from tests.factories import Thread

pytestmark = pytest.mark.browser

SAVED = re.compile(r"Draft saved")


def threads(page: Page, thread: Thread) -> None:
    page.goto(f"/debates/{thread.debate.key}/threads/")


def slot(page: Page, claim: Claim) -> Locator:
    return page.locator(f"#claim-{claim.key}-composer")


def text_of(page: Page, claim: Claim) -> Locator:
    return slot(page, claim).get_by_label("Your claim")


def says(page: Page, claim: Claim) -> Locator:
    return slot(page, claim).locator(".draft-says")


def test_two_devices_write_one_reply_and_lose_no_version(
    open_page: OpenPage, thread: Thread, eve: User
) -> None:
    claim = thread.point
    desk, train = open_page(eve), open_page(eve)
    threads(desk, thread)
    desk.locator(f"#claim-{claim.key}-reply").click()
    text_of(desk, claim).fill("Begun at the desk.")
    expect(says(desk, claim)).to_have_text(SAVED)

    # On the other device it stands open where it waits, and nobody's place is lost to it.
    threads(train, thread)
    expect(text_of(train, claim)).to_have_value("Begun at the desk.")
    expect(text_of(train, claim)).not_to_be_focused()
    expect(train.locator(".begun")).to_have_count(0)
    text = "Finished on the train."
    with train.expect_response("**/draft/"):
        text_of(train, claim).fill(text)

    # The desk knows nothing of that: what it saves wins, and what it overtook is offered.
    text_of(desk, claim).fill("Finished at the desk.")
    other = slot(desk, claim).locator(".draft-other")
    expect(other).to_contain_text("Another version of this draft was written elsewhere at")
    other.get_by_text("Show it").click()
    expect(other.get_by_label("The other version")).to_have_value(text)
    other.get_by_role("button", name="Use that one").click()
    expect(text_of(desk, claim)).to_have_value(text)
    expect(other.get_by_label("The other version")).to_have_value("Finished at the desk.")
    other.get_by_text("Show it").click()
    other.get_by_role("button", name="Drop it").click()
    expect(other).to_have_count(0)

    slot(desk, claim).get_by_text("Support", exact=True).click()
    slot(desk, claim).get_by_role("button", name="Post support").click()
    expect(slot(desk, claim)).to_be_empty()
    expect(desk.locator(".claim-text", has_text=text)).to_have_count(1)
    assert not Draft.objects.exists()
    threads(desk, thread)
    expect(slot(desk, claim)).to_be_empty()


def test_without_a_connection_words_wait_in_the_browser_and_follow_later(
    open_page: OpenPage, thread: Thread, eve: User, dan: User, origin: str
) -> None:
    claim = thread.point
    page = open_page(eve, expecting=["console error: .*", r"5\d\d from \S+/draft/"])
    threads(page, thread)
    page.locator(f"#claim-{claim.key}-reply").click()
    page.context.set_offline(True)
    text_of(page, claim).fill("Written in a tunnel.")
    expect(says(page, claim)).to_have_text("Not saved: offline. Kept in this browser.")
    page.context.set_offline(False)
    expect(says(page, claim)).to_have_text(SAVED)
    assert Draft.objects.get().content["text"] == "Written in a tunnel."

    # The page goes before the server can be reached: the next one takes the words up again.
    page.route("**/draft/", lambda route: route.fulfill(status=503, body="Away."))
    text_of(page, claim).fill("Written in a longer tunnel.")
    expect(says(page, claim)).to_have_text("Not saved: offline. Kept in this browser.")
    page.reload()
    expect(text_of(page, claim)).to_have_value("Written in a longer tunnel.")
    page.unroute("**/draft/")

    # Somebody else at this tab: what eve had written here is neither shown nor kept.
    sign_in(page.context, dan, origin)
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-person", dan.key)
    page.locator(f"#claim-{claim.key}-reply").click()
    expect(text_of(page, claim)).to_have_value("")
    assert "tunnel" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_another_order_of_the_thread_brings_the_form_back_with_every_word(
    open_page: OpenPage, thread: Thread, eve: User
) -> None:
    """Also when what comes was read before the draft was saved, and is here only afterwards."""
    claim = thread.point
    page = open_page(eve)
    threads(page, thread)
    page.locator(f"#claim-{claim.key}-reply").click()
    text_of(page, claim).fill("Begun.")
    expect(says(page, claim)).to_have_text(SAVED)
    form, draft = re.compile("/reply/"), re.compile("/draft/")
    read: list[str] = []
    saved: list[str] = []

    def read_early_shown_late(route: Route) -> None:
        answer = route.fetch()
        read.append(answer.url)
        while not saved:
            page.wait_for_timeout(20)
        page.wait_for_timeout(200)  # and the script has heard of it
        route.fulfill(response=answer)

    def save_late(route: Route) -> None:
        while not read:
            page.wait_for_timeout(20)
        route.continue_()

    page.on(
        "requestfinished", lambda asked: saved.extend([asked.url] * bool(draft.search(asked.url)))
    )
    page.route(form, read_early_shown_late)
    page.route(draft, save_late)
    text_of(page, claim).fill("Begun, and gone on with.")
    page.get_by_role("link", name="Newest").click()
    expect(page).to_have_url(re.compile("sort=newest"))
    expect(text_of(page, claim)).to_have_value("Begun, and gone on with.")
    assert read
    assert saved


def test_without_a_script_a_draft_is_saved_found_and_posted(
    open_page: OpenPage, thread: Thread, eve: User
) -> None:
    page = open_page(eve, javascript=False)
    page.goto(f"/claims/{thread.rebut.key}/reply/")
    page.get_by_text("Undercut", exact=True).click()
    page.get_by_label("Your claim").fill("Half a thought.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".flash")).to_contain_text("Draft saved.")
    expect(page.get_by_label("Your claim")).to_have_value("Half a thought.")
    threads(page, thread)
    expect(page.locator(".begun")).to_contain_text("You began a reply to")
    page.locator(".begun").get_by_role("link", name="Continue").click()
    expect(page.get_by_label("Your claim")).to_have_value("Half a thought.")
    page.goto("/drafts/")
    page.get_by_role("link", name="Continue").click()
    page.get_by_role("button", name="Post undercut").click()
    expect(page.locator(".claim-text", has_text="Half a thought.")).to_have_count(1)
    assert not Draft.objects.exists()


def test_a_new_debate_is_saved_while_it_is_written_and_dropped_by_cancel_of_a_reply(
    open_page: OpenPage, thread: Thread, eve: User
) -> None:
    page = open_page(eve)
    page.goto("/debates/new/")
    page.get_by_label("Thesis").fill("Lamps should dim.")
    page.get_by_label("I wrote this").check()
    expect(page.locator(".draft-says")).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label("Thesis")).to_have_value("Lamps should dim.")
    expect(page.get_by_label("I wrote this")).to_be_checked()

    page.goto(f"/claims/{thread.rebut.key}/reply/")
    page.get_by_label("Your claim").fill("This goes again.")
    expect(page.locator(".draft-says")).to_have_text(SAVED)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("main").get_by_role("link", name="Cancel").click()
    expect(page).to_have_url(re.compile(rf"/claims/{thread.rebut.key}/$"))
    expect(page.locator(".begun")).to_have_count(0)
    assert [draft.purpose for draft in Draft.objects.all()] == ["debate"]


def test_what_became_a_debate_does_not_come_back_in_the_next_one(
    open_page: OpenPage, eve: User
) -> None:
    page = open_page(eve)
    page.goto("/debates/new/")
    page.get_by_label("Thesis").fill("Lamps should dim.")
    page.get_by_role("button", name="Next").click()  # before a pause in which it would be saved
    expect(page).to_have_url(re.compile(r"/outline/$"))

    page.goto("/debates/new/")
    expect(page.get_by_label("Thesis")).to_have_value("")
