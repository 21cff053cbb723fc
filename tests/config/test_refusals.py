"""What cannot be done is answered in the site's look, with its status and a sentence."""

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override
from pytest_django import Settings

from accounts.models import User

pytestmark = pytest.mark.urls("tests.config.troubled_urls")

FROM_HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/debates/k3/threads/?at=a"}
REFUSALS = [
    ("invalid", 422, "Write at least 3 letters."),
    ("not-allowed", 403, "This claim is not yours. Only its author can change it."),
    ("not-found", 404, "There is no such claim, or it is not open to you."),
    ("conflict", 409, "This debate is published. Its outline is fixed."),
    ("not-open", 409, "This debate is closed. It can be read, but not added to."),
    ("too-many", 429, "Too much in too short a time. Try again in 2 minutes."),
    ("404", 404, "It was moved or withdrawn, or it is not open to you."),
    ("403", 403, "You may not do this."),
]


@pytest.fixture(autouse=True)
def no_register(settings: Settings) -> None:
    """What is added here for trouble's sake stands in no register of doors."""
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if m != "config.doors.DoorMiddleware"]


@pytest.fixture
def quiet() -> Client:
    """A browser that gets the page of a fault, where `Client` alone would raise it."""
    return Client(raise_request_exception=False)


@pytest.fixture
def no_database(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch, alice: User
) -> Iterator[Client]:
    """A person's browser, signed in while the database still answered; now it cannot be reached."""
    browser = Client(raise_request_exception=False)
    browser.force_login(alice)
    connection.close()
    with monkeypatch.context() as gone:
        gone.setitem(connection.settings_dict, "HOST", "/no/such/socket")
        yield browser
        connection.close()


def is_page_of_ours(response: Any) -> bool:
    page = response.content.decode()
    return '<section class="problem' in page and "css/all.css" in page


def text_of(response: Any) -> str:
    """What a reader reads, without the markup."""
    main = response.content.decode().partition("<main")[2] or response.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


# ---- Refusals


@pytest.mark.parametrize(("name", "status", "sentence"), REFUSALS)
@pytest.mark.parametrize("debug", [False, True])
def test_a_refusal_is_a_page_with_its_status_and_its_sentence(
    client: Client, settings: Settings, debug: bool, name: str, status: int, sentence: str
) -> None:
    settings.DEBUG = debug
    response = client.get(f"/trouble/{name}/")
    assert (response.status_code, is_page_of_ours(response)) == (status, True)
    assert sentence in text_of(response)
    assert "internal words" not in text_of(response)


@pytest.mark.parametrize(("name", "status", "sentence"), REFUSALS)
def test_htmx_gets_the_sentence_alone_for_the_message_region(
    client: Client, name: str, status: int, sentence: str
) -> None:
    response = client.post(f"/trouble/{name}/", headers=FROM_HTMX)
    assert response.status_code == status
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#flashes", "innerHTML")
    assert sentence in text_of(response)
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_htmx_asking_for_a_whole_page_gets_one(client: Client, header: str) -> None:
    response = client.get("/trouble/not-found/", headers=FROM_HTMX | {header: "true"})
    assert is_page_of_ours(response)
    assert "HX-Retarget" not in response


def test_too_many_says_in_seconds_when_to_come_back(client: Client) -> None:
    assert client.get("/trouble/too-many/")["Retry-After"] == "90"
    assert client.post("/trouble/too-many/", headers=FROM_HTMX)["Retry-After"] == "90"


@pytest.mark.parametrize("name", [name for name, *_told in REFUSALS if not name.isdecimal()])
def test_a_refused_page_gives_back_what_was_typed(client: Client, name: str) -> None:
    typed = "Nobody reads <b>the second</b> paragraph."
    sent = {"text": typed, "next": "/debates/somewhere/threads/", "value": "withdraw"}
    html = client.post(f"/trouble/{name}/", sent).content.decode()
    assert re.findall(r"<textarea[^>]*>\s*([^<]*)", html) == [escape(typed)]


# ---- Not signed in

VOTE = "/trouble/not-signed-in/"


def test_a_page_that_needs_a_person_leads_to_signing_in_and_back(client: Client) -> None:
    response = client.get(VOTE, {"relation": "rebut"})
    assert (response.status_code, response["Location"]) == (
        303,
        f"/accounts/login/?next={VOTE}%3Frelation%3Drebut",
    )
    page = client.get(response["Location"])
    assert "Sign in to vote." in page.content.decode()


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/debates/k3/threads/?at=a", "/debates/k3/threads/%3Fat%3Da"),
        ("https://evil.example/debates/", "/"),
        ("http://testserver.evil.example/", "/"),
        ("http://testserver//evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("http://[", "/"),
        ("http://testserver/" + "x" * 3000, "/"),
        ("", "/"),
    ],
)
def test_after_a_deed_one_comes_back_to_the_page_it_was_asked_from(
    client: Client, referer: str, back: str
) -> None:
    by_form = client.post(VOTE, headers={"Referer": referer})
    assert (by_form.status_code, by_form["Location"]) == (303, f"/accounts/login/?next={back}")
    by_htmx = client.post(VOTE, headers={"HX-Request": "true", "HX-Current-URL": referer})
    assert (by_htmx.status_code, by_htmx["HX-Redirect"]) == (200, f"/accounts/login/?next={back}")


def test_after_a_deed_what_was_typed_is_given_back_before_signing_in(client: Client) -> None:
    typed = "Nobody reads the second paragraph."
    response = client.post(
        VOTE, {"text": typed}, headers={"Referer": "http://testserver/debates/k3/"}
    )
    assert (response.status_code, is_page_of_ours(response)) == (401, True)
    assert "Sign in to vote." in text_of(response)
    assert f">\n{typed}</textarea>" in response.content.decode()
    assert '"/accounts/login/?next=/debates/k3/"' in response.content.decode()


# ---- Addresses that lead nowhere


@pytest.mark.parametrize("debug", [False, True])
def test_an_address_that_leads_nowhere_gets_our_page(
    client: Client, settings: Settings, debug: bool
) -> None:
    settings.DEBUG = debug
    response = client.get("/no/such/place/")
    assert (response.status_code, is_page_of_ours(response)) == (404, True)


@pytest.mark.parametrize("debug", [False, True])
def test_a_forgotten_slash_is_added(client: Client, settings: Settings, debug: bool) -> None:
    settings.DEBUG = debug
    response = client.get("/echo?x=1")
    assert (response.status_code, response["Location"]) == (301, "/echo/?x=1")


# ---- Faults and outages


def test_a_fault_is_a_page_that_needs_no_database(no_database: Client) -> None:
    response = no_database.get("/trouble/crash/")
    assert (response.status_code, is_page_of_ours(response)) == (500, True)
    assert "internal words" not in response.content.decode()


def test_while_developing_a_fault_shows_where_it_was(quiet: Client, settings: Settings) -> None:
    settings.DEBUG = True
    response = quiet.get("/trouble/crash/")
    assert response.status_code == 500
    assert "ZeroDivisionError" in response.content.decode()


def test_the_page_of_a_fault_says_in_which_language_it_is() -> None:
    with override("ar"):
        assert '<html lang="ar" dir="rtl">' in render_to_string("problem/500.html")
    with override(None):  # where no language could be found out
        assert '<html lang="en-gb" dir="ltr">' in render_to_string("problem/500.html")


def test_a_fault_is_told_to_htmx_in_its_message_region(quiet: Client) -> None:
    response = quiet.post("/trouble/crash/", headers=FROM_HTMX)
    assert (response.status_code, response["HX-Retarget"]) == (500, "#flashes")


def test_a_fault_is_told_even_where_no_template_can_be_drawn(
    quiet: Client, settings: Settings
) -> None:
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
    response = quiet.get("/trouble/crash/")
    assert response.status_code == 500
    assert text_of(response) == (
        "Rejoinder It is our fault, not yours, and it is written down. Try again in a moment."
    )


@pytest.mark.parametrize("address", ["/trouble/outage/", "/trouble/closed/", "/who/", "/nowhere/"])
@pytest.mark.parametrize("debug", [False, True])
def test_an_outage_of_the_database_asks_to_come_back(
    no_database: Client, settings: Settings, debug: bool, address: str
) -> None:
    settings.DEBUG = debug
    response = no_database.get(address)
    assert (response.status_code, response["Retry-After"]) == (503, "2")
    assert is_page_of_ours(response)


@pytest.mark.parametrize("address", ["/trouble/outage/", "/trouble/crash/", "/who/"])
def test_what_met_an_outage_or_a_fault_is_given_back(no_database: Client, address: str) -> None:
    typed = "Nobody reads <b>the second</b> paragraph."
    sent = {"text": typed, "password": "a long pass phrase"}
    html = no_database.post(address, sent).content.decode()
    assert re.findall(r"<textarea[^>]*>\s*([^<]*)", html) == [escape(typed)]
    assert "a long pass phrase" not in html


def test_an_outage_is_told_to_htmx_in_its_message_region(no_database: Client) -> None:
    response = no_database.post("/who/", headers=FROM_HTMX)
    assert (response.status_code, response["HX-Retarget"]) == (503, "#flashes")


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_breaks_in_the_middle_is_an_outage_and_then_over(alice: User) -> None:
    browser = Client()
    browser.force_login(alice)
    assert browser.get("/cut-off/").status_code == 503
    connection.close()  # as a server does between two requests; the test client does not
    assert browser.get("/echo/").status_code == 200


# ---- What no view can read


def too_many_fields(browser: Client) -> Any:
    return browser.post("/echo/", {f"field-{number}": "x" for number in range(500)})


def too_many_fields_by_urlencoding(browser: Client) -> Any:
    return browser.post(
        "/echo/", "&".join(["a=b"] * 500), content_type="application/x-www-form-urlencoded"
    )


def broken_multipart(browser: Client) -> Any:
    return browser.post("/echo/", b"--x\r\nnonsense", content_type="multipart/form-data; boundary=")


def another_charset(browser: Client) -> Any:
    return browser.post(
        "/echo/", b"a=b", content_type="application/x-www-form-urlencoded; charset=utf-16"
    )


def nul_in_the_path(browser: Client) -> Any:
    return browser.get("/claims/k3v9%00x2m7/")


def nul_in_the_query(browser: Client) -> Any:
    return browser.get("/echo/?at=%00")


def nul_in_a_cookie(browser: Client) -> Any:
    return browser.get("/echo/", headers={"cookie": 'sessionid="k3v9x2m7\\000q4wd"'})


UNREADABLE = [
    too_many_fields,
    too_many_fields_by_urlencoding,
    broken_multipart,
    another_charset,
    nul_in_the_path,
    nul_in_the_query,
    nul_in_a_cookie,
]


@pytest.mark.parametrize("send", UNREADABLE, ids=lambda send: send.__name__)
@pytest.mark.parametrize("debug", [False, True])
def test_what_cannot_be_read_is_a_page_with_400(
    quiet: Client, settings: Settings, debug: bool, send: Any
) -> None:
    settings.DEBUG = debug
    response = send(quiet)
    assert (response.status_code, is_page_of_ours(response)) == (400, True)
    assert "Go back and try once more." in text_of(response)


@pytest.mark.parametrize("debug", [False, True])
def test_too_much_at_once_is_a_page_with_413(
    quiet: Client, settings: Settings, debug: bool
) -> None:
    settings.DEBUG = debug
    response = quiet.post("/echo/", {"text": "x" * 2_600_000})
    assert (response.status_code, is_page_of_ours(response)) == (413, True)
    assert "larger than this site takes" in text_of(response)


def test_a_host_that_is_not_ours_is_refused_in_our_look(quiet: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    response = quiet.get("/echo/", headers={"host": "evil.example"})
    assert (response.status_code, is_page_of_ours(response)) == (400, True)
    assert "evil.example" not in response.content.decode()


# ---- A page without a valid token


def test_a_page_that_was_open_too_long_gives_back_what_was_typed() -> None:
    browser = Client(enforce_csrf_checks=True)
    typed = "Nobody reads <b>the second</b> paragraph of a notice."
    response = browser.post("/echo/", {"text": typed, "password": "a long pass phrase", "v": "1"})
    page = response.content.decode()
    assert (response.status_code, is_page_of_ours(response)) == (403, True)
    assert "Go back, reload the page and send it again." in text_of(response)
    assert "Nobody reads &lt;b&gt;the second&lt;/b&gt; paragraph of a notice." in page
    assert "a long pass phrase" not in page


def test_htmx_without_a_valid_token_gets_a_message() -> None:
    response = Client(enforce_csrf_checks=True).post("/echo/", headers=FROM_HTMX)
    assert (response.status_code, response["HX-Retarget"]) == (403, "#flashes")
