"""Making an account."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts import limits
from accounts.models import User
from tests.accounts.web.conftest import LONG
from tests.accounts.web.page import post, said
from tests.factories import PASSWORD

ADDRESS = "/accounts/signup/"
FRIDA = {"username": "frida", "display_name": "Frida K.", "email": "", "password1": PASSWORD}

pytestmark = pytest.mark.django_db


def sign_up(browser: Client, **fields: str) -> Any:
    return post(browser, ADDRESS, FRIDA | fields)


def test_a_new_person_is_signed_in_at_once_and_sent_where_they_wanted(browser: Client) -> None:
    response = sign_up(browser, email="Frida@Example.org", time_zone="Asia/Tokyo", next="/debates/")
    person = User.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/debates/")
    assert browser.session["_auth_user_id"] == str(person.pk)
    assert (person.handle, person.display_name, person.email, person.time_zone) == (
        "frida",
        "Frida K.",
        "frida@example.org",
        "Asia/Tokyo",
    )


def test_no_script_and_no_address_are_needed(browser: Client) -> None:
    assert sign_up(browser).status_code == 302
    person = User.objects.get()
    assert (person.email, person.time_zone) == (None, "")


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "../../etc/passwd", "Europe", "Asia/Tokyo\x00", "x" * 10_000]
)
def test_a_zone_that_is_none_is_left_out(browser: Client, zone: str) -> None:
    assert sign_up(browser, time_zone=zone).status_code == 302
    assert User.objects.get().time_zone == ""


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"username": "ALICE"}, "Somebody already has this handle. Choose another."),
        ({"username": "admin"}, "This handle is kept for the site. Choose another."),
        (
            {"username": "no spaces"},
            "Use 3 to 30 letters a to z, digits, hyphens or underscores, with a letter or digit "
            "at both ends.",
        ),
        ({"username": "f" * 10_000}, "Ensure this value has at most 30 characters (it has 10000)."),
        ({"username": "fri\x00da"}, "Null characters are not allowed."),
        ({"email": "ALICE@example.org"}, "There is already an account with this e-mail address."),
        ({"email": "no address"}, "Enter a valid email address."),
        ({"display_name": ""}, "This field is required."),
        ({"display_name": "..."}, "Write the name that others are to see."),
        (
            {"display_name": "Ana\u202egnihton"},
            "This name has characters in it that cannot be seen. Type it again without them.",
        ),
        ({"display_name": "Ana\x00"}, "Null characters are not allowed."),
        (
            {"display_name": "n" * 10_000},
            "Ensure this value has at most 60 characters (it has 10000).",
        ),
        (
            {"password1": "short"},
            "This password is too short. It must contain at least 8 characters.",
        ),
        ({"password1": "password"}, "This password is too common."),
        (
            {"username": "frida-kahlo", "password1": "frida-kahlo"},
            "The password is too similar to the handle.",
        ),
        (
            {"password1": "p" * 10_000},
            "Ensure this value has at most 200 characters (it has 10000).",
        ),
    ],
)
def test_a_field_that_cannot_be_taken_says_why(
    browser: Client, alice: User, fields: dict[str, str], told: str
) -> None:
    response = sign_up(browser, **fields)
    assert (response.status_code, said(response)) == (422, [told])
    assert User.objects.count() == 1
    assert '<input type="password" name="password1" autocomplete=' in response.content.decode()


@pytest.mark.parametrize(
    "name", ["يوسف", "Ana <b>x</b>", "山田 太郎", "Ana 👩\u200d🔬", "O'Neil & Søn"]
)
def test_a_name_of_any_script_is_shown_as_typed(browser: Client, name: str) -> None:
    assert sign_up(browser, display_name=name).status_code == 302
    assert User.objects.get().display_name == name
    page = browser.get("/accounts/logout/")
    assert f"You are signed in as {name}." in str(next(iter(page.context["messages"])))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", ["username", "email"])
def test_of_eight_who_send_the_same_name_at_once_one_gets_it(same: str) -> None:
    """Catches the form that finds the name free and then inserts: the others would see a 500."""
    together = Barrier(8)
    mine = {"username": "frida-{0}", "email": "frida-{0}@example.org"}

    def take(number: int) -> tuple[int, list[str]]:
        fields = {name: text.format(number) for name, text in mine.items()}
        browser = Client()
        together.wait(timeout=60)
        try:
            response = browser.post(ADDRESS, FRIDA | fields | {same: mine[same].format("x")})
            return response.status_code, said(response)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        answers = sorted(crowd.map(take, range(8)))
    told = {
        "username": "Somebody already has this handle. Choose another.",
        "email": "There is already an account with this e-mail address.",
    }[same]
    assert answers == [(302, [])] + [(422, [told])] * 7
    assert User.objects.count() == 1


# ---- Limits


def test_a_network_makes_so_many_accounts_and_no_more(browser: Client, tight: None) -> None:
    for number in range(2):
        assert (
            sign_up(Client(enforce_csrf_checks=True), username=f"frida-{number}").status_code == 302
        )
    response = sign_up(browser, display_name="Third one")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= LONG
    assert said(response)[0].startswith("Too many new accounts from your network. Try again in ")
    assert 'value="Third one"' in response.content.decode()
    assert PASSWORD not in response.content.decode()
    assert User.objects.count() == 2


def test_a_mistake_costs_no_account_but_names_cannot_be_tried_out_without_end(
    browser: Client, alice: User, tight: None
) -> None:
    taken = [sign_up(browser, username="alice").status_code for _ in range(4)]
    response = sign_up(browser, username="alice")
    assert (taken, response.status_code) == ([422] * 4, 429)
    assert len(said(response)) == 1
    assert said(response)[0].startswith("Too many tries to sign up from your network.")


@pytest.mark.django_db(transaction=True)
def test_of_32_sign_ups_at_once_exactly_the_limit_is_let_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Catches the limit that counts the accounts that exist already."""
    monkeypatch.setattr(limits, "SIGN_UPS_PER_NETWORK", (5, LONG))
    together = Barrier(32)

    def come(number: int) -> int:
        browser = Client()
        together.wait(timeout=60)
        try:
            return browser.post(ADDRESS, FRIDA | {"username": f"frida-{number}"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(32) as crowd:
        answers = sorted(crowd.map(come, range(32)))
    assert answers == [302] * 5 + [429] * 27
    assert User.objects.count() == 5
