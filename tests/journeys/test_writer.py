"""Somebody writes: signs up, rebuts, is rebutted, thinks again, and takes it back."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from debate.enums import ClaimState, Relation
from debate.models import Claim
from tests import factories
from tests.browser.fixtures import OpenPage
from tests.factories import Thread
from tests.journeys.visit import Visit, Way, every_way

pytestmark = pytest.mark.browser

REBUTTAL = "Tired pupils learn little from a tired teacher, at any hour."
REWORDED = "Tired teachers teach little, at any hour."
COUNTER = "Teachers sleep when they choose to; pupils of fifteen cannot."
DETAILS = "Two schools tried it.\n\n- one in **spring**\n- one in autumn"


def told(visit: Visit, sentence: str) -> None:
    """A sentence about what was done: said by a script, else at the top of the next page."""
    where = "#said" if visit.way.javascript else "#flashes"
    expect(visit.page.locator(where)).to_contain_text(sentence)


def sign_up(visit: Visit) -> None:
    page = visit.page
    visit.press(page.get_by_role("banner").get_by_role("link", name="Sign up"))
    visit.write(page.get_by_label("Handle"), "nora")
    visit.write(page.get_by_label("Name", exact=True), "Nora Quist")
    visit.write(page.get_by_label("Password"), factories.PASSWORD)
    visit.press(page.get_by_role("main").get_by_role("button", name="Make an account"))


@every_way
def test_a_newcomer_signs_up_rebuts_is_rebutted_edits_and_withdraws(
    open_page: OpenPage, thread: Thread, bob: User, way: Way
) -> None:
    nora = Visit(open_page, way)
    threads = f"/debates/{thread.debate.key}/threads/"
    nora.page.goto(threads)
    sign_up(nora)
    expect(nora.page).to_have_url(re.compile(f"{threads}$"))

    rebuttal = rebut_inline(nora, thread)
    counter = rebut_from_its_page(Visit(open_page, way, bob), rebuttal)
    edit(nora, rebuttal, counter)
    withdraw(nora, rebuttal, counter)


def rebut_inline(nora: Visit, thread: Thread) -> Claim:
    page, key = nora.page, thread.point.key
    nora.press(page.locator(f"#claim-{key}-reply"))
    composer = page.locator(f"#claim-{key}-answer")
    if nora.way.javascript:
        expect(composer.get_by_label("Your claim")).to_be_focused()
        expect(page).to_have_url(re.compile("/threads/$"))
    nora.choose(composer.get_by_role("radio", name="Rebut"))
    nora.write(composer.get_by_label("Your claim"), REBUTTAL)
    nora.press(composer.locator("summary"))
    nora.write(composer.get_by_label("Details"), DETAILS)
    first = composer.get_by_role("group", name="Source 1")
    nora.write(first.get_by_label("Web address"), "https://example.org/two-schools")
    nora.write(first.get_by_label("Title"), "Two schools")
    nora.press(composer.locator("[type=submit]"))

    told(nora, "Your rebuttal is posted.")
    shown = page.locator(f"#claim-{key}-replies .claim", has_text=REBUTTAL)
    expect(shown).to_be_visible()
    expect(shown).to_contain_text("Nora Quist")
    expect(shown).to_contain_text("1 source")
    claim = Claim.objects.get(text=REBUTTAL)
    assert (claim.parent, claim.relation, claim.author.handle) == (
        thread.point,
        Relation.REBUT,
        "nora",
    )
    return claim


def rebut_from_its_page(bob: Visit, claim: Claim) -> Claim:
    """A second browser, at the permalink: details and source are there, and a way to answer."""
    page = bob.page
    page.goto(f"/claims/{claim.key}/")
    expect(page.locator(".focus-details strong")).to_have_text("spring")
    expect(page.get_by_role("link", name="Two schools")).to_have_attribute(
        "href", "https://example.org/two-schools"
    )
    bob.press(page.locator(f"#claim-{claim.key}-reply-rebut"))
    composer = page.locator(f"#claim-{claim.key}-answer")
    expect(composer.get_by_role("radio", name="Rebut")).to_be_checked()
    bob.write(composer.get_by_label("Your claim"), COUNTER)
    bob.press(composer.get_by_role("button", name="Post rebuttal"))
    told(bob, "Your rebuttal is posted.")
    expect(page.locator(".claim", has_text=COUNTER)).to_be_visible()
    return Claim.objects.get(text=COUNTER)


def edit(nora: Visit, claim: Claim, counter: Claim) -> None:
    page = nora.page
    page.reload()
    expect(page.locator(f"#claim-{claim.key}-replies")).to_contain_text(COUNTER)
    nora.press(page.locator(f"#claim-{claim.key}-edit"))
    form = page.locator(f"#claim-{claim.key}-wording")
    expect(form.get_by_label("Details")).to_have_value(DETAILS)
    if nora.way.javascript:  # the caret is put at the end only when the form has settled
        expect(form.get_by_label("Your claim")).to_be_focused()
    nora.write(form.get_by_label("Your claim"), REWORDED)
    nora.press(form.get_by_role("button", name="Save", exact=True))
    told(nora, "Your claim is saved.")
    expect(page.locator(f"#claim-{claim.key}-text")).to_have_text(REWORDED)
    expect(page.locator(f"#claim-{claim.key} .claim-line")).to_contain_text("edited")
    page.reload()
    expect(page.locator(f"#claim-{counter.key}")).to_contain_text("parent edited since")


def withdraw(nora: Visit, claim: Claim, counter: Claim) -> None:
    page = nora.page
    nora.press(page.locator(f"#claim-{claim.key}-withdraw"))
    nora.press(page.get_by_role("button", name="Withdraw it"))
    told(nora, "Your claim is withdrawn.")
    stone = page.locator(f"#claim-{claim.key}")
    expect(stone).to_contain_text("Withdrawn by its author. 1 reply is kept.")
    expect(page.locator(f"#claim-{counter.key}-text")).to_have_text(COUNTER)

    page.reload()
    expect(stone).to_contain_text("Withdrawn by its author.")
    expect(page.locator("body")).not_to_contain_text(REWORDED)
    nora.press(stone.locator(".when"))
    expect(page).to_have_url(re.compile(f"/claims/{claim.key}/$"))
    expect(page.locator("h1")).to_have_text("Withdrawn by its author.")
    expect(page.locator(f"#claim-{counter.key}-text")).to_have_text(COUNTER)
    claim.refresh_from_db()
    assert claim.state == ClaimState.WITHDRAWN
