"""What every answer tells caches, whoever asks."""

from typing import Any

import pytest
from django.test import Client

from accounts.enums import Scope
from accounts.models import Token, User
from tests import factories
from tests.factories import PASSWORD, Thread

pytestmark = pytest.mark.django_db
NEVER = {"private", "no-store"}


def directives(response: Any) -> set[str]:
    return set(response.get("Cache-Control", "").split(", ")) - {""}


def public_feed(thread: Thread) -> str:
    return f"/debates/{thread.debate.key}/feed/"


def test_every_answer_varies_by_person_and_by_htmx(client: Client, thread: Thread) -> None:
    for address in ["/debates/", "/nowhere/", "/accounts/login/", "/debates", public_feed(thread)]:
        varies = set(client.get(address)["Vary"].split(", "))
        assert {"Cookie", "HX-Request"} <= varies, address


def test_what_a_signed_in_person_gets_is_never_stored(alice: User, thread: Thread) -> None:
    browser = Client()
    browser.force_login(alice)
    addresses = [
        "/debates/",
        "/debates",  # led to the address with a slash
        "/nowhere/",
        "/sitemap.xml",
        "/robots.txt",
        "/accounts/settings/",
        "/?q=%00",
        f"/debates/{thread.debate.key}/print/",
        public_feed(thread),
    ]
    for address in addresses:
        assert directives(browser.get(address)) >= NEVER, address
        by_htmx = browser.get(address, headers={"HX-Request": "true"})
        assert directives(by_htmx) >= NEVER, address
    feed = browser.get(public_feed(thread))
    unchanged = browser.get(public_feed(thread), headers={"If-None-Match": feed["ETag"]})
    assert unchanged.status_code == 304
    assert directives(unchanged) >= NEVER
    assert directives(browser.post(f"/claims/{thread.point.key}/vote/", {"value": "9"})) >= NEVER


def test_signing_in_and_out_and_the_page_after_it_are_never_stored(quick_hashes: None) -> None:
    factories.person("frida", password=PASSWORD)
    browser = Client()
    answers = [
        browser.post("/accounts/login/", {"login": "frida", "password": PASSWORD}),
        browser.get("/debates/"),
        browser.post("/accounts/logout/"),
        browser.get("/debates/"),  # with the message that one is signed out
    ]
    assert [directives(answer) >= NEVER for answer in answers] == [True] * 4


def test_a_sentence_that_waits_for_one_browser_is_never_stored(
    client: Client, thread: Thread
) -> None:
    """A visitor is led to the sign-in page; what is told there waits in a cookie."""
    asked = client.post(f"/claims/{thread.point.key}/vote/", {"value": "1"})
    assert asked.status_code == 303
    assert directives(asked) >= NEVER
    shown = client.get(asked["Location"])
    assert b"Sign in to vote." in shown.content
    assert directives(shown) >= NEVER


def test_a_page_with_a_token_is_for_one_browser(client: Client) -> None:
    for _visit in ("the first", "the next"):
        assert directives(client.get("/debates/")) == {"private", "no-cache"}


def test_the_choice_of_a_language_is_for_one_browser(client: Client, thread: Thread) -> None:
    assert directives(client.post("/languages/", {"language": "de"})) == {"private", "no-cache"}
    assert directives(client.get(public_feed(thread))) == {"private", "no-cache"}


def test_what_is_the_same_for_everybody_may_be_kept_and_is_asked_for_again(
    client: Client, thread: Thread
) -> None:
    for address in [public_feed(thread), "/feed/", "/robots.txt", "/sitemap.xml"]:
        answer = client.get(address)
        assert directives(answer) == {"no-cache"}, address
        assert not answer.cookies


def test_what_a_program_reads_it_may_keep_itself_and_nothing_else(
    alice: User, thread: Thread
) -> None:
    _token, word = Token.objects.create(user=alice, name="bot", scopes=[Scope.READ, Scope.VOTE])
    program = Client(headers={"Authorization": f"Bearer {word}"})
    address = f"/api/v1/debates/{thread.debate.key}"
    for kept in (program.get(address), program.head(address), program.get("/api/v1/nothing")):
        assert directives(kept) == {"private", "no-cache"}
        assert {"Cookie", "Authorization"} <= set(kept["Vary"].split(", "))
    for never in (program.put(f"/api/v1/claims/{thread.point.key}/vote"), program.options(address)):
        assert directives(never) == NEVER
    browser = Client(headers={"Authorization": f"Bearer {word}"})
    browser.force_login(alice)
    assert directives(browser.get(address)) == NEVER
    assert directives(Client().get(address)) == {"no-cache"}
