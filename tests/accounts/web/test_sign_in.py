"""Coming in and going out."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts import hooks, limits
from accounts.models import Rate, User
from tests import factories
from tests.accounts.web.conftest import LONG
from tests.accounts.web.hashing import CountingHasher
from tests.accounts.web.page import post, said
from tests.factories import PASSWORD

ADDRESS = "/accounts/login/"
NO_MATCH = "That name and password do not match. Check both and try again."

pytestmark = pytest.mark.django_db


def sign_in(browser: Client, name: str, password: str = PASSWORD, **more: str) -> Any:
    return post(browser, ADDRESS, {"login": name, "password": password} | more)


def whose(browser: Client) -> str | None:
    key = browser.session.get("_auth_user_id")
    return User.objects.get(pk=key).handle if key else None


@pytest.mark.parametrize(
    "name", ["frida", "Frida", " frida ", "frida@example.org", "FRIDA@example.org"]
)
def test_one_signs_in_by_handle_or_address(browser: Client, frida: None, name: str) -> None:
    response = sign_in(browser, name)
    assert (response.status_code, response["Location"], whose(browser)) == (302, "/", "frida")


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("frida", "not the right one"),
        ("frida@example.org", "not the right one"),
        ("nobody-here", PASSWORD),
        ("nobody@example.org", PASSWORD),
        ("frida", PASSWORD.upper()),
    ],
)
def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(
    browser: Client, frida: None, name: str, password: str
) -> None:
    response = sign_in(browser, name, password)
    assert (response.status_code, said(response), whose(browser)) == (422, [NO_MATCH], None)


@pytest.mark.parametrize(
    "name", ["frida", "frida@example.org", "nobody-here", "nobody@example.org", "no-password"]
)
def test_every_failed_sign_in_costs_one_hash(
    browser: Client, frida: None, settings: Settings, name: str
) -> None:
    """Catches the early answer to an unknown name and the second look at a known address: how long
    the answer takes would tell who has an account."""
    factories.person("no-password")
    settings.PASSWORD_HASHERS = ["tests.accounts.web.hashing.CountingHasher"]
    CountingHasher.hashes = 0
    assert sign_in(browser, name, "not the right one").status_code == 422
    assert CountingHasher.hashes == 1


def test_a_guest_never_signs_in_by_password(browser: Client) -> None:
    guest = factories.guest("Ana")
    guest.set_password(PASSWORD)
    guest.save()
    for name in ["Ana", guest.key, "None", str(guest.pk)]:
        assert said(sign_in(browser, name)) == [NO_MATCH]


def test_a_closed_account_says_so_to_who_knows_its_password(browser: Client, frida: None) -> None:
    User.objects.update(is_active=False)
    assert said(sign_in(browser, "frida", "not the right one")) == [NO_MATCH]
    assert said(sign_in(browser, "frida")) == [
        "This account is closed. Nobody can sign in with it."
    ]
    assert whose(browser) is None


def test_what_was_typed_stays_but_the_password(browser: Client, frida: None) -> None:
    page = sign_in(browser, "frida@<b>", "not the right one").content.decode()
    assert 'value="frida@&lt;b&gt;"' in page
    assert "not the right one" not in page


def test_the_session_ends_with_the_browser_unless_one_stays_signed_in(
    browser: Client, frida: None
) -> None:
    sign_in(browser, "frida")
    assert browser.session.get_expire_at_browser_close() is True
    other = Client(enforce_csrf_checks=True)
    sign_in(other, "frida", remember="on")
    assert other.session.get_expire_at_browser_close() is False


@pytest.mark.parametrize(
    "away",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "http:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example/",
        "\x01//evil.example/",
        "http://testserver/debates/",  # even our own: only the path is ever needed
        "evil.example",
        "/" + "x" * 3000,
    ],
)
def test_next_never_leaves_this_site(browser: Client, frida: None, away: str) -> None:
    response = sign_in(browser, "frida", next=away)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_next_leads_back_to_where_one_came_from(browser: Client, frida: None) -> None:
    there = "/debates/k3v9x2m7q4wd/threads/?sort=newest&at=abc"
    assert sign_in(browser, "frida", next=there)["Location"] == there


def test_the_way_to_an_account_keeps_the_way_back(browser: Client) -> None:
    page = browser.get(ADDRESS, {"next": '/debates/?q="><script>'}).content.decode()
    assert 'name="next" value="/debates/?q=&quot;&gt;&lt;script&gt;"' in page
    assert "/accounts/signup/?next=" in page
    assert "<script>" not in page.partition("<main")[2]


def test_who_is_signed_in_is_sent_on(browser: Client, frida: None) -> None:
    sign_in(browser, "frida")
    response = browser.get(ADDRESS, {"next": "/debates/"})
    assert (response.status_code, response["Location"]) == (302, "/debates/")


def test_signing_out_takes_a_post(browser: Client, frida: None) -> None:
    sign_in(browser, "frida")
    assert browser.get("/accounts/logout/").status_code == 200
    assert whose(browser) == "frida"
    assert post(browser, "/accounts/logout/", {})["Location"] == "/"
    assert whose(browser) is None


def test_a_sign_in_without_its_token_is_refused(browser: Client, frida: None) -> None:
    response = browser.post(ADDRESS, {"login": "frida", "password": PASSWORD})
    assert response.status_code == 403
    assert whose(browser) is None


@pytest.mark.parametrize(
    "path",
    [
        "password/set/",
        "password/reset/key/done/",
        "confirm-email/",
        "reauthenticate/",
        "inactive/",
        "3rdparty/",
        "",
    ],
)
def test_only_the_pages_of_ours_are_open(browser: Client, frida: None, path: str) -> None:
    assert browser.get(f"/accounts/{path}").status_code == 404
    sign_in(browser, "frida")
    assert browser.get(f"/accounts/{path}").status_code == 404


# ---- Limits


def test_after_too_many_tries_the_right_password_does_not_help(
    browser: Client, frida: None, tight: None
) -> None:
    for _ in range(3):
        sign_in(browser, "frida", "not the right one")
    response = sign_in(browser, "FRIDA ")
    page = response.content.decode()
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= LONG
    assert said(response)[0].startswith("Too many tries to sign in with this name. Try again in ")
    assert 'value="FRIDA"' in page or 'value="FRIDA "' in page
    assert PASSWORD not in page
    assert whose(browser) is None


def test_a_network_has_its_own_limit_and_cannot_use_up_the_tries_of_others(
    browser: Client, frida: None, tight: None
) -> None:
    for number in range(8):
        response = sign_in(browser, f"guess-{number}", "guess")
    assert response.status_code == 429
    assert said(response)[0].startswith("Too many tries to sign in from your network.")
    assert sign_in(browser, "frida").status_code == 429
    assert not Rate.objects.filter(subject="frida").exists()
    elsewhere = Client(enforce_csrf_checks=True, REMOTE_ADDR="198.51.100.4")
    assert sign_in(elsewhere, "frida").status_code == 302


def test_a_handle_and_its_address_share_their_tries(
    browser: Client, frida: None, tight: None
) -> None:
    for name in ("frida", "frida@example.org", "FRIDA@example.org"):
        assert sign_in(browser, name, "guess").status_code == 422
    for name in ("frida", "frida@example.org"):
        assert sign_in(browser, name).status_code == 429


def test_a_form_that_is_not_complete_costs_no_try(browser: Client, tight: None) -> None:
    for _ in range(9):
        assert sign_in(browser, "frida", "").status_code == 422


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("limit", ["SIGN_INS_PER_PERSON", "SIGN_INS_PER_NETWORK"])
def test_of_64_sign_ins_at_once_exactly_the_limit_is_let_through(
    frida: None, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """Catches the limit that counts after the password was looked at, and the one in a cache of
    its own per process: both let the whole crowd try."""
    monkeypatch.setattr(limits, "SIGN_INS_PER_PERSON", (1000, LONG))
    monkeypatch.setattr(limits, "SIGN_INS_PER_NETWORK", (1000, LONG))
    monkeypatch.setattr(limits, limit, (7, LONG))
    together = Barrier(64)

    def come(_number: int) -> int:
        browser = Client()
        together.wait(timeout=60)
        try:
            return browser.post(ADDRESS, {"login": "frida", "password": PASSWORD}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(64) as crowd:
        answers = sorted(crowd.map(come, range(64)))
    assert answers == [302] * 7 + [429] * 57


# ---- Whatever is sent


@pytest.mark.parametrize("field", ["login", "password"])
@pytest.mark.parametrize(
    "text", ["x" * 10_000, "nul\x00", "\u202edirfa", "\u200b", "ﬀ" * 300, "%00", "' OR 1=1 --"]
)
def test_whatever_is_typed_gets_a_sentence(
    browser: Client, frida: None, field: str, text: str
) -> None:
    response = post(browser, ADDRESS, {"login": "frida", "password": PASSWORD} | {field: text})
    assert response.status_code == 422
    assert said(response) != []


def test_bytes_that_are_no_text_get_a_sentence(browser: Client) -> None:
    browser = Client()
    response = browser.generic(
        "POST",
        ADDRESS,
        b"login=%ED%A0%80%FF&password=%FF%FE",
        content_type="application/x-www-form-urlencoded",
    )
    assert (response.status_code, said(response)) == (422, [NO_MATCH])


# ---- The demo's cast


def test_the_demo_names_are_shown_while_developing_only(
    browser: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        hooks, "demo_sign_ins", [lambda: [("ines", "open sesame"), ("teo", "open sesame")]]
    )
    assert "open sesame" not in browser.get(ADDRESS).content.decode()
    settings.DEBUG = True
    page = browser.get(ADDRESS).content.decode()
    assert page.count("<code>open sesame</code>") == 1
    assert "<code>ines</code>" in page
    assert "<code>teo</code>" in page
