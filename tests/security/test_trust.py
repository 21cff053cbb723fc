"""What every answer of the site carries, and what no request gets past: read off the addresses."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from debate.models import Change, Claim, Debate, Position, Vote
from tests import factories
from tests.factories import Thread

UNSAFE = ["POST", "PUT", "PATCH", "DELETE"]
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/debates/"}


def patterns(within: URLResolver, before: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every named address of the site with what it takes; of the admin only its front door."""
    for pattern in within.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from patterns(pattern, before)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name, set(pattern.pattern.regex.groupindex)
    if not before:
        yield "admin:index", set()
        yield "admin:login", set()


NAMED = sorted((name, tuple(takes)) for name, takes in patterns(get_resolver()))


def address(name: str, takes: tuple[str, ...], thread: Thread) -> str:
    key = thread.debate.key
    if name in {"claim", "reply", "replies", "vote", "withdrawal", "similar", "history"} or (
        name.startswith("claim-")
    ):
        key = thread.rebut.key
    elif name.startswith("person"):
        key = thread.rebut.author.key
    known = {"slug": "sleep", "section": "debates", "uidb36": thread.rebut.author.key}
    return reverse(name, kwargs={part: known.get(part, key) for part in takes})


def browser(person: User | None = None) -> Client:
    client = Client(enforce_csrf_checks=True)
    if person is not None:
        client.force_login(person)
    return client


def everything() -> tuple[int, ...]:
    kinds = (User, Debate, Claim, Change, Vote, Position)
    return (
        *(kind.objects.count() for kind in kinds),
        sum(Debate.objects.values_list("last_seq")[0]),
    )


def test_the_addresses_are_read_off_the_site() -> None:
    names = {name for name, _ in NAMED}
    assert names >= {"explore", "vote", "publication", "account_login", "admin:index"}
    assert {part for _, takes in NAMED for part in takes} == {"key", "section", "slug", "uidb36"}


# ---- Forged requests


@pytest.mark.parametrize(("name", "takes"), NAMED)
@pytest.mark.parametrize("by_htmx", [False, True], ids=["plain", "htmx"])
def test_no_deed_is_done_without_the_token(
    thread: Thread,
    alice: User,
    bob: User,
    name: str,
    takes: tuple[str, ...],
    by_htmx: bool,
) -> None:
    """By somebody who may do it: bob his own claim's deeds, alice the others."""
    client = browser(bob if name in {"claim-edit", "withdrawal"} else alice)
    client.get("/how-it-works/")  # where the browser gets its half of the token
    before = everything()
    sent = {"value": "1", "text": "Forged.", "relation": "rebut", "closed": "1", "deed": "discard"}
    for method in UNSAFE:
        for forged in ({}, {"csrfmiddlewaretoken": "x" * 64}):
            headers = (HTMX if by_htmx else {}) | ({"X-CSRFToken": "x" * 64} if forged else {})
            response = client.generic(
                method,
                address(name, takes, thread),
                "&".join(f"{k}={v}" for k, v in (sent | forged).items()),
                content_type="application/x-www-form-urlencoded",
                headers=headers,
            )
            assert response.status_code == 403, method
    assert everything() == before


def test_the_same_deed_is_done_with_the_token(thread: Thread, dan: User) -> None:
    client = browser(dan)
    client.get("/how-it-works/")
    token = client.cookies["csrftoken"].value
    vote = reverse("vote", args=[thread.rebut.key])
    assert client.post(vote, {"value": "1", "csrfmiddlewaretoken": token}).status_code == 303
    by_header = client.post(vote, {"value": "-1"}, headers=HTMX | {"X-CSRFToken": token})
    assert by_header.status_code == 200
    assert Vote.objects.get().value == -1


@pytest.mark.parametrize(("name", "takes"), NAMED)
def test_looking_at_a_page_changes_nothing(
    thread: Thread, bob: User, name: str, takes: tuple[str, ...]
) -> None:
    client = browser(bob)
    before = everything()
    for method in ("GET", "HEAD"):
        response = client.generic(method, address(name, takes, thread))
        assert response.status_code < 500
    assert everything() == before


# ---- What every answer carries


@pytest.mark.parametrize(("name", "takes"), NAMED)
@pytest.mark.parametrize("who", ["nobody", "alice", "by htmx"])
def test_every_answer_carries_what_protects_its_reader(
    thread: Thread, alice: User, name: str, takes: tuple[str, ...], who: str
) -> None:
    client = browser(None if who == "nobody" else alice)
    headers = HTMX if who == "by htmx" else {}
    for response in (
        client.get(address(name, takes, thread), headers=headers),
        client.post(address(name, takes, thread), headers=headers),  # refused
        client.get(address(name, takes, thread) + "no/where/", headers=headers),
    ):
        policy = dict(
            part.strip().partition(" ")[::2]
            for part in response["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"
        varies = {part.strip() for part in response["Vary"].split(",")}
        assert {"Cookie", "HX-Request"} <= varies
        kept = {part.strip() for part in response.get("Cache-Control", "").split(",")}
        if who != "nobody":
            assert {"private", "no-store"} <= kept
        elif "csrftoken" in response.cookies:
            assert "private" in kept


def test_no_script_reads_who_is_signed_in(db: None, quick_hashes: None) -> None:
    factories.person("frida", password=factories.PASSWORD)
    client = Client()
    client.post(reverse("account_login"), {"login": "frida", "password": factories.PASSWORD})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


# ---- Addresses to return to

AWAY = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "///elsewhere.example/",
    "/\\elsewhere.example/",
    "\\\\elsewhere.example/",
    "/\t/elsewhere.example/",
    "\t//elsewhere.example/",
    "/\r\n/elsewhere.example/",
    "https:elsewhere.example",
    "https:/elsewhere.example",
    "http://testserver@elsewhere.example/",
    "http://testserver.elsewhere.example/",
    "//testserver:80@elsewhere.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "/%2f/elsewhere.example/..//elsewhere.example",
    "/\x00/elsewhere.example",
    "https://elsewhere.example%2f@testserver/",
    "//elsewhere%E3%80%82example/",
    "elsewhere.example",
]


def stays_here(where: str) -> bool:
    """Whether a browser stays at the site where it is (WHATWG URL: \\ is /, tabs are nothing)."""
    read = where.replace("\t", "").replace("\r", "").replace("\n", "").replace("\\", "/").strip()
    return read.startswith("/") and not read.startswith("//")


@pytest.mark.parametrize("away", AWAY)
def test_nothing_leads_to_another_host(
    thread: Thread, bob: User, quick_hashes: None, away: str
) -> None:
    frida = factories.person("frida", password=factories.PASSWORD)
    sign_in = {"login": "frida", "password": factories.PASSWORD}
    vote = reverse("vote", args=[thread.rebut.key])
    door, out = reverse("account_login"), reverse("account_logout")
    signed_in = Client()
    signed_in.force_login(bob)
    for response in (
        Client().post(door, sign_in | {"next": away}),
        Client().post(f"{door}?next=/", sign_in | {"next": away}),
        signed_in.get(door, {"next": away}),
        signed_in.get(reverse("account_signup"), {"next": away}),
        signed_in.post(vote, {"value": "1"}, headers={"Referer": _one_line(away)}),
        Client().post(vote, {"value": "1"}, headers={"Referer": _one_line(away)}),
        Client().post(vote, {"value": "1"}, headers=HTMX | {"HX-Current-URL": _one_line(away)}),
        signed_in.post(out, {"next": away}),
    ):
        assert response.status_code in {200, 302, 303, 400, 403}
        where = response.headers.get("Location") or response.headers.get("HX-Redirect") or "/"
        assert stays_here(where), where
        _, _, after = where.partition("?next=")
        assert "elsewhere" not in after, where
    assert frida.is_active


def _one_line(text: str) -> str:
    """As a header can carry it."""
    return text.replace("\r", "").replace("\n", "").replace("\x00", "")
