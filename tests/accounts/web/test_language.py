"""The language of the pages: what a person has set, else what the browser chose, else prefers."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.accounts.web.page import said

NEW_DEBATE = {"en-gb": "New debate", "de": "Neue Debatte", "es": "Nuevo debate"}
ADDRESS = "/languages/"
PAGE = "/how-it-works/"
RESET = "/accounts/password/reset/"

pytestmark = pytest.mark.django_db


def spoken(client: Client, accept: str = "") -> str:
    """The language of a page: its mark, its header and its words agree."""
    response = client.get(PAGE, headers={"Accept-Language": accept})
    html = response.content.decode()
    marked = re.findall(r'<html lang="([^"]+)" dir="ltr"', html)
    assert marked == [response.headers["Content-Language"]]
    assert f">{NEW_DEBATE[marked[0]]}</a>" in html
    return marked[0]


def choose(client: Client, language: str, back: str = PAGE) -> str:
    response = client.post(f"{ADDRESS}?next={back}", {"language": language})
    assert response.status_code == 303
    return str(response["Location"])


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("es-MX", "es"),
        ("en-US,en;q=0.9,de;q=0.1", "en-gb"),
        ("fr,es;q=0.5", "es"),
        ("tlh", "en-gb"),
        ("", "en-gb"),
        ("*;q=x,,;;" * 300, "en-gb"),
    ],
)
def test_a_stranger_reads_what_the_browser_prefers(accept: str, language: str) -> None:
    assert spoken(Client(), accept) == language


def test_a_choice_outweighs_the_browser_and_leads_back_to_the_page() -> None:
    stranger = Client()
    assert choose(stranger, "es", "/debates/?sort=new") == "/debates/?sort=new"
    assert spoken(stranger, "de") == "es"
    choose(stranger, "en-gb")
    assert spoken(stranger, "de") == "en-gb"


def test_a_choice_of_a_person_holds_on_every_device(alice: User) -> None:
    here, there = Client(), Client()
    here.force_login(alice)
    there.force_login(alice)
    choose(here, "de")
    assert spoken(there, "es") == "de"
    alice.refresh_from_db()
    assert alice.language == "de"


def test_what_a_person_has_set_outweighs_what_was_chosen_in_the_browser(alice: User) -> None:
    shared = Client()
    choose(shared, "es")
    alice.language = "de"
    alice.save()
    shared.force_login(alice)
    assert spoken(shared, "en") == "de"


def test_who_has_set_nothing_keeps_what_was_chosen_in_the_browser(alice: User) -> None:
    browser = Client()
    choose(browser, "es")
    browser.force_login(alice)
    assert spoken(browser, "de") == "es"


@pytest.mark.parametrize("language", ["tlh", "", "de\0", "de" * 50_000, "../../de"])
def test_a_language_that_is_not_spoken_here_is_refused(alice: User, language: str) -> None:
    browser = Client()
    browser.force_login(alice)
    response = browser.post(ADDRESS, {"language": language})
    assert response.status_code in {400, 422}
    alice.refresh_from_db()
    assert (alice.language, spoken(browser)) == ("", "en-gb")


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:0", "/" + "a" * 5000]
)
def test_it_leads_nowhere_else(back: str) -> None:
    assert choose(Client(), "de", back) == "/"


def test_a_choice_is_a_deed() -> None:
    assert Client().get(ADDRESS).status_code == 405
    assert Client(enforce_csrf_checks=True).post(ADDRESS, {"language": "de"}).status_code == 403


def test_a_cookie_that_is_no_language_changes_nothing() -> None:
    browser = Client()
    browser.cookies["django_language"] = "x" * 4000
    assert spoken(browser, "de") == "de"


def test_caches_are_told_what_a_page_depends_on() -> None:
    for address in (PAGE, "/debates/", "/accounts/login/", "/nowhere/"):
        vary = Client().get(address).headers["Vary"]
        assert {"Accept-Language", "Cookie"} <= {name.strip() for name in vary.split(",")}


@pytest.mark.django_db(transaction=True)
def test_readers_of_several_languages_are_served_at_once() -> None:
    """Catches words remembered, or a language left behind, by the thread that serves another."""
    languages = ["de", "es", "en-gb"] * 20

    def read(language: str) -> str:
        try:
            return spoken(Client(), language)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(read, languages)) == languages


def test_a_mail_speaks_the_language_of_who_asked_for_it(frida: None, settings: Settings) -> None:
    settings.SENDS_MAIL = True
    browser = Client(headers={"Accept-Language": "de"})
    assert browser.post(RESET, {"email": "frida@example.org"}).status_code == 303
    message = mail.outbox[0]
    assert message.subject == "Ein neues Passwort für Rejoinder"
    assert "Du meldest dich als frida an.\n\nSetze es hier" in str(message.body)


@pytest.mark.parametrize(
    ("language", "problem"),
    [("de", "Dieses Feld ist zwingend erforderlich."), ("es", "Este campo es requerido.")],
)
def test_a_form_refuses_in_the_language_of_its_page(language: str, problem: str) -> None:
    """What Django and allauth say themselves, too."""
    browser = Client(headers={"Accept-Language": language})
    assert problem in said(browser.post("/accounts/signup/", {}))
