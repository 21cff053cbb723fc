"""Somebody takes a debate along: shares its address, cites a claim, prints the whole."""

import re

import pytest
from playwright.sync_api import expect

from debate.enums import Visibility
from tests import factories
from tests.browser.fixtures import OpenPage
from tests.factories import Thread
from tests.journeys.visit import Visit, Way, every_way

pytestmark = pytest.mark.browser


@every_way
def test_a_reader_takes_the_address_a_citation_and_the_whole_debate(
    open_page: OpenPage, thread: Thread, origin: str, way: Way
) -> None:
    reader = Visit(open_page, way)
    page = reader.page
    if way.javascript:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    threads = f"/debates/{thread.debate.key}/threads/"
    page.goto(f"{threads}?sort=newest")

    reader.press(page.get_by_role("button", name="Share"))
    address = page.get_by_label("Permanent address")
    expect(address).to_be_focused()
    expect(address).to_have_value(f"{origin}/debates/{thread.debate.key}/")
    if way.javascript:
        reader.press(page.locator("#share").get_by_role("button", name="Copy"))
        expect(page.locator("#said")).to_have_text("Copied.")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{origin}/debates/{thread.debate.key}/"
    page.keyboard.press("Escape")
    expect(address).to_be_hidden()

    page.goto(f"/claims/{thread.rebut.key}/")
    reader.press(page.get_by_role("button", name="Share"))
    expect(address).to_have_value(f"{origin}/claims/{thread.rebut.key}/")
    reader.press(page.locator("#share").get_by_role("link", name="Cite"))
    expect(page.locator("h1")).to_have_text("Cite")
    cited = page.locator("#cite-claim-mla")
    expect(cited).to_contain_text(f"“{thread.rebut.text} Rejoinder".replace(". R", ".” R"))
    if way.javascript:
        reader.press(page.get_by_role("button", name="Copy").nth(1))
        expect(page.locator("#said")).to_have_text("Copied.")
        assert page.evaluate("navigator.clipboard.readText()") == cited.inner_text()
    with page.expect_download() as loading:
        reader.press(page.get_by_role("link", name="BibTeX"))
    assert loading.value.suggested_filename == f"rejoinder-{thread.rebut.key}.bib"

    page.goto(threads)
    reader.press(page.get_by_role("button", name="Share"))
    reader.press(page.locator("#share").get_by_role("link", name="Print"))
    expect(page).to_have_url(re.compile("/print/$"))
    for claim in (thread.point, thread.undercut, thread.answer):
        expect(page.locator(f"#claim-{claim.key} .printed-text")).to_have_text(claim.text)
    expect(page.locator(f"#claim-{thread.undercut.key} time")).to_have_text("1 March 2024")
    reader.press(page.get_by_role("link", name="Back to the debate"))
    expect(page.locator("#essay-title")).to_be_visible()


def test_paper_has_what_people_wrote_and_no_control(open_page: OpenPage, thread: Thread) -> None:
    factories.vote(thread.rebut, factories.person("frank"))
    page = open_page(thread.rebut.author)
    for address in ("", "threads/", "print/"):
        page.goto(f"/debates/{thread.debate.key}/{address}")
        before = page.locator("time[datetime*=T]").all_inner_texts()
        page.emulate_media(media="print")
        for gone in (".masthead", ".colophon", ".tabs-row", ".composer", ".claim-deeds", ".share"):
            for control in page.locator(gone).all():
                expect(control).to_be_hidden()
        expect(page.locator("button:visible:not(.vote-choice)")).to_have_count(0)
        expect(page.locator("h1")).to_have_css("color", "rgb(0, 0, 0)")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        for time in page.locator("time:visible").all_inner_texts():
            assert re.fullmatch(r"\d{1,2} \w+ \d{4}", time), time
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("time[datetime*=T]").all_inner_texts() == before
        assert page.pdf().startswith(b"%PDF-")
        page.emulate_media(media="screen")


def test_a_folded_branch_stays_folded_on_paper_and_says_what_it_holds(
    open_page: OpenPage, thread: Thread
) -> None:
    page = open_page()
    page.goto(f"/debates/{thread.debate.key}/threads/")
    page.locator(f"#claim-{thread.rebut.key}-branch > summary").click()
    page.emulate_media(media="print")
    expect(page.locator(f"#claim-{thread.undercut.key}")).to_be_hidden()
    expect(page.locator(f"#claim-{thread.rebut.key}-below")).to_be_visible()
    expect(page.locator(f"#claim-{thread.answer.key}")).to_be_visible()


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.DRAFT])
def test_an_address_that_not_everybody_can_open_says_so(
    open_page: OpenPage, thread: Thread, visibility: Visibility
) -> None:
    made = factories.debate(thread.debate.owner, visibility=visibility)
    page = open_page(thread.debate.owner)
    page.goto(f"/debates/{made.key}/threads/")
    page.get_by_role("button", name="Share").click()
    who = "Only you can" if visibility == Visibility.DRAFT else "Only its members can"
    expect(page.get_by_label("Permanent address")).to_have_accessible_description(re.compile(who))
