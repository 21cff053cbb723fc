"""The pages of one's own settings."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from accounts import limits
from accounts.models import RecoveryCode, User
from tests import factories
from tests.accounts.web.conftest import LONG
from tests.accounts.web.page import post, said
from tests.factories import PASSWORD

SETTINGS = "/accounts/settings/"
EMAIL = "/accounts/email/"
CHANGE = "/accounts/password/change/"
CODES = "/accounts/recovery-codes/"
NEW = "quite another pass phrase"
SET = {
    "display_name": "Frida K.",
    "language": "browser",
    "time_zone": "Asia/Tokyo",
    "theme": "dark",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def her(frida: None) -> User:
    return User.objects.get()


@pytest.fixture
def browser(her: User) -> Client:
    """Frida's; it checks the CSRF token."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(her)
    return browser


def signed_in(browser: Client) -> bool:
    return bool(re.search('class="menu-who"', browser.get("/how-it-works/").content.decode()))


def then(browser: Client, response: Any) -> str:
    """The page that a deed leads to."""
    assert response.status_code == 303
    return browser.get(response["Location"]).content.decode()


# ---- Who


@pytest.mark.parametrize("at", [SETTINGS, EMAIL, CHANGE, CODES])
def test_a_stranger_is_led_to_the_door_and_back(db: None, at: str) -> None:
    response = Client().get(at)
    assert (response.status_code, response["Location"]) == (303, f"/accounts/login/?next={at}")
    assert Client().post(at, SET).status_code in {303, 401}


@pytest.mark.parametrize("at", [SETTINGS, EMAIL, CHANGE, CODES])
def test_nothing_is_changed_without_the_token(browser: Client, her: User, at: str) -> None:
    words = SET | {"email": "", "password": PASSWORD, "present": PASSWORD, "new": NEW}
    assert browser.post(at, words).status_code == 403
    her.refresh_from_db()
    assert (her.display_name, her.email) == ("Frida", "frida@example.org")
    assert her.check_password(PASSWORD)
    assert RecoveryCode.objects.count() == 0


# ---- Settings


def test_what_is_set_holds_from_the_next_page_on(browser: Client, her: User) -> None:
    page = then(browser, post(browser, SETTINGS, SET))
    assert "Your settings are saved." in page
    assert 'data-zone="Asia/Tokyo" data-theme="dark"' in page
    for kept in ('value="Frida K."', 'value="Asia/Tokyo"', 'value="dark" required'):
        assert kept in page
    page = then(browser, post(browser, SETTINGS, SET | {"theme": "system"}))
    assert "data-theme" not in page.partition(">")[0] + page.partition("<head>")[0]


def test_a_language_that_was_set_holds_and_is_answered_in(browser: Client) -> None:
    page = then(browser, post(browser, SETTINGS, SET | {"language": "es"}))
    assert '<html lang="es"' in page
    response = post(browser, SETTINGS, SET)
    assert response.cookies["django_language"]["max-age"] == 0  # the browser is asked again
    assert '<html lang="en-gb"' in then(browser, response)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"display_name": ""}, "This field is required."),
        ({"display_name": "..."}, "Write the name that others are to see."),
        ({"display_name": "Ana\x00"}, "Null characters are not allowed."),
        (
            {"display_name": "Ana\u202egnihton"},
            "This name has characters in it that cannot be seen. Type it again without them.",
        ),
        (
            {"display_name": "n" * 10_000},
            "Ensure this value has at most 60 characters (it has 10000).",
        ),
        ({"time_zone": "Mars"}, "There is no such time zone. Choose one from the list."),
        ({"time_zone": "../../etc"}, "There is no such time zone. Choose one from the list."),
        ({"time_zone": "x" * 999}, "Ensure this value has at most 64 characters (it has 999)."),
        (
            {"language": "tlh"},
            "Select a valid choice. tlh is not one of the available choices.",
        ),
        (
            {"theme": "purple"},
            "Select a valid choice. purple is not one of the available choices.",
        ),
    ],
)
def test_a_field_that_cannot_be_taken_says_why_and_what_was_typed_stays(
    browser: Client, her: User, fields: dict[str, str], told: str
) -> None:
    response = post(browser, SETTINGS, SET | fields)
    assert (response.status_code, said(response)) == (422, [told])
    if "display_name" not in fields:
        assert 'value="Frida K."' in response.content.decode()
    her.refresh_from_db()
    assert her.display_name == "Frida"


# ---- The address


def test_an_address_is_changed_with_the_password(browser: Client, her: User) -> None:
    page = then(browser, post(browser, EMAIL, {"email": "F@Example.org", "password": PASSWORD}))
    assert "Your e-mail address is saved." in page
    assert "f@example.org" in page
    page = then(browser, post(browser, EMAIL, {"email": "", "password": PASSWORD}))
    assert "Your address is removed." in page


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"password": "wrong"}, "That is not your password. Check it and try again."),
        ({"password": ""}, "This field is required."),
        ({"email": "alice@EXAMPLE.org"}, "There is already an account with this e-mail address."),
        ({"email": "no address"}, "Enter a valid email address."),
        ({"email": "x" * 300 + "@example.org"}, "Ensure this value has at most 254 characters"),
        ({"email": "nul\x00@example.org"}, "Enter a valid email address."),
    ],
)
def test_an_address_that_cannot_be_taken_says_why(
    browser: Client, her: User, alice: User, fields: dict[str, str], told: str
) -> None:
    response = post(browser, EMAIL, {"email": "f@example.org", "password": PASSWORD} | fields)
    assert response.status_code == 422
    assert said(response)[0].startswith(told)
    assert PASSWORD not in response.content.decode()
    her.refresh_from_db()
    assert her.email == "frida@example.org"


def test_it_is_said_that_no_mail_can_be_sent(browser: Client, settings: Settings) -> None:
    said_so = "This site cannot send mail"
    assert said_so in browser.get(SETTINGS).content.decode()
    assert said_so in browser.get(EMAIL).content.decode()
    settings.SENDS_MAIL = True
    assert said_so not in browser.get(SETTINGS).content.decode()
    assert said_so not in browser.get(EMAIL).content.decode()
    assert "Nobody has checked that it is yours." in browser.get(SETTINGS).content.decode()


# ---- The password


def test_a_change_of_password_ends_every_session_but_this_one(browser: Client, her: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(her)
    before = browser.session.session_key
    page = then(browser, post(browser, CHANGE, {"present": PASSWORD, "new": NEW}))
    assert "Everywhere else you are signed out." in page
    assert (signed_in(browser), signed_in(elsewhere)) == (True, False)
    assert browser.session.session_key != before


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"present": "wrong"}, "That is not your password. Check it and try again."),
        ({"new": "short"}, "This password is too short. It must contain at least 8 characters."),
        ({"new": "frida@example.org"}, "The password is too similar to the e-mail."),
        ({"new": "p" * 10_000}, "Ensure this value has at most 200 characters (it has 10000)."),
        ({"new": "nul\x00 nul nul"}, "Null characters are not allowed."),
    ],
)
def test_a_password_that_will_not_do_says_why_and_nobody_is_signed_out(
    browser: Client, her: User, fields: dict[str, str], told: str
) -> None:
    elsewhere = Client()
    elsewhere.force_login(her)
    response = post(browser, CHANGE, {"present": PASSWORD, "new": NEW} | fields)
    assert (response.status_code, said(response)) == (422, [told])
    assert signed_in(elsewhere)
    assert PASSWORD not in response.content.decode()


def test_too_many_tries_are_told_with_the_time_to_come_back(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PASSWORD_CHECKS_PER_PERSON", (2, LONG))
    for _ in range(2):
        post(browser, CHANGE, {"present": "guess", "new": NEW})
    response = post(browser, CODES, {"password": PASSWORD})
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= LONG
    assert said(response)[0].startswith("Too many tries of your password. Try again in ")


# ---- Recovery codes


def codes_of(page: str) -> list[str]:
    return re.findall(r"<code>((?:\w{4}-){2}\w{4})</code>", page)


def test_codes_are_shown_once_and_kept_out_of_caches(browser: Client, her: User) -> None:
    response = post(browser, CODES, {"password": PASSWORD})
    codes = codes_of(response.content.decode())
    assert (response.status_code, len(codes)) == (200, 8)
    assert "no-store" in response["Cache-Control"]
    for at in (CODES, SETTINGS):
        page = browser.get(at).content.decode()
        assert codes_of(page) == []
        assert "8 unused codes" in page
        assert not [code for code in codes if code in page]
    RecoveryCode.objects.first().delete()  # type: ignore[union-attr]
    assert "7 unused codes" in browser.get(SETTINGS).content.decode()


def test_codes_take_the_password(browser: Client) -> None:
    response = post(browser, CODES, {"password": "wrong"})
    assert response.status_code == 422
    assert said(response) == ["That is not your password. Check it and try again."]
    assert RecoveryCode.objects.count() == 0


def test_who_signs_up_without_an_address_is_offered_codes_once(db: None) -> None:
    told = "only a recovery code can replace it"
    for email, offered in (("", True), ("ana@example.org", False)):
        browser = Client(enforce_csrf_checks=True)
        handle = f"ana-{len(email)}"
        words = {"username": handle, "display_name": "Ana", "email": email, "password1": PASSWORD}
        response = post(browser, "/accounts/signup/", words)
        page = browser.get(response["Location"], follow=True).content.decode()
        assert (told in page) is offered
        assert ('<a href="/accounts/recovery-codes/">Make some</a>' in page) is offered
        assert told not in browser.get("/debates/").content.decode()


def test_a_name_in_the_menu_leads_to_page_and_settings(browser: Client, her: User) -> None:
    page = browser.get("/debates/").content.decode()
    assert f'<a href="/people/{her.key}/">' in page
    assert '<a href="/accounts/settings/">' in page


def test_a_guest_has_no_settings(db: None) -> None:
    guest = Client()
    guest.force_login(factories.guest("Ana"))
    for at in (SETTINGS, EMAIL, CHANGE, CODES):
        assert guest.get(at).status_code == 403
