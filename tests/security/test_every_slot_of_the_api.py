"""Every place of every request of the API, whatever is in it: never a fault, never a page.

The routes are those of the site, their places those that their operations tell: parts of the path,
query and body fields, documented or not, headers, and bodies as a whole. An answer is JSON or what
was asked for, and a refusal a problem with a code; what is refused changes nothing.
"""

import json
from collections.abc import Iterator
from itertools import count, cycle, islice
from typing import Any
from urllib.parse import quote

import pytest
from django.http.response import HttpResponseBase

from config.api.problems import MEDIA_TYPE
from tests.security.places import UNSAFE, Site, build_site, everything
from tests.security.programs import EMPTY, Programs, Route, routes
from tests.security.samples import CORPUS, spread
from tests.security.test_csrf import undone
from tests.security.test_every_slot import ASKED, TRACES, sendable

DAILY, LONG = 3_000, 50_000  # requests

HEADERS = (
    "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Idempotency-Key", "If-Match",
    "If-None-Match", "Origin", "Range", "Referer", "X-CSRFToken", "X-Forwarded-For",
    "X-HTTP-Method-Override",
)  # fmt: skip
TYPES = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
         "application/json; charset=utf-16", "application/xml", "")  # fmt: skip
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**18, 2**63, -(2**63) - 1, 1e308, 0.1, "", " ", [], {}, [[]],
    ["x", None], {"x": "y"}, "\0", "9" * 400, "x" * 20_000, "\u202e", "1", "-1", "NaN",
)  # fmt: skip
RAW = (
    b"", b"null", b"[]", b'"x"', b"1", b"{", b'{"x"', b"{}{}", b"\xff\xfe{\0}\0", b"\xef\xbb\xbf{}",
    b'{"text":"\xff"}', b'{"text":"\\ud800"}', b'{"text":"\\u0000"}', b'{"value":1e400}',
    b'{"value":NaN}', b'{"value":' + b"9" * 5_000 + b"}", b"[" * 100_000 + b"]" * 100_000,
    b'{"a":' * 100_000 + b"1" + b"}" * 100_000, b'{"text":"a","text":"b"}',
    b'{"text":"' + b"x" * 1_500_000 + b'"}',
)  # fmt: skip
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")

BY_ASKING = frozenset({"accounts_rate", "accounts_token", "debate_notice", "debate_readmark"})

type Tried = tuple[str, HttpResponseBase]


@pytest.fixture
def site(db: None, quick_hashes: None) -> Site:
    return build_site()


class Everywhere:
    """Requests that are in order but for one place, through all places again and again."""

    def __init__(self, site: Site, samples: Iterator[str]) -> None:
        self.site, self.samples = site, samples
        self.programs = Programs(site)
        self.odd, self.raw, self.types = cycle(ODD), cycle(RAW), cycle(TYPES)
        self.names, self.methods = cycle(ASKED), cycle(METHODS)

    def __iter__(self) -> Iterator[Tried]:
        """Each time round, another field and another header of each route."""
        all_routes = list(routes())
        for turn in count():
            for at, route in enumerate(all_routes):
                for place, answer in self._asked(route, turn, HEADERS[(turn + at) % len(HEADERS)]):
                    yield f"{route.method} {route.name} {place}", answer

    def _asked(self, route: Route, turn: int, header: str) -> Iterator[Tried]:
        ask = self.programs.ask
        for part in dict(route.parts(self.site)):
            yield f"path {part}", ask(route, address=self._path(route, part))
        field = _nth([*route.operation.asked().fields, next(self.names)], turn)
        query = {**route.query(self.site), field: sendable(next(self.samples))}
        yield f"query {field}", ask(route, query=query)
        yield f"header {header}", ask(route, headers={header: _head(next(self.samples))})
        yield "method", ask(route, method=next(self.methods))
        if route.method in UNSAFE:
            field = _nth([*route.operation.sent().fields, "is_staff"], turn)
            for value in (sendable(next(self.samples)), next(self.odd)):
                body = {**route.body(self.site), field: value}
                yield f"body {field}", ask(route, body=body)
            yield "raw body", ask(route, raw=next(self.raw))
            yield "type", ask(route, kind=next(self.types))

    def _path(self, route: Route, part: str) -> str:
        """The address with something else in one part of its path."""
        here = dict(route.parts(self.site))[part]
        there = quote(sendable(next(self.samples)), safe="")[:2_000] or "x"
        return route.address(self.site).replace(here, there, 1)


def _nth(fields: list[str], turn: int) -> str:
    return fields[turn % len(fields)]


def _head(sample: str) -> str:
    return quote(sendable(sample), safe=" <>\"'()=:;/?&{}$%@#[]+,.~!*|^`")[:4_000]


def trouble(answer: HttpResponseBase) -> list[str]:
    """What is wrong with an answer, whatever was asked."""
    if answer.status_code >= 500:
        return [str(answer.status_code)]
    kind = answer.get("Content-Type", "")
    content = b"".join(answer) if answer.streaming else getattr(answer, "content", b"")
    found = [trace for trace in TRACES if trace.encode() in content]
    if "html" in kind:
        return [*found, kind]
    if answer.status_code >= 400 and content:
        if kind != MEDIA_TYPE:
            return [*found, kind]
        problem = json.loads(content)
        if not problem["code"] or not problem["detail"] or problem["status"] != answer.status_code:
            found.append(str(problem))
    return found


def wrong(tried: Iterator[Tried]) -> list[tuple[str, list[str]]]:
    """What was answered wrongly, each deed undone, and each refusal shown to have done nothing."""
    found: list[tuple[str, list[str]]] = []
    while True:
        with undone():
            asked = next(tried, None)
            if asked is None:
                return found
            where, answer = asked
            if troubles := trouble(answer):
                found.append((where, troubles))


def test_every_method_does_what_it_is_for(site: Site) -> None:
    """So that what is wrong in one place is sent with everything else in order."""
    programs, wrong_ones = Programs(site), []
    for route in routes():
        with undone():
            before = everything()
            status = programs.ask(route).status_code
            does = route.method in UNSAFE and route.asked.does
            if does and (status >= 300 or everything() == before):
                wrong_ones.append((route.method, route.name, status))
            if route.method not in UNSAFE and (status == 200) == (route.name in EMPTY):
                wrong_ones.append((route.method, route.name, status))
    assert not wrong_ones, wrong_ones


@pytest.mark.parametrize("name", ["unheard_of", "key", "author", "created_at"])
def test_fields_that_are_unknown_or_read_only_are_refused_and_change_nothing(
    site: Site, name: str
) -> None:
    programs, wrong_ones = Programs(site), []
    before = everything(besides=BY_ASKING)
    for route in routes():
        told = route.operation
        if name not in told.asked().fields:
            query = {**route.query(site), name: "1"}
            wrong_ones += _not_refused(name, route, programs.ask(route, query=query))
        if route.method in UNSAFE and name not in told.sent().fields:
            body = {**route.body(site), name: "1"}
            wrong_ones += _not_refused(name, route, programs.ask(route, body=body))
    assert not wrong_ones, wrong_ones
    assert everything(besides=BY_ASKING) == before


def _not_refused(name: str, route: Route, answer: HttpResponseBase) -> list[tuple[object, ...]]:
    told = json.loads(getattr(answer, "content", b"") or b"{}")
    fields = [wrong["field"] for wrong in told.get("errors", [])]
    if answer.status_code == 400 and fields == [name]:
        return []
    return [(route.method, route.name, answer.status_code, told.get("code"), fields)]


@pytest.mark.parametrize(
    "requests", [DAILY, pytest.param(LONG, marks=pytest.mark.long)], ids=["some", "many"]
)
def test_no_request_of_the_api_is_a_fault(site: Site, requests: int) -> None:
    samples = cycle(spread(2_000) if requests == DAILY else CORPUS)
    found = wrong(islice(Everywhere(site, samples), requests))
    assert found == [], found[:20]
