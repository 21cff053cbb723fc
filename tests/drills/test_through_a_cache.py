"""Several people and a visitor take turns behind one cache that keeps all that it may."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path

import httpx
import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from accounts.enums import Scope
from accounts.models import Token, User
from debate.models import Debate
from debate.web.links import SESSION_KEY
from tests import factories
from tests.browser.people import session_of
from tests.browser.serving import served
from tests.security.places import NAMED, Site, build_site

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://127.0.0.1/debates/"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w{64})"|"X-CSRFToken": "(\w{64})"')
PERSON = re.compile(r'<body data-person="(\w+)"')
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
# What lets somebody in or ends something: asked for by hand elsewhere.
NOT_ASKED = {"account_logout", "link"}
KEPT_BY_CACHES = ("/feed/", "/sitemap.xml")


@dataclass(frozen=True)
class Kept:
    """An answer in the cache, with what the request had in the headers that it varies by."""

    answer: httpx.Response
    varies: Mapping[str, str]
    asks: bool  # whether the server has to be asked if it is still so


@dataclass
class Cache:
    """A shared cache between everybody and the server, as eager as RFC 9111 lets it be.

    It keeps any answer to a GET, of whatever status, for good, unless the answer says otherwise; it
    keeps and gives back cookies. With `deaf` it does not hear `no-store`, `private` and `no-cache`,
    and with `blind` it does not look at `Vary`, as some that can be rented do not.
    """

    server: httpx.Client
    deaf: bool = False
    blind: bool = False
    kept: dict[str, list[Kept]] = field(default_factory=dict)
    hits: int = 0

    def get(self, address: str, headers: Mapping[str, str]) -> httpx.Response:
        found = next((k for k in self.kept.get(address, []) if self._fits(k, headers)), None)
        if found and not found.asks:
            self.hits += 1
            return found.answer
        asked = dict(headers)
        if found and "ETag" in found.answer.headers:
            asked["If-None-Match"] = found.answer.headers["ETag"]
        answer = self.server.get(address, headers=asked)
        if found and answer.status_code == 304:
            self.hits += 1
            return found.answer
        self._keep(address, headers, answer)
        return answer

    def _fits(self, kept: Kept, headers: Mapping[str, str]) -> bool:
        return all(headers.get(name, "") == value for name, value in kept.varies.items())

    def _keep(self, address: str, headers: Mapping[str, str], answer: httpx.Response) -> None:
        told = set() if self.deaf else _parts(answer, "Cache-Control")
        if told & {"no-store", "private"}:
            return
        names = set() if self.blind else _parts(answer, "Vary")
        if "*" in names:
            return
        asks = bool(told & {"no-cache", "max-age=0", "s-maxage=0"})
        varies = {name: headers.get(name, "") for name in names}
        self.kept.setdefault(address, []).append(Kept(answer, varies, asks))


def _parts(answer: httpx.Response, header: str) -> set[str]:
    parts = answer.headers.get(header, "").lower().split(",")
    return {part.strip() for part in parts} - {""}


@dataclass(frozen=True)
class Reader:
    """Somebody behind the cache: their cookies, and what only they may be shown."""

    name: str
    key: str | None
    secret: str | None  # that their tokens are made of; None for a browser without any cookie
    cookies: str
    canaries: frozenset[str]
    language: str = "en"
    token: str = ""  # of a program

    def headers(self, *, by_htmx: bool) -> dict[str, str]:
        # In the letters in which `Vary` is compared.
        sent = {"cookie": self.cookies, "accept-language": self.language}
        if self.token:
            sent["authorization"] = f"Bearer {self.token}"
        return sent | ({k.lower(): v for k, v in HTMX.items()} if by_htmx else {})


@dataclass
class Readers:
    """Everybody behind the cache, and what is wrong with what they were given."""

    everybody: list[Reader]
    given: set[str] = field(default_factory=set)  # secrets of tokens given to new browsers

    def wrong(self, reader: Reader, answer: httpx.Response, *, hit: bool) -> Iterator[str]:
        text = answer.text + str(answer.headers)
        for other in self.everybody:
            if other is not reader:
                yield from (canary for canary in other.canaries if canary in text)
        person = PERSON.search(answer.text)
        # A request that cannot be read is answered without asking whose it is.
        whole = "<!doctype html>" in answer.text and answer.status_code != 400
        if (person is not None or whole) and (person and person.group(1)) != reader.key:
            yield "the page of another person"
        secrets = {_unmasked(found.group(1) or found.group(2)) for found in TOKEN.finditer(text)}
        if reader.secret is not None:
            if secrets - {reader.secret}:
                yield "the token of another browser"
        elif secrets & self.given:
            yield "the token of another browser"
        if reader.secret is None and not hit:
            self.given |= secrets
        if "set-cookie" in answer.headers and hit:
            yield "the cookie of another browser"


def _unmasked(token: str) -> str:
    """The secret in a token: each letter moved back by the letter of its mask."""
    mask, cipher = token[:32], token[32:]
    pairs = zip(cipher, mask, strict=True)
    return "".join(LETTERS[(LETTERS.index(c) - LETTERS.index(m)) % 62] for c, m in pairs)


def _reader(person: User, number: int, canaries: set[str], language: str) -> Reader:
    secret, session = f"secret{number}".ljust(32, "x"), session_of(person)
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={secret}"
    own = canaries | {session, person.key}
    return Reader(str(person.handle), person.key, secret, cookies, frozenset(own), language)


def _program() -> Reader:
    """A program whose owner has a draft, which nobody else may be given."""
    owner = factories.person("mia")
    factories.debate(owner, thesis="Canary-mia-draft.", visibility="draft")  # type: ignore[arg-type]
    _token, word = Token.objects.create(user=owner, name="bot", scopes=[Scope.READ])
    return Reader("program", None, None, "", frozenset({"Canary-mia-draft", word}), token=word)


def _readers(site: Site) -> Readers:
    """Alice with her drafts, two who are members each of a debate of their own, and visitors."""
    found = []
    for number, (handle, language) in enumerate([("kim", "en"), ("lou", "de")]):
        person = factories.person(handle)
        User.objects.filter(pk=person.pk).update(display_name=f"Canary-{handle}-name")
        person.refresh_from_db()
        factories.debate(person, thesis=f"Canary-{handle}-draft.", visibility="draft")  # type: ignore[arg-type]
        shared = factories.debate(
            site.people["alice"],
            thesis=f"Canary-{handle}-members.",
            visibility="members",  # type: ignore[arg-type]
        )
        factories.member(shared, person)
        factories.follow(site.thread.debate, person)
        own = {f"Canary-{handle}-{what}" for what in ("name", "draft", "members")}
        found.append(_reader(person, number, own, language))
    Debate.objects.filter(pk=site.unlisted.pk).update(link_key="canary-of-a-link")
    found.append(_program())
    session = SessionStore()
    session[SESSION_KEY] = ["canary-of-a-link"]
    session.create()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    secret = "v" * 32
    linked = f"{cookie}; {settings.CSRF_COOKIE_NAME}={secret}"
    canaries = frozenset({"canary-of-a-link", "By link alone.", str(session.session_key)})
    found.append(Reader("with a link", None, secret, linked, canaries))
    token = f"{settings.CSRF_COOKIE_NAME}={'y' * 32}"
    found.append(Reader("visitor", None, "y" * 32, token, frozenset()))
    found += [Reader(f"new {number}", None, None, "", frozenset()) for number in range(2)]
    return Readers(found)


def _addresses(site: Site) -> list[str]:
    public = [site.address(name, takes) for name, takes in NAMED if name not in NOT_ASKED]
    debates = list(Debate.objects.order_by("pk").values_list("key", flat=True))
    return [
        *public,
        *(f"/debates/{key}/threads/" for key in debates),
        *(f"/debates/{key}/feed/" for key in debates[:3]),
        *(f"/api/v1/debates/{key}/thread" for key in (debates[0], *debates[-3:])),
        "/debates",
        "/nowhere/",
        "/debates/?q=%00",
        "/search/?q=canary",
        "/debates/?sort=new",
    ]


def leaks(readers: Readers, addresses: list[str], cache: Cache) -> set[str]:
    """What anybody was given that was another's; the first comes again after the last."""
    found: set[str] = set()
    for number, address in enumerate(addresses):
        for reader in [*readers.everybody, readers.everybody[0]]:
            before = cache.hits
            answer = cache.get(address, reader.headers(by_htmx=number % 5 == 0))
            assert answer.status_code < 500, address
            told = readers.wrong(reader, answer, hit=cache.hits > before)
            found |= {f"{reader.name} {address}: {wrong}" for wrong in told}
    return found


def test_nobody_is_given_what_is_anothers(tmp_path: Path) -> None:
    """The control: where `Cache-Control` is not heard, the same run finds what leaks."""
    site = build_site()
    readers = _readers(site)
    addresses = _addresses(site)
    with served(tmp_path) as app, httpx.Client(base_url=app, timeout=60) as server:
        server.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        few = [*KEPT_BY_CACHES, *addresses[-8:], *addresses[::8]]
        for blind, asked in ((True, addresses), (False, few)):
            cache = Cache(server, blind=blind)
            assert leaks(readers, asked, cache) == set()
            assert cache.hits > 0
        few = few[-10:]
        deaf = leaks(readers, few, Cache(server, deaf=True))
        assert any("token of another" in leak for leak in deaf), deaf
        both = leaks(readers, few, Cache(server, deaf=True, blind=True))
        assert any("Canary-" in leak for leak in both), both
        assert any("page of another" in leak for leak in both), both
