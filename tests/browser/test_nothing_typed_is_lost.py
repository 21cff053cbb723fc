"""What somebody typed survives whatever happens between typing and posting, and is posted once."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, Route, expect

from accounts.models import User
from debate.models import Claim
from tests import factories
from tests.browser.fixtures import OpenPage
from tests.factories import Thread

pytestmark = pytest.mark.browser

HTMX_FAILED = "console error: (htmx:|Response Status Error).*"
WORDS = "A thought that took an hour to word."
every_browser = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])


def compose(page: Page, thread: Thread, parent: Claim) -> Locator:
    """Write a rebuttal, but do not post it yet."""
    page.goto(f"/debates/{thread.debate.key}/threads/")
    page.locator(f"#claim-{parent.key}-reply").click()
    form = page.locator(f"#claim-{parent.key}-answer")
    form.locator("label", has_text="Rebut").click()
    form.get_by_label("Your claim").fill(WORDS)
    return form


def post(form: Locator) -> None:
    form.locator("[type=submit]").click()


def posted(page: Page) -> None:
    """It stands in the thread, once."""
    expect(page.locator(".claim-text", has_text=WORDS)).to_have_count(1)
    assert Claim.objects.filter(text=WORDS).count() == 1


@every_browser
def test_a_reply_to_a_claim_that_was_withdrawn_meanwhile_keeps_its_words(
    open_page: OpenPage, thread: Thread, eve: User, javascript: bool
) -> None:
    page = open_page(eve, javascript=javascript)
    form = compose(page, thread, thread.rebut)
    factories.withdraw(thread.rebut)
    post(form)
    where = page.locator("#flashes") if javascript else form
    expect(where).to_contain_text("This claim was taken away in the meantime. Its replies stay.")
    expect(form.get_by_label("Your claim")).to_have_value(WORDS)
    assert not Claim.objects.filter(text=WORDS).exists()


@every_browser
def test_a_reply_in_a_debate_that_was_closed_meanwhile_keeps_its_words(
    open_page: OpenPage, thread: Thread, eve: User, alice: User, javascript: bool
) -> None:
    page = open_page(eve, javascript=javascript)
    owner = open_page(alice, javascript=javascript)
    form = compose(page, thread, thread.rebut)
    owner.goto(f"/debates/{thread.debate.key}/closing/")
    owner.get_by_role("button", name="Close the debate").click()
    expect(owner.locator("#flashes")).to_contain_text("The debate is closed.")
    post(form)
    where = page.locator("#flashes") if javascript else form
    expect(where).to_contain_text("This debate is closed.")
    expect(form.get_by_label("Your claim")).to_have_value(WORDS)

    owner.goto(f"/debates/{thread.debate.key}/closing/")
    owner.get_by_role("button", name="Open it again").click()
    expect(owner.locator("#flashes")).to_contain_text("The debate is open again.")
    post(form)
    posted(page)


@every_browser
def test_a_stale_edit_shows_both_texts_and_may_be_saved_over(
    open_page: OpenPage, thread: Thread, bob: User, javascript: bool
) -> None:
    page = open_page(bob, javascript=javascript)
    page.goto(f"/debates/{thread.debate.key}/threads/")
    page.locator(f"#claim-{thread.rebut.key}-edit").click()
    form = page.locator(f"#claim-{thread.rebut.key}-wording")
    if javascript:
        expect(form.get_by_label("Your claim")).to_be_focused()
    form.get_by_label("Your claim").fill(WORDS)
    factories.edit(thread.rebut, "Reworded in another tab.")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form).to_contain_text("This claim was edited in the meantime.")
    newer = form.get_by_role("region", name="The wording as it is now")
    expect(newer).to_contain_text("Reworded in another tab")
    expect(form.get_by_label("Your claim")).to_have_value(WORDS)
    if javascript:
        expect(form.get_by_label("Your claim")).to_be_focused()
    form.get_by_role("button", name="Save over it").click()
    expect(page.locator(f"#claim-{thread.rebut.key}-text")).to_have_text(WORDS)


def test_a_reply_without_a_connection_waits_in_its_form(
    open_page: OpenPage, thread: Thread, eve: User
) -> None:
    page = open_page(eve, expecting=[HTMX_FAILED])
    form = compose(page, thread, thread.rebut)
    page.context.set_offline(True)
    post(form)
    expect(page.locator("#flashes")).to_contain_text("Not sent: there is no connection.")
    expect(form.get_by_label("Your claim")).to_have_value(WORDS)
    expect(form.locator("[type=submit]")).to_be_enabled()
    page.context.set_offline(False)
    post(form)
    posted(page)
    expect(page.locator("#flashes")).to_be_empty()


@pytest.mark.parametrize("worded", [True, False], ids=["worded", "not-worded"])
def test_a_reply_that_meets_an_outage_waits_in_its_form(
    open_page: OpenPage, thread: Thread, eve: User, worded: bool
) -> None:
    """With the site's own sentence for an outage, and with whatever a proxy says before it."""
    page = open_page(eve, expecting=[r"503 from \S+/replies/", *([] if worded else [HTMX_FAILED])])
    form = compose(page, thread, thread.rebut)
    page.route("**/replies/", outage if worded else bad_gateway)
    post(form)
    expect(page.locator("#flashes")).to_contain_text(
        "Back in a moment." if worded else "What you wrote is still here; try again."
    )
    expect(form.get_by_label("Your claim")).to_have_value(WORDS)
    page.unroute("**/replies/")
    post(form)
    posted(page)


def outage(route: Route) -> None:
    route.fulfill(
        status=503,
        headers={"HX-Retarget": "#flashes", "HX-Reswap": "innerHTML"},
        body='<div class="flash" data-kind="problem" role="alert"><p>Back in a moment.</p></div>',
    )


def bad_gateway(route: Route) -> None:
    route.fulfill(status=503, content_type="text/html", body="<h1>Bad gateway</h1>")


@every_browser
def test_a_reply_by_somebody_signed_out_meanwhile_is_there_after_signing_in(
    open_page: OpenPage, thread: Thread, javascript: bool
) -> None:
    eve = factories.person("eve", password=factories.PASSWORD)
    page = open_page(eve, javascript=javascript)
    form = compose(page, thread, thread.rebut)
    Session.objects.all().delete()
    post(form)
    if not javascript:
        expect(page.locator("h1")).to_have_text("Sign in first.")
        expect(page.get_by_label("What you wrote")).to_have_value(WORDS)
        page.get_by_role("main").get_by_role("link", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    page.get_by_label("Handle or e-mail").fill("eve")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/(claims|debates)/"))
    # By itself where there is a script; without one on the page that signing in led back to.
    expect(form.get_by_label("Your claim")).to_have_value(WORDS)


@every_browser
def test_pressing_post_twice_posts_once(
    open_page: OpenPage, thread: Thread, eve: User, javascript: bool
) -> None:
    page = open_page(eve, javascript=javascript)
    form = compose(page, thread, thread.rebut)
    form.locator("[type=submit]").dblclick()
    posted(page)
    page.reload()
    posted(page)


@every_browser
def test_pressing_a_vote_twice_votes_once(
    open_page: OpenPage, thread: Thread, eve: User, javascript: bool
) -> None:
    page = open_page(eve, javascript=javascript)
    page.goto(f"/debates/{thread.debate.key}/threads/")
    up = page.locator(f"#claim-{thread.rebut.key}-up")
    up.dblclick()
    expect(up).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(up.locator(".vote-count")).to_have_text("1")
