"""The samples on the pages of a real browser: none runs, none asks another host; and the same
samples without what stops them, to see that they would."""

import json
from html import escape

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page, Route, expect

from accounts.models import User
from debate.actions.outline import EssayBrought, draw_point, start_debate, state_thesis
from debate.actions.publication import publish_debate
from debate.actions.reply import post_reply
from debate.actions.wording import Cited
from debate.enums import Relation
from debate.formats.markdown import to_html
from debate.models import Claim
from tests import factories
from tests.browser.fixtures import OpenPage
from tests.factories import Thread
from tests.security.samples import LIVE, NAMES, TEXTS

pytestmark = pytest.mark.browser

# In every frame of the page, before anything of it runs: what a sample would call is recorded.
RECORD = """
    for (const name of ["alert", "prompt", "confirm", "open", "msgbox"]) {
        window[name] = () => {
            (window.top.ran ??= []).push(window.name || window.parent.name || "page");
        };
    }
"""

# What a reader could be led to do: every handler is called for, every script address is followed.
# By the prototypes' own methods, which a form with a field of that name cannot stand in for.
PROVOKE = """async () => {
    const inside = [...document.querySelectorAll("iframe")].map((frame) => frame.contentWindow);
    for (const frame of [window, ...inside]) {
        let all;
        try { all = [...frame.document.querySelectorAll("*")]; } catch { continue; }
        const own = frame.Element.prototype;
        const send = (element, event) => own.dispatchEvent.call(element, event);
        for (const element of all) {
            for (const name of own.getAttributeNames.call(element)) {
                if (name.startsWith("on")) send(element, new frame.Event(name.slice(2)));
                const value = own.getAttribute.call(element, name);
                if (!/^(xlink:href|href|formaction|action)$/.test(name)) continue;
                const click = new frame.MouseEvent("click", { bubbles: true, cancelable: true });
                if (/:/.test(value) && !/^(https?|mailto):/.test(value)) send(element, click);
            }
            if (element.autofocus) element.focus?.();
        }
    }
    await new Promise((done) => setTimeout(done, 300));
    return window.ran ?? [];
}"""


def provoked(page: Page) -> list[str]:
    """Where scripts of samples ran, after everything was tried to make them run."""
    ran: list[str] = page.evaluate(PROVOKE)
    return ran


def post_all(thread: Thread, people: list[User]) -> Claim:
    """Every sample as claim, as source, as the name of its author; all as details of the last."""
    for number, sample in enumerate(TEXTS):
        post_reply(
            parent=(thread.thesis, thread.point, thread.rebut)[number % 3].key,
            relation="rebut",
            text=f"{sample} No. {number}",
            sources=[Cited(sample[:300], "https://example.org/")],
            by=people[number % len(people)],
        )
    last = factories.reply(thread.thesis, people[0], Relation.QUESTION, "All of them?")
    last.details_html = "".join(f"<blockquote>{to_html(sample)}</blockquote>" for sample in TEXTS)
    last.save(update_fields=["details_html"])
    return last


def test_no_sample_runs_on_a_page(open_page: OpenPage, thread: Thread, alice: User) -> None:
    people = factories.people(len(NAMES))
    for person, name in zip(people, NAMES, strict=True):
        person.display_name = name.replace("\0", "")[:60] or "Nobody"
        person.save(update_fields=["display_name"])
    last = post_all(thread, people)
    essay = EssayBrought(
        text="\n\n".join(TEXTS), title="<script>alert(1)</script>", writer='"><svg onload=alert(1)>'
    )
    draft = start_debate(essay=essay, by=alice)
    state_thesis(debate=draft.key, text="<img src=x onerror=alert(1)>", by=alice)
    draw_point(debate=draft.key, text="</textarea><script>alert(1)</script>", by=alice)
    page = open_page(alice)
    page.add_init_script(RECORD)
    for address, shown in (
        (f"/debates/{thread.debate.key}/threads/", 150),
        (f"/debates/{thread.debate.key}/", 20),
        (f"/claims/{last.key}/", 1),
        (f"/claims/{thread.point.key}/", 50),
        (f"/debates/{draft.key}/outline/", 0),
    ):
        page.goto(address)
        assert page.locator(".claim-text, .focus-text").count() >= shown
        assert provoked(page) == [], address
    publish_debate(debate=draft.key, by=alice)
    page.goto(f"/debates/{draft.key}/")
    expect(page.locator("#essay-title")).to_have_text("<script>alert(1)</script>")
    assert provoked(page) == []
    page.goto("/debates/")
    assert provoked(page) == []


def test_the_policy_alone_stops_what_would_not_be_cleaned(
    open_page: OpenPage, thread: Thread, bob: User
) -> None:
    """The second wall: samples on a page of the site, as if nothing had cleaned them."""
    runs = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)></svg>",
        '<a href="javascript:alert(1)">x</a>',
        "<details open ontoggle=alert(1)><summary>x</summary></details>",
        '<img src="https://elsewhere.example/eye.gif">',
        '<iframe src="https://elsewhere.example/"></iframe>',
        '<a href="#" hx-on:click="alert(1)" hx-get="/debates/" hx-trigger="load">x</a>',
        "<p style='position:fixed;inset:0'>over everything</p>",
    ]
    Claim.objects.filter(pk=thread.rebut.pk).update(details_html="".join(runs))
    tried = "outside request: https://elsewhere.example/eye.gif"
    page = open_page(bob, expecting=["(?s)console error: .*violates.*", tried])
    page.add_init_script(RECORD)
    stopped: list[str] = []
    page.on("requestfailed", lambda request: stopped.append(f"{request.failure} {request.url}"))
    page.goto(f"/claims/{thread.rebut.key}/")
    assert provoked(page) == []
    assert "csp https://elsewhere.example/eye.gif" in stopped
    assert (
        page.locator(".focus-details p").evaluate("e => getComputedStyle(e).position") == "static"
    )


# ---- The controls: samples that nothing stops do run


def careless(sample: str) -> str:
    """Markdown as a careless program renders it."""
    parser = MarkdownIt("commonmark", {"html": True})
    parser.validateLink = lambda _address: True  # type: ignore[assignment]
    return str(parser.render(sample))


def frames(pieces: list[str]) -> str:
    """A page with a frame for every piece, so that one cannot spoil another."""
    return "".join(
        f'<iframe name="{number}" srcdoc="{escape(piece)}"></iframe>'
        for number, piece in enumerate(pieces)
    )


def running(browser: Browser, pieces: list[str]) -> set[str]:
    """The pieces that run on a page without any policy; nothing of it reaches another host."""
    context = browser.new_context()
    context.route("**/*", stay_here)
    context.add_init_script(RECORD)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto("http://careless.example/")
    page.set_content(frames(pieces))
    page.wait_for_timeout(500)
    ran = provoked(page)
    context.close()
    return {pieces[int(number)] for number in ran if number.isdecimal()}


def stay_here(route: Route) -> None:
    if route.request.url == "http://careless.example/":
        route.fulfill(content_type="text/html", body="<!doctype html><title>Careless</title>")
    else:
        route.abort()


def test_live_samples_run_where_nothing_stops_them(browser: Browser) -> None:
    """Two in five; the others are for browsers of long ago, for other languages or for a click."""
    as_they_are = running(browser, LIVE)
    rendered = running(browser, [careless(sample) for sample in LIVE])
    asleep = [s for s in LIVE if s not in as_they_are and careless(s) not in rendered]
    assert len(asleep) < 0.6 * len(LIVE), json.dumps(asleep, indent=1)


def test_what_is_cleaned_of_live_samples_does_not_run_even_there(browser: Browser) -> None:
    assert running(browser, [to_html(sample) for sample in LIVE]) == set()
    assert running(browser, [f"<p>{escape(sample)}</p>" for sample in LIVE]) == set()
