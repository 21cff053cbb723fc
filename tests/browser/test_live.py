"""A debate's page that is open while others read, write and vote in it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from debate.actions.edit import edit_claim
from debate.actions.publication import close_debate
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.actions.withdrawal import withdraw_claim
from debate.enums import RepliesHidden, VoteValue
from debate.logic.rules import EVERYTHING, Window, write_windows
from debate.models import Claim, DebateRules
from debate.tasks.tally import tally_debate
from tests.browser.fixtures import OpenPage
from tests.browser.people import axe_findings
from tests.factories import LONG_AGO, Thread

pytestmark = pytest.mark.browser


def read(page: Page, thread: Thread, state: str = "open") -> None:
    page.goto(f"/debates/{thread.debate.key}/threads/")
    listens(page, state)


def listens(page: Page, state: str = "open") -> None:
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
    reader.evaluate("scrollBy({ top: 300, behavior: 'instant' })")
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


def test_votes_and_words_change_in_place_but_not_under_the_hands_of_a_writer(
    open_page: OpenPage, thread: Thread, alice: User, dan: User, eve: User
) -> None:
    page = open_page(dan)
    read(page, thread)
    up = on(page, thread.rebut, "up")
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(up).to_be_focused()

    cast_vote(claim=thread.rebut.key, value=VoteValue.CONVINCING, by=eve)
    cast_vote(claim=thread.thesis.key, value=VoteValue.NOT_CONVINCING, by=eve)
    tally_debate(thread.debate.pk)
    expect(up.locator(".vote-count")).to_have_text("2")
    expect(on(page, thread.thesis, "down").locator(".vote-count")).to_have_text("1")
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(up).to_be_focused()

    # Its words wait while somebody answers it, and those of another claim do not.
    on(page, thread.support, "reply").click()
    slot = on(page, thread.support, "composer")
    slot.get_by_label("Your claim").fill("Half a thought.")
    reword(thread.support, "In other words.")
    reword(thread.undercut, "Put in another way.")
    expect(on(page, thread.undercut, "text")).to_have_text("Put in another way.")
    expect(on(page, thread.undercut).locator(".edited")).to_have_text("edited")
    expect(on(page, thread.support, "text")).to_have_text(thread.support.text)
    expect(slot.get_by_label("Your claim")).to_be_focused()
    page.once("dialog", lambda dialog: dialog.accept())
    slot.get_by_text("Cancel").click()
    expect(on(page, thread.support, "text")).to_have_text("In other words.")

    withdraw_claim(claim=thread.rebut.key, by=thread.rebut.author)
    expect(on(page, thread.rebut)).to_contain_text("Withdrawn by its author.")
    reword(thread.thesis, "School should start at ten.")
    expect(page.locator("h1")).to_have_text("School should start at ten.")


def reword(claim: Claim, text: str) -> None:
    claim.refresh_from_db()
    edit_claim(claim=claim.key, text=text, base_revision=claim.revision, by=claim.author)


def test_ones_own_reply_from_another_tab_is_no_news(
    open_page: OpenPage, thread: Thread, dan: User
) -> None:
    page = open_page(dan)
    page.goto(f"/claims/{thread.rebut.key}/")
    listens(page)
    state(thread.rebut, dan, "Said at the other desk.")
    arrivals = on(page, thread.rebut, "arrivals")
    expect(arrivals).to_have_text("1 more reply")
    expect(page.locator("#live-news")).to_have_count(0)
    arrivals.click()
    side = page.locator(f"#claim-{thread.rebut.key}-replies-rebut .claim")
    expect(side).to_have_text([re.compile("Said at the other desk.")])
    expect(on(page, thread.rebut, "count-rebut")).to_have_text("1")


def test_without_a_connection_the_page_says_so_and_misses_nothing(
    open_page: OpenPage, thread: Thread, dan: User, eve: User
) -> None:
    page = open_page(dan)
    read(page, thread)
    page.context.set_offline(True)
    banner = page.locator("#live .live-banner")
    expect(banner).to_contain_text("You are offline.")
    state(thread.rebut, eve, "First.")
    state(thread.rebut, eve, "Second.")
    page.context.set_offline(False)
    expect(page.locator("#said")).to_have_text(re.compile("Connected again.|2 new replies"))
    expect(on(page, thread.rebut, "arrivals")).to_have_text("2 new replies")
    expect(banner).to_contain_text("2 new replies")
    banner.get_by_role("link", name="Show them").click()
    expect(page.locator(".claim-text", has_text=re.compile("First.|Second."))).to_have_count(2)
    expect(page.locator(".claim", has_text="First.")).to_be_focused()


def test_a_stream_that_is_silent_for_too_long_is_begun_again(
    open_page: OpenPage, thread: Thread, eve: User
) -> None:
    page = open_page()
    page.clock.install()
    read(page, thread)
    page.evaluate(
        "document.addEventListener('live:state', (e) => (document.title += ` ${e.detail.state}`))"
    )
    page.wait_for_timeout(3_000)  # told of its rules, it takes another ticket in the first two
    page.clock.fast_forward(41_000)  # in which no beat came: the line is dead
    expect(page).to_have_title(re.compile(" lost open$"))
    state(thread.rebut, eve, "Heard of all the same.")
    expect(on(page, thread.rebut, "arrivals")).to_have_text("1 new reply")


def test_where_streams_are_held_back_the_page_asks_again_and_again(
    open_page: OpenPage, thread: Thread, alice: User, eve: User
) -> None:
    page = open_page()
    page.route("**/live/events/**", lambda route: route.abort())
    read(page, thread, "polling")
    state(thread.rebut, eve, "Heard of all the same.")
    expect(on(page, thread.rebut, "arrivals")).to_have_text("1 new reply")
    close_debate(debate=thread.debate.key, by=alice)
    rules = page.locator("#live .live-banner")
    expect(rules).to_contain_text("The rules of this debate have changed.")
    rules.get_by_role("link", name="Show").click()
    expect(page.locator(".kicker")).to_contain_text("Closed")
    expect(page.locator(".claim-text", has_text="Heard of")).to_have_count(1)


def test_whoever_posted_is_told_that_they_may_see_what_others_said(
    open_page: OpenPage, thread: Thread, eve: User
) -> None:
    hidden = Window(LONG_AGO, None, EVERYTHING, replies_hidden=RepliesHidden.POSTED)
    rules = DebateRules.objects.filter(debate=thread.debate)
    rules.update(windows=write_windows([hidden]))
    page = open_page(eve)
    read(page, thread)
    expect(page.locator(".claim-text", has_text=thread.undercut.text)).to_have_count(0)
    on(page, thread.thesis, "reply-rebut").click()
    slot = on(page, thread.thesis, "composer")
    slot.get_by_label("Your claim").fill("Gannets nest where they like.")
    slot.get_by_role("button", name="Post rebuttal").click()
    line = page.locator("#live .live-banner")
    expect(line).to_contain_text("You may now see more of what others say here.")
    line.get_by_role("link", name="Show").click()
    expect(page.locator(".claim-text", has_text=thread.undercut.text)).to_have_count(1)
