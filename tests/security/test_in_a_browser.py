"""The samples on the pages of a real browser: none runs, none asks another host; and the same
samples without what stops them, to see that they would."""

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from html import escape
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.test import Client
from django.utils import timezone
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page, Route, expect

from accounts.actions.export import export_person
from accounts.models import User
from accounts.web.archive import write_archive
from debate.actions.act import Deed, keep_line
from debate.actions.outline import EssayBrought, draw_point, start_debate, state_thesis
from debate.actions.publication import publish_debate
from debate.enums import ActKind, Reason
from debate.formats.markdown import to_html
from debate.limits import CLAIM_TEXT_MIN
from debate.models import (
    Case,
    Claim,
    ClaimRevision,
    Debate,
    Draft,
    Essay,
    Flag,
    HeldClaim,
    Source,
    Topic,
)
from tests import factories
from tests.browser.fixtures import OpenPage
from tests.factories import Thread
from tests.security.places import Site, build_site
from tests.security.samples import CORPUS, DAILY, KNOWN_LIVE, LIVE

pytestmark = pytest.mark.browser

FRAMES = 60  # on one page
ATOM = "{http://www.w3.org/2005/Atom}"

# In every frame of the page, before anything of it runs: what a sample would call is recorded.
RECORD = """
    for (const name of ["alert", "prompt", "confirm", "print", "open", "msgbox"]) {
        window[name] = () => {
            (window.top.ran ??= []).push(window.name || window.parent.name || "page");
        };
    }
"""

# What a reader could be led to do: every handler is called for, every script address is followed.
# By the prototypes' own methods, which a form with a field of that name cannot stand in for.
PROVOKE = """async (patience) => {
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
    await new Promise((done) => setTimeout(done, patience));
    return window.ran ?? [];
}"""


def provoked(page: Page, patience: int = 300) -> list[str]:
    """Where scripts of samples ran, after everything was tried to make them run."""
    ran: list[str] = page.evaluate(PROVOKE, patience)
    return ran


def packs(samples: Iterable[str], most: int) -> list[str]:
    """The samples, several together as far as they fit into so many characters."""
    packed = [""]
    for sample in map(keepable, samples):
        if len(packed[-1]) + 1 + len(sample) > most:
            packed.append("")
        packed[-1] = f"{packed[-1]} {sample}"[:most]
    return [pack.ljust(CLAIM_TEXT_MIN, ".") for pack in packed]


def fill(site: Site, samples: Sequence[str]) -> dict[str, str]:
    """Samples in every column that somebody can write, as it would be kept; keys of what has them.

    What a form would refuse or tidy up is here too: a page has to be safe with whatever there is.
    """
    of, people = site.thread.debate, site.people
    long, short = packs(samples, 480), packs(samples, 58)
    writers = factories.people(len(long))
    claims = factories.replies(site.thread.point, people["bob"], len(long))
    for number, (claim, writer) in enumerate(zip(claims, writers, strict=True)):
        claim.author, claim.text, claim.sources_count = writer, long[number], 1
        claim.details_html = to_html(long[-number])
        writer.display_name = short[number % len(short)]
    User.objects.bulk_update(writers, ["display_name"])
    Claim.objects.bulk_update(claims, ["author", "text", "details_html", "sources_count"])
    for wording in ClaimRevision.objects.filter(claim__in=claims).select_related("claim"):
        wording.text = wording.claim.text
        wording.details = long[wording.pk % len(long)]
        wording.save(update_fields=["text", "details"])
        address = f"https://example.org/?{quote(long[wording.pk % len(long)])}"[:1_900]
        Source.objects.create(revision=wording, position=1, title=wording.text[:290], url=address)
    for number, pack in enumerate(long):
        claim, writer = claims[number], writers[number]
        byline = short[-number % len(short)] if number % 5 == 0 else ""
        factories.member(of, writer, byline=byline)
        Flag.objects.create(debate=of, claim=claim, person=people["dan"], reason="spam", note=pack)
        HeldClaim.objects.create(
            debate=of, parent=claim, parent_revision=1, relation="rebut", author=people["nick"],
            text=pack, details=pack, sources=[[pack[:290], "https://example.org/"]],
        )  # fmt: skip
        deed = Deed(ActKind.RELATED, Reason.UNCLEAR, people["dan"].pk, claim=claim, note=pack)
        act = keep_line(deed, by=people["mona"], at=timezone.now(), debate=of)
        Case.objects.filter(act=act).update(appeal=pack, appealed_at=timezone.now())
        factories.notice(claim, people["alice"])
        if number < 40:
            Topic.objects.create(slug=f"topic-{number}", name=pack[:40])
            content = {"text": pack, "details": pack, "relation": "rebut"}
            Draft.objects.create(
                person=people["alice"], purpose="reply", claim=claim, content=content, version=1
            )
    factories.edit(claims[0], long[-1])
    factories.hide(claims[1])
    Case.objects.filter(act=site.act).update(
        note=long[0], appeal=" ".join(long[:4])[:2_000], answer=long[1],
        appealed_at=timezone.now(), decided_at=timezone.now(), decision="upheld",
        decided_by=people["alice"],
    )  # fmt: skip
    said = "\n\n".join(long)[:5_000]
    Debate.objects.filter(pk=of.pk).update(conclusion=said, conclusion_html=to_html(said))
    Essay.objects.update(title=long[0][:200], writer=short[0])
    held = HeldClaim.objects.filter(author=people["nick"]).latest("id")
    return {
        "claim": claims[0].key,
        "writer": writers[0].key,
        "brought": bring(people["alice"], samples, long),
        "held": held.key,
    }


def bring(alice: User, samples: Sequence[str], long: Sequence[str]) -> str:
    """A debate from an essay of samples, half made, and the draft of another; its key."""
    text = "\n\n".join(map(keepable, samples))
    draft = {"thesis": long[0], "text": text, "title": long[1]}
    Draft.objects.create(person=alice, purpose="debate", content=draft, version=1)
    title, writer = readable(long[1])[:190], readable(long[2])[:100]
    essay = EssayBrought(text=readable(text)[:90_000], title=title, writer=writer)
    brought = start_debate(essay=essay, by=alice)
    state_thesis(debate=brought.key, text=readable(long[2]), by=alice)
    draw_point(debate=brought.key, text=readable(long[3]), by=alice)
    return brought.key


# Who looks where: {of} is the debate with everything in it.
PAGES = (
    ("", "/debates/"), ("", "/topics/"), ("", "/search/?q=alert"), ("", "/search/?q=script+xss"),
    ("", "/debates/{of}/threads/"), ("", "/debates/{of}/print/"), ("", "/debates/{of}/activity/"),
    ("", "/debates/{of}/moderation/log/"), ("", "/debates/{of}/cite/"), ("", "/debates/{of}/"),
    ("", "/claims/{claim}/history/"), ("", "/claims/{claim}/"), ("", "/people/{writer}/"),
    ("", "/people/{writer}/activity/"),
    ("", "/claims/{point}/"), ("", "/claims/{point}/replies/?after=0"),
    ("alice", "/drafts/"), ("alice", "/for-you/"), ("alice", "/debates/new/"),
    ("alice", "/debates/{of}/moderation/"), ("alice", "/debates/{of}/members/"),
    ("alice", "/debates/{of}/manage/essay/"), ("alice", "/debates/{of}/closing/"),
    ("alice", "/debates/{of}/manage/"), ("alice", "/debates/{brought}/outline/"),
    ("alice", "/debates/{of}/threads/"), ("alice", "/debates/{of}/blocks/"),
    ("mona", "/held/{held}/"), ("mona", "/claims/{claim}/moderation/"),
    ("nick", "/held/{held}/"), ("dan", "/acts/{act}/"), ("dan", "/claims/{claim}/flag/"),
    ("dan", "/claims/{claim}/reply/"), ("carol", "/moderation/"), ("carol", "/acts/{act}/"),
    ("carol", "/people/{writer}/suspension/"), ("carol", "/admin/debate/claim/"),
)  # fmt: skip


@pytest.mark.parametrize(
    "samples",
    [
        pytest.param(DAILY, id="some"),
        *(
            pytest.param(CORPUS[number::5], id=f"all {number}", marks=pytest.mark.long)
            for number in range(5)
        ),
    ],
)
def test_no_sample_runs_on_a_page(open_page: OpenPage, samples: list[str]) -> None:
    site = build_site()
    keys = {
        **fill(site, samples),
        "of": site.thread.debate.key,
        "point": site.thread.point.key,
        "act": site.act.key,
    }
    pages: dict[str, Page] = {}
    for who, place in PAGES:
        if who not in pages:
            pages[who] = open_page(site.people[who] if who else None)
            pages[who].context.add_init_script(RECORD)
        address = place.format(**keys)
        answer = pages[who].goto(address)
        assert answer is not None
        assert answer.status == 200, (who, address)
        assert provoked(pages[who], 60) == [], (who, address)
    publish_debate(debate=keys["brought"], by=site.people["alice"])
    for address in (f"/debates/{keys['brought']}/", f"/debates/{keys['brought']}/threads/"):
        pages[""].goto(address)
        assert provoked(pages[""]) == [], address
    _send_back(pages["alice"], f"/claims/{keys['point']}/reply/", samples)
    with export_person(by=site.people["nick"]) as copy, write_archive(copy, name="N") as archive:
        own = ZipFile(archive).read("index.html").decode()
    assert own.count("alert") > 50
    _show_alone(pages[""], own)
    for address in ("/feed/", f"/debates/{keys['of']}/feed/", f"/people/{keys['writer']}/feed/"):
        feed = ET.fromstring(Client().get(address).content)
        _show_alone(pages[""], " ".join(e.text or "" for e in feed.iter(f"{ATOM}summary")))


def _show_alone(page: Page, html: str) -> None:
    """What a program takes away, without the site's policy: opened from a disk, read in a feed."""
    shown = f"<!doctype html><title>Own</title>{html}"
    page.unroute("**/own/")
    page.route("**/own/", lambda route: route.fulfill(content_type="text/html", body=shown))
    page.goto("/own/")
    assert provoked(page) == []


def _send_back(page: Page, address: str, samples: Sequence[str]) -> None:
    """A form that is too full comes back with what was typed, on a page and as a part of one."""
    page.goto(address)
    form = page.locator("form.composer")
    form.locator("textarea").first.fill("\n".join(map(keepable, samples))[:20_000])
    form.locator("[type=submit]").first.click()
    expect(page.locator(".field-problem, .flash[data-kind=problem]").first).to_be_visible()
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


# ---- Each sample by itself, in the app's own markup, with one wall or none


def careless(sample: str) -> str:
    """Markdown as a careless program renders it."""
    parser = MarkdownIt("commonmark", {"html": True})
    parser.validateLink = lambda _address: True  # type: ignore[assignment]
    return str(parser.render(sample))


@contextmanager
def unescaped() -> Iterator[None]:
    """The templates of claims write what they are given as it is."""
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    engine.env.cache.clear()  # type: ignore[union-attr]
    engine.env.autoescape = False
    try:
        yield
    finally:
        engine.env.cache.clear()  # type: ignore[union-attr]
        engine.env.autoescape = True


def keepable(sample: str) -> str:
    """A sample as far as the database can hold it."""
    return sample.replace("\0", "").encode("utf-8", "replace").decode()[:5_000]


def readable(text: str) -> str:
    """A text without the signs that forms refuse."""
    return "".join(c for c in text if c in "\t\n" or unicodedata.category(c) not in {"Cc", "Cs"})


def printed(samples: Sequence[str], *, careful: bool) -> dict[str, str]:
    """Each sample as text, details and author of a claim: the claim as the app prints it."""
    alice, bob, dan = (factories.person(name) for name in ("alice", "bob", "dan"))
    thread = factories.small_thread(alice, bob, dan)
    kept = [keepable(sample) for sample in samples]
    writers = factories.people(len(kept))
    claims = factories.replies(thread.point, bob, len(kept))
    for claim, writer, sample in zip(claims, writers, kept, strict=True):
        claim.author, claim.text = writer, sample[:500].ljust(CLAIM_TEXT_MIN, ".")
        claim.details_html = to_html(sample) if careful else careless(sample)
        writer.display_name = sample[:60] or "-"
    User.objects.bulk_update(writers, ["display_name"])
    Claim.objects.bulk_update(claims, ["author", "text", "details_html"])
    with nullcontext() if careful else unescaped():
        answer = Client().get(f"/debates/{thread.debate.key}/print/")
        html = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    found = {}
    for piece in re.split('(?=<article class="printed-claim" id="claim-)', html):
        if at := re.match('<article class="printed-claim" id="claim-([a-z0-9]{12})"', piece):
            found[at[1]] = piece
    return {sample: found[claim.key] for sample, claim in zip(samples, claims, strict=True)}


def running(browser: Browser, pieces: Mapping[str, str], *, policy: str = "") -> set[str]:
    """The samples whose piece runs in a frame of its own; nothing of it reaches another host."""
    ran: set[str] = set()
    names = list(pieces)
    for start in range(0, len(names), FRAMES):
        some = names[start : start + FRAMES]
        body = "".join(
            f'<iframe name="{number}" srcdoc="{escape(pieces[name])}"></iframe>'
            for number, name in enumerate(some)
        )
        context = browser.new_context()
        context.route("**/*", partial(_stay_here, body=body, policy=policy))
        context.add_init_script(RECORD)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.goto("http://careless.example/")
        ran |= {some[int(number)] for number in provoked(page) if number.isdecimal()}
        context.close()
    return ran


def _stay_here(route: Route, *, body: str, policy: str) -> None:
    if route.request.url == "http://careless.example/":
        headers = {"Content-Security-Policy": policy} if policy else {}
        html = f"<!doctype html><title>Careless</title>{body}"
        route.fulfill(content_type="text/html; charset=utf-8", body=html, headers=headers)
    else:
        route.abort()


FEW = [pytest.param(LIVE, id="some"), pytest.param(CORPUS, id="all", marks=pytest.mark.long)]


@pytest.mark.parametrize("samples", FEW)
def test_cleaning_alone_stops_every_sample(
    transactional_db: None, browser: Browser, samples: list[str]
) -> None:
    assert running(browser, printed(samples, careful=True)) == set()


@pytest.mark.parametrize("samples", FEW)
def test_the_policy_alone_stops_every_sample(
    transactional_db: None, browser: Browser, samples: list[str]
) -> None:
    policy = Client().get("/how-it-works/")["Content-Security-Policy"]
    assert running(browser, printed(samples, careful=False), policy=policy) == set()


@pytest.mark.parametrize(
    "samples",
    [
        pytest.param(KNOWN_LIVE[::12], id="some"),
        pytest.param(KNOWN_LIVE, id="all", marks=pytest.mark.long),
    ],
)
def test_live_samples_run_where_nothing_stops_them(
    transactional_db: None, browser: Browser, samples: list[str]
) -> None:
    """The control of both: the same claims, neither cleaned nor under a policy."""
    ran = running(browser, printed(samples, careful=False))
    assert len(ran) >= 0.9 * len(samples), sorted(set(samples) - ran)
