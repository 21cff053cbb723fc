"""The pages of one's tokens."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.actions.token import TokenRow, list_tokens, make_token
from accounts.limits import TOKENS_MAX
from accounts.models import Token, User
from tests import factories
from tests.accounts.web.page import post, said, token

TOKENS = "/accounts/tokens/"
WORD = re.compile(r"rejoinder_[0-9a-f]{64}")

pytestmark = pytest.mark.django_db


@pytest.fixture
def her() -> User:
    return factories.person("frida")


@pytest.fixture
def browser(her: User) -> Client:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(her)
    return browser


def make(browser: Client, **fields: Any) -> Any:
    return post(browser, TOKENS, {"name": "Reading group", "scopes": "read", "days": "7"} | fields)


def made(of: User, name: str = "Reading group") -> TokenRow:
    return make_token(name=name, scopes=["read", "vote"], by=of)[0]


def test_a_stranger_is_led_to_the_door(her: User) -> None:
    for address in (TOKENS, f"{TOKENS}{made(her).key}/revocation/"):
        for response in (Client().get(address), Client().post(address)):
            assert response.status_code == 303
            assert response["Location"].startswith("/accounts/login/")


def test_the_settings_lead_there(browser: Client) -> None:
    assert f'href="{TOKENS}"' in browser.get("/accounts/settings/").content.decode()


def test_a_token_is_shown_once_and_works(browser: Client) -> None:
    response = make(browser)
    assert response["Cache-Control"] == "private, no-store"
    (word,) = WORD.findall(response.content.decode())
    program = Client(headers={"Authorization": f"Bearer {word}"})
    assert program.get("/api/v1/debates").status_code == 200
    again = browser.get(TOKENS)
    assert word not in again.content.decode()
    assert f"{word[:15]}…" in again.content.decode()
    kept = [str(session.get_decoded()) for session in Session.objects.all()]
    assert not any(word in text for text in [*kept, *(c.value for c in browser.cookies.values())])


def test_the_list_says_what_each_is_and_when_it_was_used(browser: Client, her: User) -> None:
    made(her, "<b>Mine</b>")
    page = browser.get(TOKENS).content.decode()
    assert "<bdi>&lt;b&gt;Mine&lt;/b&gt;</bdi>" in page
    assert "Read, Vote" in page
    assert ">never<" in page


def test_what_is_wrong_is_told_and_makes_nothing(browser: Client, her: User) -> None:
    unseen = "This name has characters in it that cannot be seen. Type it again without them."
    wrong: list[tuple[dict[str, str | list[str]], str]] = [
        ({"name": "Bot\u202e"}, unseen),
        ({"name": "\u0301"}, "Give the token a name, such as that of the program."),
        ({"scopes": []}, "Choose at least one of the things that the program may do."),
    ]
    for fields, told in wrong:
        response = make(browser, **fields)
        assert response.status_code == 422
        assert WORD.findall(response.content.decode()) == []
        assert said(response) == [told]
    assert make(browser, days="8").status_code == 422
    for number in range(TOKENS_MAX):
        made(her, f"Bot {number}")
    response = make(browser)
    assert said(response) == ["You have 50 tokens already. Revoke one first."]
    assert len(list_tokens(her)) == TOKENS_MAX


def test_a_token_is_revoked_after_a_question(browser: Client, her: User) -> None:
    ours, word = make_token(name="Reading <group>", scopes=["read"], by=her)
    address = f"{TOKENS}{ours.key}/revocation/"
    assert f'href="{address}"' in browser.get(TOKENS).content.decode()
    assert "Reading &lt;group&gt;" in browser.get(address).content.decode()
    assert Token.objects.exists()
    response = post(browser, address, {})
    assert (response.status_code, response["Location"]) == (303, TOKENS)
    assert "Reading <group> is revoked" in unescape(browser.get(TOKENS).content.decode())
    assert not Token.objects.exists()
    program = Client(headers={"Authorization": f"Bearer {word}"})
    assert program.get("/api/v1/debates").status_code == 401
    csrf = token(browser, TOKENS)
    assert browser.post(address, {"csrfmiddlewaretoken": csrf}).status_code == 404


def test_nobody_elses_is_there(browser: Client, alice: User) -> None:
    theirs = made(alice)
    address = f"{TOKENS}{theirs.key}/revocation/"
    assert theirs.name not in browser.get(TOKENS).content.decode()
    assert browser.get(address).status_code == 404
    csrf = token(browser, TOKENS)
    assert browser.post(address, {"csrfmiddlewaretoken": csrf}).status_code == 404
    assert list_tokens(alice) == (theirs,)


def test_the_page_costs_the_same_however_many_there_are(
    browser: Client, her: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        made(her, f"Bot {number}")
    browser.get(TOKENS)
    with django_assert_max_num_queries(4):
        browser.get(TOKENS)
