"""Somebody starts a debate: brings an essay, states its thesis, picks its points, publishes."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.models import User
from debate.enums import Visibility
from debate.models import Claim, Debate, Essay
from tests import factories
from tests.browser.fixtures import OpenPage
from tests.journeys.visit import MOUSE, NO_SCRIPT, PHONE_DARK, Visit, Way, every_way

pytestmark = pytest.mark.browser

ESSAYS = Path(__file__).parents[1] / "data/essays"
PICKED_THESIS = "It should serve the pupils."
THESIS = "The timetable of a school should serve its pupils."
PICKED_POINT = "no alarm resets it"
POINT = "No discipline moves the sleep of a body of fifteen."
OWN_POINT = "Roads are safer when tired drivers are not on them."


def sign_in(visit: Visit) -> None:
    page = visit.page
    visit.write(page.get_by_label("Handle or e-mail"), "alice")
    visit.write(page.get_by_label("Password"), factories.PASSWORD)
    visit.press(page.get_by_role("main").get_by_role("button", name="Sign in"))


def word(visit: Visit, sentence: str, claim: str, button: str) -> None:
    """Pick a sentence of the essay and word it as a claim."""
    page = visit.page
    visit.press(page.get_by_role("link", name=re.compile(re.escape(sentence))))
    field = page.locator("#wording-text")
    expect(field).to_have_value(re.compile(re.escape(sentence)))
    visit.write(field, claim)
    visit.press(page.get_by_role("button", name=button))


@every_way
def test_a_pasted_essay_becomes_a_debate(open_page: OpenPage, way: Way) -> None:
    factories.person("alice", password=factories.PASSWORD)
    alice = Visit(open_page, way)
    page = alice.page
    page.goto("/debates/new/")
    sign_in(alice)
    expect(page).to_have_url(re.compile("/debates/new/$"))
    alice.write(page.get_by_label("Title"), "Let them sleep")
    alice.write(page.get_by_label("Text"), factories.ESSAY_TEXT)
    alice.write(page.get_by_label("Written by"), "Ottoline Frey")
    alice.press(page.get_by_role("button", name="Next: pick the points"))

    expect(page.locator("#essay-title")).to_have_text("Let them sleep")
    expect(page.get_by_role("button", name="Publish")).to_be_disabled()
    word(alice, PICKED_THESIS, THESIS, "This is the thesis")
    expect(page.locator("#outline-thesis")).to_contain_text(THESIS)
    word(alice, PICKED_POINT, POINT, "Add the point")
    expect(page.locator("#outline-1")).to_contain_text(POINT)
    word(alice, "fewer crashes", "This one goes again.", "Add the point")
    alice.press(page.get_by_role("button", name="Drop point 2"))
    expect(page.locator(".outline-text", has_text="This one goes again.")).to_have_count(0)
    alice.press(page.get_by_role("link", name="add a point in your own words"))
    alice.write(page.locator("#wording-text"), OWN_POINT)
    alice.press(page.get_by_role("button", name="Add the point"))
    expect(page.locator("#outline-2")).to_contain_text(OWN_POINT)

    alice.press(page.get_by_role("button", name="Publish"))
    expect(page.locator("#flashes")).to_contain_text("Published. Everybody can answer now.")
    debate = Debate.objects.get()
    assert debate.visibility == Visibility.PUBLIC
    assert set(Claim.objects.values_list("text", flat=True)) == {THESIS, POINT, OWN_POINT}

    visitor = Visit(open_page, way)
    visitor.page.goto("/debates/")
    visitor.press(visitor.page.get_by_role("link", name=THESIS))
    expect(visitor.page.locator("h1")).to_have_text(THESIS)
    expect(visitor.page.locator(".essay-body mark")).to_have_text(
        [re.compile(PICKED_POINT), re.compile(PICKED_THESIS)]
    )
    expect(visitor.page.locator(".essay-by")).to_contain_text("brought by Alice")


@pytest.mark.parametrize(
    ("way", "file", "title", "writer", "first"),
    [
        (
            NO_SCRIPT,
            "night-buses.txt",
            "The Last Bus Should Leave After the Last Shift",
            "Emeka Strand",
            "The last bus",
        ),
        (
            PHONE_DARK,
            "evening-walks.md",
            "Keep the Streets Lit for Walkers",
            "Marit Okonjo",
            "A town that switches its lamps off at ten has made a decision about who may be",
        ),
    ],
    ids=["txt", "md"],
)
def test_an_uploaded_file_opens_as_an_outline(
    open_page: OpenPage, alice: User, way: Way, file: str, title: str, writer: str, first: str
) -> None:
    visit = Visit(open_page, way, alice)
    page = visit.page
    page.goto("/debates/new/")
    page.get_by_label("Or its file").set_input_files(ESSAYS / file)
    visit.write(page.get_by_label("Thesis"), "Towns should be kinder at night.")
    visit.press(page.get_by_role("button", name="Next: pick the points"))
    expect(page.locator("#essay-title")).to_have_text(title)
    expect(page.locator(".essay-by .author")).to_have_text(writer)
    expect(page.locator("#p1")).to_contain_text(first)
    expect(page.locator("#outline-thesis")).to_contain_text("Towns should be kinder at night.")


REFUSED_FILES = {
    "latin-1": ("Caf\xe9 society".encode("latin-1"), "byte 3 is E9"),
    "utf-16": ("Walk at night.".encode("utf-16"), "This file is in UTF-16."),
    "pdf": (b"%PDF-1.7 ...", "This is a PDF file."),
    "binary": (b"text\x00more", "byte 4 is zero"),
    "empty": (b"", "This file is empty."),
    "no letter": (b"--- *** ---\n", "There is not one letter in this text."),
    "too long": (b"word and " * 12_000, "An essay has at most 100,000 characters"),
    "too large": (b"word and " * 200_000, "A file has at most 1,000,000 bytes"),
}


@pytest.mark.parametrize("way", [MOUSE, NO_SCRIPT], ids=lambda way: way.name)
def test_a_file_that_cannot_be_read_is_refused_in_words_and_the_rest_is_kept(
    open_page: OpenPage, alice: User, way: Way
) -> None:
    visit = Visit(open_page, way, alice)
    page = visit.page
    page.goto("/debates/new/")
    visit.write(page.get_by_label("Thesis"), THESIS)
    for name, (content, problem) in REFUSED_FILES.items():
        page.get_by_label("Or its file").set_input_files(
            {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": content}
        )
        visit.press(page.get_by_role("button", name="Next: pick the points"))
        expect(page.locator("#id_file_error")).to_contain_text(problem)
        expect(page.get_by_label("Thesis")).to_have_value(THESIS)
    assert not Debate.objects.exists()


@every_way
def test_a_draft_made_by_the_command_opens_in_new_debate_and_can_be_discarded(
    open_page: OpenPage, alice: User, way: Way, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_essay", str(ESSAYS / "night-buses.txt"), "--by", "alice")
    visit = Visit(open_page, way, alice)
    page = visit.page
    page.goto("/debates/new/")
    drafts = page.get_by_role("region", name="Your drafts")
    title = "The Last Bus Should Leave After the Last Shift"
    visit.press(drafts.get_by_role("link", name=title))
    expect(page.locator("#essay-title")).to_have_text(title)

    visit.press(page.get_by_role("link", name="Discard"))
    visit.press(page.get_by_role("button", name="Throw it away"))
    expect(page.locator("#flashes")).to_contain_text("The draft is thrown away.")
    expect(drafts).to_have_count(0)
    assert not Debate.objects.exists()
    assert not Essay.objects.exists()
