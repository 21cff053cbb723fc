"""Where focus lands after a part of the page is swapped, and what is said aloud.

Votes are followed in the voter's journey; what a script keeps of a text, in test_touches.py.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from debate.models import Claim
from tests import factories
from tests.browser.fixtures import OpenPage
from tests.factories import Thread

pytestmark = pytest.mark.browser


def threads(of: Thread) -> str:
    return f"/debates/{of.debate.key}/threads/"


def reading(of: Thread) -> str:
    return f"/debates/{of.debate.key}/"


def composer(page: Page, claim: Claim) -> Locator:
    return page.locator(f"#claim-{claim.key}-answer")


def caret_at_end(text: Locator) -> bool:
    at_end: bool = text.evaluate(
        "e => e.selectionStart === e.value.length && e.selectionEnd === e.value.length"
    )
    return at_end


def press(page: Page, target: Locator) -> None:
    """From the keyboard, with focus already there."""
    target.focus()
    page.keyboard.press("Enter")


# ---- The form that answers a claim


@pytest.mark.parametrize("where", ["claim in a thread", "thesis", "passage", "focus page"])
def test_focus_follows_a_reply_from_its_link_through_its_form_to_the_new_claim(
    open_page: OpenPage, thread: Thread, eve: User, where: str
) -> None:
    """Catches a form that opens unseen, a refusal not found, a claim in a wrong list."""
    address, claim, opener, list_id = {
        "claim in a thread": (threads(thread), thread.undercut, "reply", "replies"),
        "thesis": (threads(thread), thread.thesis, "reply-rebut", "replies"),
        "passage": (reading(thread), thread.point, "reply-rebut", "replies"),
        "focus page": (
            f"/claims/{thread.point.key}/",
            thread.point,
            "reply-rebut",
            "replies-rebut",
        ),
    }[where]
    page = open_page(eve)
    page.goto(address)
    link = page.locator(f"#claim-{claim.key}-{opener}")
    form = composer(page, claim)
    text = form.get_by_label("Your claim")

    press(page, link)
    expect(text).to_be_focused()
    assert caret_at_end(text)
    form.get_by_role("link", name="Cancel").click()
    expect(form).to_have_count(0)
    expect(link).to_be_focused()

    press(page, link)
    expect(text).to_be_focused()
    if where == "claim in a thread":
        page.keyboard.type("It is the point.")
        page.keyboard.press("Tab")
        form.get_by_role("button", name="Post reply").click()
        expect(form.get_by_role("radio").first).to_be_focused()
        expect(form.get_by_role("radio").first).to_have_attribute("aria-invalid", "true")
        expect(form).to_contain_text("Choose how it relates to the claim.")
        expect(text).to_have_value("It is the point.")
        form.get_by_role("radio", name="Rebut").check(force=True)
    else:
        form.get_by_role("button", name="Post rebuttal").click()
        expect(text).to_be_focused()
        expect(text).to_have_attribute("aria-invalid", "true")
        described = str(text.get_attribute("aria-describedby")).split()
        expect(page.locator(f"#{described[0]}")).to_have_text("Write at least 3 letters.")
        text.fill("It is the point.")
    form.get_by_role("button", name="Post rebuttal").click()
    arrived = page.locator(
        f"#claim-{claim.key}-{list_id} > li > .claim", has_text="It is the point."
    )
    expect(arrived).to_be_focused()
    expect(arrived).to_be_in_viewport()
    expect(form).to_have_count(0)
    expect(page.locator("#said")).to_have_text("Your rebuttal is posted.")
    assert Claim.objects.get(text="It is the point.").parent == claim


def test_one_form_is_open_at_a_time(open_page: OpenPage, thread: Thread, eve: User) -> None:
    page = open_page(eve)
    page.goto(threads(thread))
    page.locator(f"#claim-{thread.rebut.key}-reply").click()
    expect(composer(page, thread.rebut)).to_be_visible()
    page.locator(f"#claim-{thread.undercut.key}-reply").click()
    expect(composer(page, thread.undercut).get_by_label("Your claim")).to_be_focused()
    expect(composer(page, thread.rebut)).to_have_count(0)


def test_focus_follows_an_edit_and_a_withdrawal_to_the_claim(
    open_page: OpenPage, thread: Thread, bob: User
) -> None:
    page = open_page(bob)
    page.goto(threads(thread))
    claim = page.locator(f"#claim-{thread.rebut.key}")
    press(page, page.locator(f"#claim-{thread.rebut.key}-edit"))
    text = page.locator(f"#claim-{thread.rebut.key}-wording").get_by_label("Your claim")
    expect(text).to_be_focused()
    assert caret_at_end(text)
    text.fill("Pupils who start later stay up later.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(claim).to_be_focused()
    expect(claim).to_contain_text("Pupils who start later stay up later.")
    expect(page.locator("#said")).to_have_text("Your claim is saved.")

    press(page, page.locator(f"#claim-{thread.rebut.key}-withdraw"))
    sure = page.get_by_role("form", name="Withdraw your claim")
    expect(sure).to_be_focused()
    page.get_by_role("link", name="Keep it").click()
    expect(page.locator(f"#claim-{thread.rebut.key}-withdraw")).to_be_focused()
    page.keyboard.press("Enter")
    expect(sure).to_be_focused()
    page.keyboard.press("Enter")  # nobody withdraws by pressing twice
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Withdraw it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(claim).to_be_focused()
    expect(claim).to_contain_text("Withdrawn by its author.")
    expect(page.locator("#said")).to_have_text("Your claim is withdrawn.")


# ---- Reading


def test_focus_moves_to_the_passage_when_it_is_chosen_from_the_keyboard(
    open_page: OpenPage, thread: Thread
) -> None:
    assert thread.point.passage is not None
    revision = thread.point.passage.revision
    second = factories.passage(revision, "Sleep is not a habit that discipline can move.")
    other = factories.point(thread.debate, "Discipline moves no sleep.", drawn_from=second)
    page = open_page()
    page.goto(reading(thread))
    title, counts = page.locator("#passage-title"), page.locator(".essay-body .passage-count")
    press(page, counts.nth(1))
    expect(title).to_be_focused()
    expect(title).to_have_text("Passage 2 of 2")
    expect(page.locator("#passage-claim")).to_have_text(other.text)
    expect(page.locator("#said")).to_have_text("Passage 2 of 2, 0 answers.")
    expect(page).to_have_url(re.compile(rf"\?passage={second.key}$"))
    expect(page.locator(".essay-body mark[aria-current]")).to_contain_text("Sleep is not a habit")

    press(page, page.get_by_role("link", name="Previous passage"))
    expect(title).to_have_text("Passage 1 of 2")
    expect(title).to_be_focused()

    counts.nth(1).click()
    expect(title).to_have_text("Passage 2 of 2")
    expect(title).not_to_be_focused()
    page.go_back()
    expect(title).to_have_text("Passage 1 of 2")


@pytest.mark.parametrize(
    ("where", "shown", "hidden"), [("passage", 40, 5), ("focus page", 60, 5), ("threads", 200, 9)]
)
def test_focus_moves_to_the_first_of_more_replies(
    open_page: OpenPage, thread: Thread, dan: User, where: str, shown: int, hidden: int
) -> None:
    address = {
        "passage": reading(thread),
        "focus page": f"/claims/{thread.undercut.key}/",
        "threads": threads(thread),
    }[where]
    parent = {"passage": thread.point, "focus page": thread.undercut, "threads": thread.thesis}[
        where
    ]
    above = {"passage": 5, "focus page": 0, "threads": 6}[where]  # other claims on the page
    factories.replies(parent, dan, shown - above + hidden)
    page = open_page()
    page.goto(address)
    claims = page.locator("article.claim")
    before = claims.count()
    more = page.locator(".more-link")
    number = int(more.inner_text().split()[0])
    press(page, more)
    first_new = claims.nth(before) if where != "threads" else page.locator("article.claim:focus")
    expect(first_new).to_be_focused()
    expect(first_new).to_be_in_viewport()
    expect(claims).to_have_count(before + number)
    expect(page.locator("#said")).to_have_text(f"{number} more replies are shown.")
    expect(more).to_have_count(0)


def test_focus_stays_on_the_order_that_was_chosen(open_page: OpenPage, thread: Thread) -> None:
    page = open_page()
    page.goto(threads(thread))
    newest = page.get_by_role("link", name="Newest")
    press(page, newest)
    expect(newest).to_have_attribute("aria-current", "true")
    expect(newest).to_be_focused()
    expect(page.locator("#said")).to_have_text("Sorted by: newest.")
    expect(page).to_have_url(re.compile(r"\?sort=newest$"))
    page.go_back()
    expect(page.get_by_role("link", name="Best")).to_have_attribute("aria-current", "true")


def test_focus_stays_on_the_slider_of_ones_position(
    open_page: OpenPage, thread: Thread, eve: User
) -> None:
    page = open_page(eve)
    page.goto(threads(thread))
    slider = page.get_by_label("Where do you stand?")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#said")).to_have_text("You: for.")
    expect(slider).to_be_focused()
    expect(slider).to_have_value("2")
    expect(page.locator("#position-now")).to_have_text("You: for")
    press(page, page.get_by_role("button", name="Take back"))
    expect(page.locator("#said")).to_have_text("Your position is taken back.")
    expect(slider).to_be_focused()
    expect(page.locator("#position-now")).to_have_text("Taken back")
