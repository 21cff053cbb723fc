"""The site in other languages, and texts that run from right to left, as they are drawn."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from debate.enums import NoticeReason, Relation, Visibility
from debate.formats.markdown import to_html
from debate.models import Claim
from tests import factories
from tests.browser.chromium import PHONE, WIDE
from tests.browser.fixtures import OpenPage
from tests.browser.people import scrolls_sideways
from tests.browser.usable import NARROW, WIDEST, resize
from tests.factories import Thread

pytestmark = pytest.mark.browser

# A control whose words are cut off, stand beside it or lie over those of its neighbour.
CROWDED = """() => {
    const controls = [...document.querySelectorAll(
        "button, .button, .tab, .deed, .segments a, .segments label, legend, summary, th, label"
    )].filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
        && !e.closest(".for-ears, .skip") && e.getClientRects().length);
    const words = (e) => {
        const range = document.createRange();
        range.selectNodeContents(e);
        return [...range.getClientRects()].filter((r) => r.width > 1 && r.height > 1);
    };
    const name = (e) => `${e.className || e.tagName} ${e.textContent.trim().slice(0, 40)}`;
    const bad = [];
    for (const e of controls) {
        const box = e.getBoundingClientRect();
        const style = getComputedStyle(e);
        if (style.overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1)
            bad.push(`cut: ${name(e)}`);
        if (style.display !== "inline" && !e.querySelector(".for-ears, select, input, textarea") &&
            words(e).some((r) => r.right > box.right + 2 || r.left < box.left - 2))
            bad.push(`beside itself: ${name(e)}`);
        for (const other of e.parentElement.children) {
            if (other === e || !controls.includes(other) || other.matches(".for-ears")) continue;
            const next = other.getBoundingClientRect();
            if (Math.min(box.right, next.right) - Math.max(box.left, next.left) > 3 &&
                Math.min(box.bottom, next.bottom) - Math.max(box.top, next.top) > 3)
                bad.push(`over ${name(other)}: ${name(e)}`);
        }
    }
    return bad;
}"""


# ---- Which language


def test_a_stranger_chooses_a_language_without_a_script_and_keeps_it(
    open_page: OpenPage, thread: Thread
) -> None:
    page = open_page(javascript=False, size=PHONE, locale="es-MX")
    page.goto(f"/debates/{thread.debate.key}/threads/?sort=newest")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("group", name="Idioma").get_by_role("button", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page).to_have_url(re.compile(r"/threads/\?sort=newest$"))
    expect(page.locator(".segments [aria-current]").first).to_have_text("Neueste")
    page.get_by_role("link", name="So geht es").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("So geht es")
    pressed = page.get_by_role("group", name="Sprache").locator("[aria-current]")
    expect(pressed).to_have_text("Deutsch")


def test_a_person_reads_times_and_hears_scripts_in_their_language(
    open_page: OpenPage, thread: Thread, bob: User
) -> None:
    User.objects.filter(pk=bob.pk).update(language="de", time_zone="America/New_York")
    page = open_page(bob)
    page.goto(f"/claims/{thread.undercut.key}/")
    time = page.locator(".focus-claim time")
    expect(time).to_have_text("1. März 2024")
    expect(time).to_have_attribute("title", re.compile(r"^Freitag, 1\. März 2024 .*07:00:00"))
    page.get_by_role("link", name="Nachfragen").click()
    form = page.locator(f"#claim-{thread.undercut.key}-answer")
    form.get_by_label("Deine Behauptung").fill("Wieso?")
    expect(form.locator(".composer-left")).to_have_text("noch 494")
    form.get_by_role("button", name="Rückfrage absenden").click()
    expect(page.locator("#said")).to_have_text("Deine Rückfrage ist veröffentlicht.")
    expect(page.locator(".side[data-relation=question] time")).to_have_text("jetzt")


# ---- Whether the words fit


def pages(thread: Thread, draft_key: str) -> list[str]:
    debate, rebut = f"/debates/{thread.debate.key}/", f"/claims/{thread.rebut.key}/"
    return [
        "/debates/",
        "/debates/new/",
        f"/debates/{draft_key}/outline/?own=1",
        debate,
        f"{debate}threads/",
        f"{debate}activity/",
        rebut,
        f"{rebut}reply/",
        f"{rebut}history/",
        "/search/?q=pupils",
        "/for-you/",
        "/how-it-works/",
        "/how-it-works/permissions/",
        "/how-it-works/classroom-permissions/",
        "/api/v1/docs/",
        "/accounts/settings/",
        f"/people/{thread.rebut.author.key}/",
    ]


def crowding(page: Page, address: str) -> list[str]:
    """What does not fit on a page: it scrolls sideways, or a control has no room for its words."""
    page.goto(address)
    found = []
    for size in (NARROW, PHONE, WIDE):
        resize(page, size)
        if scrolls_sideways(page):
            found.append(f"{address} at {size[0]} scrolls: {page.evaluate(WIDEST)}")
        found += [f"{address} at {size[0]} {e}" for e in page.evaluate(CROWDED)]
    return found


@pytest.mark.parametrize("language", ["de", "es"])
def test_long_words_fit_on_every_page(
    open_page: OpenPage, thread: Thread, alice: User, language: str
) -> None:
    """Catches a button cut off, two that lie over each other, a page that scrolls sideways."""
    factories.edit(thread.rebut, "Pupils who start later stay up later, too.")
    factories.notice(thread.undercut, alice, NoticeReason.FOLLOWED)
    for number, person in enumerate(factories.people(6)):
        factories.position(thread.debate, person, number % 7 - 3)
    below = thread.rebut
    for number in range(6):  # deep, where there is the least room; her own, which she may edit
        below = factories.reply(below, alice, Relation.REBUT, f"Reason {number}.")
    essay = factories.essay(alice)
    draft = factories.debate(alice, visibility=Visibility.DRAFT, drawn_from=essay)
    alice.language = language
    alice.save()
    page, stranger = open_page(alice), open_page(locale=language)
    found = [line for at in pages(thread, draft.key) for line in crowding(page, at)]
    for at in (f"/debates/{thread.debate.key}/threads/", "/accounts/login/", "/accounts/signup/"):
        found += crowding(stranger, at)
    assert found == []


def test_words_without_room_would_be_noticed(open_page: OpenPage, thread: Thread) -> None:
    page = open_page(locale="de")
    page.goto("/accounts/login/")
    button = page.locator(".entry-form .button")
    assert page.evaluate(CROWDED) == []
    page.evaluate("""() => {
        const css = new CSSStyleSheet();
        css.replaceSync(".entry-form .button { inline-size: 3rem; padding: 0; overflow: visible }");
        document.adoptedStyleSheets = [css];
    }""")
    assert page.evaluate(CROWDED) == [f"beside itself: button {button.text_content()}"]


# ---- Right to left

ARABIC = "أظهرت دراسة (Smith et al., 2021) أن 8.5 ساعات نوم تحسّن الدرجات بنسبة 12%!"
HEBREW = "המחקר בדק רק 30 תלמידים (בני 14–16), ולכן אי אפשר להכליל ממנו."
LATIN_FIRST = "OECD אומר אחרת: 9:30 הוא גבול סביר."
QUOTING = "The study is called «أثر النوم» and has 1,200 pupils, not 30."
ESSAY = f"{ARABIC}\n\n{HEBREW}\n\nBuses can wait. So can bells; الأطفال لا."

DRAWN = """(e) => {
    const range = document.createRange();
    range.selectNodeContents(e);
    const box = e.getBoundingClientRect();
    const lines = [...range.getClientRects()].filter((r) => r.width > 1);
    const first = Math.min(...lines.map((r) => r.top));
    const drawn = lines.filter((r) => r.top < first + 6);
    const left = Math.min(...drawn.map((r) => r.left)) - box.left;
    const right = box.right - Math.max(...drawn.map((r) => r.right));
    return left > right + 8 ? "rtl" : right > left + 8 ? "ltr" : "full";
}"""


def runs(text: Locator) -> str:
    """Which way a text runs by its style; where its first line leaves room, it must agree."""
    direction = str(text.evaluate("e => getComputedStyle(e).direction"))
    assert text.evaluate(DRAWN) in {direction, "full"}, text.text_content()
    return direction


def test_a_text_runs_its_own_way_within_a_page_that_runs_another(
    open_page: OpenPage, alice: User, bob: User
) -> None:
    essay = factories.essay(alice, title="ليبدأ الدرس بعد التاسعة", text=ESSAY)
    drawn = factories.passage(essay, "ساعات نوم")
    thread = factories.small_thread(alice, bob, alice, drawn_from=drawn)
    claims = {
        text: factories.reply(thread.point, bob, Relation.REBUT, text)
        for text in (ARABIC, HEBREW, LATIN_FIRST, QUOTING)
    }
    Claim.objects.filter(pk=claims[ARABIC].pk).update(
        details_html=to_html(f"{HEBREW}\n\nSmall but real.\n\n- {ARABIC}")
    )
    page = open_page(alice, size=PHONE)
    debate = f"/debates/{thread.debate.key}/"
    expected = {ARABIC: "rtl", HEBREW: "rtl", LATIN_FIRST: "rtl", QUOTING: "ltr"}
    for size in (WIDE, PHONE, NARROW):
        resize(page, size)
        page.goto(f"{debate}threads/")
        for text, claim in claims.items():
            assert runs(page.locator(f"#claim-{claim.key}-text")) == expected[text]
            relation = page.locator(f"#claim-{claim.key} .relation svg").first
            words = page.locator(f"#claim-{claim.key}-text")
            sign, body = relation.bounding_box(), words.bounding_box()
            assert sign is not None
            assert body is not None
            assert abs(sign["x"] - body["x"]) < 4  # the sign stays on the page's side
        assert not scrolls_sideways(page)

        page.goto(debate)
        told = [runs(words) for words in page.locator(".essay-words").all()]
        assert told == ["rtl", "rtl", "ltr"]
        assert runs(page.locator("#essay-title")) == "rtl"
        assert not scrolls_sideways(page)

        page.goto(f"/claims/{claims[ARABIC].key}/")
        assert runs(page.locator(".focus-text")) == "rtl"
        drawn_as = [p.evaluate(DRAWN) for p in page.locator(".focus-details :is(p, li)").all()]
        assert drawn_as[1] == "ltr"
        assert {drawn_as[0], drawn_as[2]} <= {"rtl", "full"}
        assert not scrolls_sideways(page)

    page.goto(f"/claims/{claims[QUOTING].key}/reply/")
    typed = page.locator(".composer-text")
    typed.fill(HEBREW)
    assert typed.evaluate("e => getComputedStyle(e).direction") == "rtl"
    typed.fill(QUOTING)
    assert typed.evaluate("e => getComputedStyle(e).direction") == "ltr"
