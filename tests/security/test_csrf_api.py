"""No deed of the API is done for another site: its session alone is never enough, anywhere."""

import json
from collections.abc import Callable, Iterator, Mapping

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from accounts.enums import Scope
from accounts.models import Token
from tests.security.places import UNSAFE, Site, build_site, everything
from tests.security.programs import Route, opened_by_token, routes
from tests.security.test_csrf import UNCOUNTED, undone

EVIL = "https://evil.example"


@pytest.fixture
def site(db: None, quick_hashes: None) -> Site:
    return build_site()


class Browser:
    """Of whoever may do a deed, where the token of their session is asked for."""

    def __init__(self, site: Site, who: str) -> None:
        self.site = site
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(site.people[who])
        self.client.get("/how-it-works/")
        self.word = self.client.cookies["csrftoken"].value

    def send(
        self,
        route: Route,
        headers: Mapping[str, str] | None = None,
        *,
        more: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        kind: str = "application/json",
        secure: bool = False,
    ) -> HttpResponseBase:
        return self.client.generic(
            route.method,
            route.address(self.site),
            json.dumps({**route.body(self.site), **(more or {})}),
            kind,
            query_params={**route.query(self.site), **(query or {})},
            headers={**route.asked.headers, **(headers or {})},
            secure=secure,
        )


def without_a_token(by: Browser, route: Route) -> HttpResponseBase:
    return by.send(route)


def without_its_cookie(by: Browser, route: Route) -> HttpResponseBase:
    by.client.cookies.pop("csrftoken", None)
    return by.send(route, {"X-CSRFToken": by.word})


def with_a_made_up_token(by: Browser, route: Route) -> HttpResponseBase:
    return by.send(route, {"X-CSRFToken": "x" * 64})


def with_the_token_of_another_session(by: Browser, route: Route) -> HttpResponseBase:
    other = Client()
    other.get("/how-it-works/")
    return by.send(route, {"X-CSRFToken": other.cookies["csrftoken"].value})


def with_the_token_in_the_body(by: Browser, route: Route) -> HttpResponseBase:
    return by.send(route, more={"csrfmiddlewaretoken": by.word})


def with_the_token_in_the_query(by: Browser, route: Route) -> HttpResponseBase:
    return by.send(route, query={"csrfmiddlewaretoken": by.word})


def from_another_origin(by: Browser, route: Route) -> HttpResponseBase:
    return by.send(route, {"X-CSRFToken": by.word, "Origin": EVIL})


def from_no_origin(by: Browser, route: Route) -> HttpResponseBase:
    return by.send(route, {"X-CSRFToken": by.word, "Origin": "null"})


def from_a_page_of_another_site(by: Browser, route: Route) -> HttpResponseBase:
    return by.send(route, {"X-CSRFToken": by.word, "Referer": f"{EVIL}/testserver/"}, secure=True)


def from_no_page(by: Browser, route: Route) -> HttpResponseBase:
    return by.send(route, {"X-CSRFToken": by.word}, secure=True)


def as_plain_text(by: Browser, route: Route) -> HttpResponseBase:
    return by.send(route, {"Origin": EVIL}, kind="text/plain")


FORGED: list[Callable[[Browser, Route], HttpResponseBase]] = [
    without_a_token,
    without_its_cookie,
    with_a_made_up_token,
    with_the_token_of_another_session,
    with_the_token_in_the_body,
    with_the_token_in_the_query,
    from_another_origin,
    from_no_origin,
    from_a_page_of_another_site,
    from_no_page,
    as_plain_text,
]


def deeds() -> Iterator[Route]:
    return (route for route in routes() if route.method in UNSAFE)


@pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__)
def test_no_forged_request_of_a_browser_does_anything(
    site: Site, forge: Callable[[Browser, Route], HttpResponseBase]
) -> None:
    by = {name: Browser(site, name) for name in site.people}
    before = everything()
    accepted = []
    for route in deeds():
        answer = forge(by[route.asked.by], route)
        told = json.loads(getattr(answer, "content", b"{}"))
        if (answer.status_code, told.get("code")) != (403, "session_not_proven"):
            accepted.append((route.method, route.name, answer.status_code, told.get("code")))
    assert accepted == []
    assert everything() == before


def test_a_form_of_another_site_is_not_even_read(site: Site) -> None:
    by = {name: Browser(site, name) for name in site.people}
    before = everything()
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        statuses = {by[route.asked.by].send(route, kind=kind).status_code for route in deeds()}
        assert statuses == {415}
    assert everything() == before


def test_the_same_requests_do_something_with_the_token(site: Site) -> None:
    """The control: what is forged above would have been done."""
    idle = []
    by = {name: Browser(site, name) for name in site.people}
    for route in deeds():
        if not route.asked.does:
            continue
        with undone():
            before = everything(besides=UNCOUNTED)
            browser = by[route.asked.by]
            status = browser.send(route, {"X-CSRFToken": browser.word}).status_code
            if status >= 300 or everything(besides=UNCOUNTED) == before:
                idle.append((route.method, route.name, status))
    assert idle == []


def test_a_program_needs_no_token_of_a_browser_and_a_session_does_not_help_it(site: Site) -> None:
    """What a page of another site cannot know is enough; where it is wrong, no cookie mends it."""
    words = {
        name: Token.objects.create(user=person, name="bot", scopes=list(Scope))[1]
        for name, person in site.people.items()
    }
    by = {name: Browser(site, name) for name in site.people}
    wrong = []
    for route in filter(opened_by_token, deeds()):
        bare = Client(enforce_csrf_checks=True)
        browser = by[route.asked.by]
        bearer = {"Authorization": f"Bearer {words[route.asked.by]}", "Origin": EVIL}
        with undone():
            browser.client, kept = bare, browser.client
            status = browser.send(route, bearer).status_code
            browser.client = kept
        if route.asked.does and status >= 300:
            wrong.append((route.method, route.name, status))
        proven = {"X-CSRFToken": browser.word}
        status = browser.send(route, {**proven, "Authorization": f"Bearer {'0' * 64}"}).status_code
        if status != 401:
            wrong.append((route.method, route.name, status))
    assert wrong == []
