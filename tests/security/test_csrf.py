"""No deed is done for another site: every form of the site, forged in every way there is."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, expect

from accounts.models import User
from debate.models import Vote
from tests import factories
from tests.browser.chromium import context
from tests.browser.people import sign_in
from tests.security.places import DEEDS, NAMED, UNSAFE, Sent, Site, build_site, entries, everything

FORM = "application/x-www-form-urlencoded"
TAKES = dict(NAMED)
UNCOUNTED = frozenset({"accounts_rate"})


@pytest.fixture
def site(db: None, quick_hashes: None) -> Site:
    return build_site()


@dataclass
class At:
    """A browser of somebody, at the form of an address; `token` is what its page holds."""

    client: Client
    address: str
    sent: Sent
    body: Mapping[str, str]

    @property
    def token(self) -> str:
        if "csrftoken" not in self.client.cookies:
            self.client.get("/how-it-works/")
        return self.client.cookies["csrftoken"].value

    def post(
        self,
        more: Mapping[str, str] | None = None,
        *,
        method: str = "POST",
        content_type: str = FORM,
        **rest: object,
    ) -> int:
        body = urlencode({**self.body, **(more or {})})
        made = self.client.generic(method, self.address, body, content_type, **rest)  # type: ignore[arg-type]
        return int(made.status_code)


def browsers(site: Site) -> dict[str, Client]:
    """One of each person, and one of nobody."""
    made = {name: Client(enforce_csrf_checks=True) for name in ("", *site.people)}
    for name, person in site.people.items():
        made[name].force_login(person)
    return made


def forms(site: Site, of: Mapping[str, Client]) -> list[tuple[tuple[str, str], At]]:
    return [
        (
            (name, entry),
            At(of[sent.by], site.address(name, TAKES[name], sent.about), sent, site.body(sent)),
        )
        for (name, entry), sent in DEEDS.items()
        if name in TAKES
    ]


def without_anything(form: At) -> int:
    form.client.cookies.pop("csrftoken", None)
    return form.post()


def without_a_field(form: At) -> int:
    assert form.token
    return form.post()


def with_the_token_of_another_session(form: At) -> int:
    assert form.token
    other = Client()
    other.get("/how-it-works/")
    return form.post({"csrfmiddlewaretoken": other.cookies["csrftoken"].value})


def with_a_made_up_token(form: At) -> int:
    assert form.token
    return form.post({"csrfmiddlewaretoken": "x" * 64}, headers={"X-CSRFToken": "x" * 64})


def with_an_empty_token(form: At) -> int:
    form.client.cookies["csrftoken"] = ""
    return form.post({"csrfmiddlewaretoken": ""}, headers={"X-CSRFToken": ""})


def from_another_origin(form: At) -> int:
    return form.post(
        {"csrfmiddlewaretoken": form.token}, headers={"Origin": "https://evil.example"}
    )


def from_no_origin(form: At) -> int:
    return form.post({"csrfmiddlewaretoken": form.token}, headers={"Origin": "null"})


def from_a_page_of_another_site(form: At) -> int:
    there = {"Referer": "https://evil.example/testserver/"}
    return form.post({"csrfmiddlewaretoken": form.token}, secure=True, headers=there)


def from_no_page(form: At) -> int:
    return form.post({"csrfmiddlewaretoken": form.token}, secure=True)


def by_htmx_without_the_token(form: At) -> int:
    assert form.token
    here = {"HX-Request": "true", "HX-Current-URL": "http://testserver/debates/"}
    return form.post(headers=here)


def as_plain_text(form: At) -> int:
    """What a form of another site can send without being asked for permission."""
    return form.post({"csrfmiddlewaretoken": form.token}, content_type="text/plain")


def as_json(form: At) -> int:
    return form.post({"csrfmiddlewaretoken": form.token}, content_type="application/json")


def with_another_method(form: At) -> int:
    """Another method than POST is refused like it, or not taken at all."""
    assert form.token
    worst = 403
    for method in UNSAFE[1:]:
        status = form.post(method=method, headers={"X-HTTP-Method-Override": "POST"})
        worst = status if status not in {403, 405} else worst
    return worst


FORGED: list[Callable[[At], int]] = [
    without_anything,
    without_a_field,
    with_the_token_of_another_session,
    with_a_made_up_token,
    with_an_empty_token,
    from_another_origin,
    from_no_origin,
    from_a_page_of_another_site,
    from_no_page,
    by_htmx_without_the_token,
    as_plain_text,
    as_json,
    with_another_method,
]


def test_it_is_known_what_every_form_of_the_site_sends() -> None:
    assert sorted(set(entries()) - set(DEEDS)) == [], "give it an entry in places.DEEDS"
    here = {name for name, _ in NAMED}
    gone = [key for key in DEEDS if key not in entries() and key[0] in here]
    assert [key for key in gone if not key[0].startswith("admin")] == [], "no form takes it"


@pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__)
def test_no_forged_form_does_anything(site: Site, forge: Callable[[At], int]) -> None:
    everywhere = forms(site, browsers(site))
    before = everything()
    accepted = [(what, status) for what, form in everywhere if (status := forge(form)) != 403]
    assert accepted == []
    assert everything() == before


def test_the_same_forms_do_something_with_the_token(site: Site) -> None:
    """The control: what is forged above would have been done."""
    idle = []
    for what in [key for key, sent in DEEDS.items() if sent.does and key[0] in TAKES]:
        with undone():
            form = dict(forms(site, browsers(site)))[what]
            before = everything(besides=UNCOUNTED)
            status = form.post({"csrfmiddlewaretoken": form.token})
            after = everything(besides=UNCOUNTED)
        if status >= 400 or after == before:
            idle.append((what, status))
    assert idle == [], idle


@contextmanager
def undone() -> Iterator[None]:
    """What is done within is taken back; what has to be outside of every transaction may be too."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]
    with around:
        yield
        transaction.set_rollback(True)


def test_no_address_does_anything_when_it_is_looked_at(site: Site) -> None:
    """Whatever its query says, with the token too: a picture on another site can ask for that."""
    of = browsers(site)
    asked = [
        (
            form.client,
            f"{form.address}?{urlencode({**form.body, 'csrfmiddlewaretoken': form.token})}",
        )
        for _, form in forms(site, of)
    ]
    asked += [(of[who], site.address(*named)) for named in NAMED for who in ("carol",)]
    before = everything()
    failed = [
        (method, address)
        for client, address in asked
        for method in ("GET", "HEAD")
        if client.generic(method, address).status_code >= 500
    ]
    assert failed == []
    if everything() != before:
        for client, address in asked:
            present = everything()
            client.get(address)
            assert everything() == present, address


def test_a_token_in_the_header_does_as_well_as_one_in_the_form(
    thread: factories.Thread, dan: User
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(dan)
    client.get("/how-it-works/")
    by_header = {"X-CSRFToken": client.cookies["csrftoken"].value, "HX-Request": "true"}
    vote = f"/claims/{thread.rebut.key}/vote/"
    assert client.post(vote, {"value": "-1"}, headers=by_header).status_code == 200
    assert Vote.objects.get().value == -1


EVIL = """<!doctype html><title>Evil</title><body>
<form method=post action="{vote}"><input name=value value=1></form>
<form method=post action="{vote}" enctype="text/plain"><input name=value value=1></form>
<img src="{vote}?value=1"><iframe src="{vote}" name=inside></iframe>"""
ASK = """async (vote) => {
    const told = [];
    for (const asks of [
        { method: "POST", mode: "no-cors", body: new URLSearchParams({ value: 1 }) },
        { method: "POST", mode: "cors", body: new URLSearchParams({ value: 1 }) },
        { method: "POST", headers: { "X-CSRFToken": "x", "HX-Request": "true" } },
        { method: "PUT", body: "value=1" },
        { method: "GET", mode: "cors" },
    ]) {
        try {
            const answer = await fetch(vote, { credentials: "include", ...asks });
            told.push(answer.type === "opaque" ? "nothing" : await answer.text());
        } catch { told.push("nothing"); }
    }
    return told;
}"""


@contextmanager
def another_site(body: str) -> Iterator[str]:
    """A page under another name: for a browser localhost and 127.0.0.1 are two sites."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_told: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        Thread(target=server.serve_forever).start()
        try:
            yield f"http://localhost:{server.server_port}/"
        finally:
            server.shutdown()


@pytest.mark.browser
def test_a_page_of_another_site_gets_nothing_done_and_reads_nothing(
    transactional_db: None, browser: Browser, origin: str
) -> None:
    """In a browser that is signed in here: no cookie of this site goes along, no answer is told."""
    alice, bob, dan = (factories.person(name) for name in ("alice", "bob", "dan"))
    thread = factories.small_thread(alice, bob, dan)
    vote = f"{origin}/claims/{thread.rebut.key}/vote/"
    made = browser.new_context()
    sign_in(made, dan, origin)
    asked: list[tuple[str, str]] = []
    made.on("request", lambda request: asked.append((request.method, request.url)))
    with another_site(EVIL.format(vote=vote)) as evil:
        page = made.new_page()
        page.goto(evil)
        assert set(page.evaluate(ASK, vote)) == {"nothing"}
        for number in range(2):
            page = made.new_page()
            page.goto(evil)
            with page.expect_navigation():
                page.evaluate("(n) => document.forms[n].submit()", number)
            expect(page.locator("h1")).to_have_text("This page was open too long.")
        made.close()
    assert asked.count(("POST", vote)) >= 4
    assert not Vote.objects.exists()
    with context(browser, origin) as own:  # the control: a page of this site may
        sign_in(own, dan, origin)
        page = own.new_page()
        page.goto(f"/claims/{thread.rebut.key}/")
        with page.expect_response(lambda answer: answer.request.method == "POST") as told:
            page.locator(f"#claim-{thread.rebut.key}-up").click()
        assert told.value.status == 200
    assert Vote.objects.get().value == 1
