"""No address leads to another host, whatever it is asked to lead to."""

from collections.abc import Iterator
from urllib.parse import quote, urlencode, urljoin, urlsplit

import pytest
from django.http.response import HttpResponse, HttpResponseBase
from django.test import Client

from tests import factories
from tests.security.places import DEEDS, NAMED, Site, build_site
from tests.security.samples import KINDS, spread

HTMX = {"HX-Request": "true"}
SAFE = " <>\"'()=:;/?&{}$%@#\\[]+,.~!*|^`\t"  # what a header carries as it is
# What a page could be asked to go on to, by the names that sites use.
NAMES = (
    "next", "url", "to", "return", "return_to", "redirect", "redirect_to", "continue", "back",
    "view", "into", "at", "from",
)  # fmt: skip
OWN = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "\t//evil.example/",
    "/\r\n/evil.example/",
    "https:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "http://evil.example\\@testserver/",
    "http://evil.example#@testserver/",
    "//testserver:80@evil.example/",
    "//evil.example\\testserver",
    "/.//evil.example/",
    "/..//evil.example/",
    "/%2f/evil.example/",
    "/%09/evil.example/",
    "/%5cevil.example/",
    "/\x00/evil.example",
    "\x01//evil.example/",
    "\u00a0//evil.example/",
    "\u2028//evil.example/",
    "https://evil.example%2f@testserver/",
    "//evil%E3%80%82example/",
    "//evil\u3002example/",
    "//\uff0fevil.example/",
    "\uff0f\uff0fevil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "%0d%0aLocation:%20https://evil.example/",
    "/debates/\r\nLocation: https://evil.example/",
    "evil.example",
    "testserver:evil@evil.example",
    "ftp://evil.example/",
    "http:evil.example",
    "http:///evil.example",
    "http://[evil.example",
    "//[::1",
    "https://evil.example:443:443/",
]
LISTED = [
    line.replace("$2f", "%2f").replace("{target}", target).split("=", 1)[-1].lstrip("?")
    for line in KINDS["fuzzdb redirect-urls"]
    for target in ("evil.example", "evil.example/..", "testserver@evil.example")
]
AWAY = list(
    dict.fromkeys(
        [*OWN, *LISTED, *KINDS["own addresses"], *KINDS["fuzzdb crlf-injection"]]
        + [scheme for scheme in KINDS["schemes"] if not scheme.startswith(("[", "<"))]
        + [f"{scheme.split('](')[1]}" for scheme in KINDS["schemes"] if scheme.startswith("[")]
    )
)


@pytest.fixture
def site(db: None, quick_hashes: None) -> Site:
    return build_site()


def as_a_browser(where: str, *, at: str) -> str:
    """What a browser takes this for (WHATWG URL: \\ is /, tabs and line ends are nothing)."""
    read = where.strip("".join(map(chr, range(33)))).replace("\\", "/")
    for dropped in "\t\r\n":
        read = read.replace(dropped, "")
    if read.startswith("//"):
        return f"http:{read}"
    # Of http and https a browser takes any number of slashes for two.
    scheme, colon, rest = read.partition(":")
    if colon and scheme.lower() in {"http", "https"}:
        return f"{scheme}://{rest.lstrip('/')}"
    return urljoin(at, read) if not colon or "/" in scheme else read


def leads_away(answer: HttpResponseBase, *, at: str) -> str:
    """Where an answer would take a browser, if not to this host; "" if it stays."""
    for header in (
        "Location",
        "HX-Redirect",
        "HX-Location",
        "HX-Push-Url",
        "HX-Replace-Url",
        "Refresh",
    ):
        where = answer.get(header)
        if where is None or where == "false":
            continue
        taken = as_a_browser(where, at=f"http://testserver{at}")
        try:
            parts = urlsplit(taken)
        except ValueError:
            return f"{header}: {where}"
        if parts.scheme not in {"http", "https"} or parts.netloc != "testserver":
            return f"{header}: {where}"
        if any(sign in where for sign in "\r\n"):
            return f"{header}: {where}"
    return ""


def test_it_is_known_what_leads_away() -> None:
    """The control: most of these would, and the way to a page of this host does not."""
    would = [
        away
        for away in OWN
        if leads_away(HttpResponse(headers={"Location": quote(away, safe=SAFE)}), at="/")
    ]
    assert len(would) > 25, would
    stays = HttpResponse(headers={"Location": "/debates/?next=//evil.example/"})
    assert leads_away(stays, at="/") == ""


def _one_line(text: str) -> str:
    """As a header can carry it."""
    return quote(text.encode("utf-8", "replace"), safe=SAFE)


def answers(site: Site, aways: list[str]) -> Iterator[tuple[str, str, HttpResponseBase]]:
    """Every address and form, asked to lead there by its query, its fields and its headers."""
    own = Client()
    own.force_login(site.people["alice"])
    nobody = Client()
    for away in aways:
        asked = urlencode(dict.fromkeys(NAMES, away.encode("utf-8", "replace")))
        told = {"Referer": _one_line(away), "HX-Current-URL": _one_line(away)}
        for name, takes in NAMED:
            address = site.address(name, takes)
            if name == "account_logout":
                continue
            for client in (own, nobody):
                yield away, address, client.get(f"{address}?{asked}", headers=told)
                if (name, "POST") in DEEDS and client is nobody:
                    body = {**DEEDS[name, "POST"].body, **dict.fromkeys(NAMES, away)}
                    for headers in (told, told | HTMX):
                        yield away, address, client.post(address, _sendable(body), headers=headers)


def _sendable(body: dict[str, str]) -> dict[str, str]:
    return {name: text.encode("utf-8", "replace").decode() for name, text in body.items()}


def doors(site: Site, aways: list[str]) -> Iterator[tuple[str, str, HttpResponseBase]]:
    """Signing in and out, and whatever takes `next`: done, so that they do lead on."""
    sign_in = {"login": "frida", "password": factories.PASSWORD}
    vote = f"/claims/{site.thread.rebut.key}/vote/"
    for number, away in enumerate(aways):
        told = {"Referer": _one_line(away), "HX-Current-URL": _one_line(away)}
        new = {"username": f"nora-{number}", "display_name": "N", "password1": factories.PASSWORD}
        person = Client()
        sent = _sendable({"next": away})
        query = f"?{urlencode(sent)}"
        yield away, "/", person.post("/accounts/login/", sign_in | sent)
        yield away, "/", person.get(f"/accounts/login/{query}")
        yield away, "/", person.get(f"/accounts/signup/{query}")
        yield away, vote, person.post(vote, {"value": "1"}, headers=told)
        yield away, vote, person.post(vote, {"value": "1"}, headers=told | HTMX)
        yield away, "/", person.post("/languages/", {"language": "de", **sent}, headers=told)
        yield away, "/", person.post(f"/accounts/logout/{query}", sent, headers=told)
        yield away, "/", Client().post(f"/accounts/login/{query}", sign_in | sent)
        yield away, "/", Client().post("/accounts/signup/", new | sent)
        yield away, "/", person.get(f"/admin/login/{query}")


def wrong(asked: Iterator[tuple[str, str, HttpResponseBase]]) -> list[tuple[str, str, str]]:
    found = []
    for away, address, answer in asked:
        where = leads_away(answer, at=address)
        if where or answer.status_code >= 500:
            found.append((away, address, where or str(answer.status_code)))
        # An archive is a file; `close()` would end the test's own connection as well.
        for close in answer._resource_closers:  # type: ignore[attr-defined]
            close()
    return found


@pytest.fixture
def wide_door(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "SIGN_INS_PER_NETWORK",
        "SIGN_INS_PER_PERSON",
        "SIGN_UPS_PER_NETWORK",
        "SIGN_UP_TRIES_PER_NETWORK",
    ):
        monkeypatch.setattr(f"accounts.limits.{name}", (10**6, 10**9))


def test_no_door_leads_to_another_host(site: Site, wide_door: None) -> None:
    _with_password(site)
    assert wrong(doors(site, [*OWN[::2], *spread(14, [AWAY])])) == []


def test_no_address_leads_to_another_host(site: Site) -> None:
    assert wrong(answers(site, spread(1, [AWAY]))) == []


@pytest.mark.long
def test_nothing_at_all_leads_to_another_host(site: Site, wide_door: None) -> None:
    _with_password(site)
    assert len(AWAY) > 250
    assert wrong(doors(site, AWAY)) == []  # all that lead anywhere by what they are asked
    assert wrong(answers(site, AWAY[::8])) == []


def _with_password(site: Site) -> None:
    site.people["frida"].set_password(factories.PASSWORD)
    site.people["frida"].save(update_fields=["password"])
