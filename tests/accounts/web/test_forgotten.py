"""The ways back in for who forgot the password."""

import re
import smtplib
from typing import Any

import pytest
from django.conf import settings as conf
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts import limits
from accounts.actions.recovery_codes import make_recovery_codes
from accounts.models import User
from tests import factories
from tests.accounts.web.conftest import LONG
from tests.accounts.web.hashing import CountingHasher
from tests.accounts.web.page import post, said
from tests.factories import PASSWORD

RESET = "/accounts/password/reset/"
SENT = "/accounts/password/reset/sent/"
RECOVERY = "/accounts/recovery/"
DOOR = "/accounts/login/"
NEW = "quite another pass phrase"
NO_MATCH = "That name and code do not match, or the code is used up. Check both and try again."

pytestmark = pytest.mark.django_db


@pytest.fixture
def her(frida: None) -> User:
    return User.objects.get()


@pytest.fixture
def mails(settings: Settings) -> None:
    """A site with a mail server; the mails stay in memory."""
    settings.SENDS_MAIL = True


def ask(browser: Client, email: str = "frida@example.org") -> Any:
    return post(browser, RESET, {"email": email})


def link() -> str:
    """The path of the link in the last mail."""
    found = re.search(r"http://testserver(/accounts/password/reset/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def follow(browser: Client, address: str, new: str = NEW) -> Any:
    """Open a link and set a password where it leads."""
    shown = browser.get(address, follow=True)
    assert address not in shown.request["PATH_INFO"]  # the token is not in the address any more
    return post(browser, shown.request["PATH_INFO"], {"new": new})


def opens(person: User, password: str) -> bool:
    person.refresh_from_db()
    return person.check_password(password)


# ---- Without a mail server


def test_it_is_said_plainly_that_no_mail_can_be_sent_and_what_to_do(browser: Client) -> None:
    page = browser.get(RESET)
    told = " ".join(re.sub("<[^>]*>", " ", page.content.decode()).split())
    assert "This site cannot send mail, so no link to a new password can be sent." in told
    assert "ask whoever runs this site" in told
    assert f'href="{RECOVERY}"' in page.content.decode()
    assert 'name="email"' not in page.content.decode()


def test_no_mail_is_tried_then(browser: Client, her: User) -> None:
    response = post(browser, RESET, {"email": "frida@example.org"})
    assert response.status_code == 422
    assert said(response) == ["This site cannot send mail. Use a recovery code instead."]
    assert mail.outbox == []


def test_the_door_shows_the_way(browser: Client) -> None:
    assert f'<a href="{RESET}">Forgotten it?</a>' in browser.get(DOOR).content.decode()


# ---- A link by mail


def test_a_link_sets_a_new_password_once_and_ends_every_session(
    browser: Client, her: User, mails: None
) -> None:
    elsewhere = Client()
    elsewhere.force_login(her)
    response = ask(browser, "Frida@Example.org")
    assert (response.status_code, response["Location"]) == (303, SENT)
    message = mail.outbox[0]
    assert message.to == ["Frida@Example.org"]
    assert message.subject == "A new password for Rejoinder"
    assert "You sign in as frida." in str(message.body)
    address = link()
    assert address.startswith(f"{RESET}{her.key}-")  # her key, never her number
    assert follow(browser, address)["Location"] == DOOR
    assert opens(her, NEW)
    assert 'class="menu-who"' not in elsewhere.get("/how-it-works/").content.decode()
    for late in (browser, Client()):
        page = late.get(address, follow=True).content.decode()
        assert "This link no longer works" in page
        assert 'name="new"' not in page


def test_a_link_is_too_old_after_an_hour(
    browser: Client, her: User, mails: None, settings: Settings
) -> None:
    assert conf.PASSWORD_RESET_TIMEOUT == limits.RESET_LINK_SECONDS == 3600
    ask(browser)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "This link no longer works" in browser.get(link(), follow=True).content.decode()


def test_a_link_that_was_spent_while_the_form_was_open_is_refused(
    browser: Client, her: User, mails: None
) -> None:
    ask(browser)
    form = browser.get(link(), follow=True).request["PATH_INFO"]
    follow(Client(), link())
    page = browser.post(
        form, {"new": PASSWORD, "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    )
    assert "This link no longer works" in page.content.decode()
    assert opens(her, NEW)


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("short", "This password is too short. It must contain at least 8 characters."),
        ("frida@example.org", "The password is too similar to the e-mail."),
        ("", "This field is required."),
        ("p" * 10_000, "Ensure this value has at most 200 characters (it has 10000)."),
    ],
)
def test_a_password_that_will_not_do_leaves_the_link_good(
    browser: Client, her: User, mails: None, new: str, told: str
) -> None:
    ask(browser)
    response = follow(browser, link(), new)
    assert (response.status_code, said(response)) == (422, [told])
    assert follow(Client(), link()).status_code == 302
    assert opens(her, NEW)


@pytest.mark.parametrize("key", ["", "set-password", "0-0", "x" * 99])
def test_a_link_that_was_made_up_leads_nowhere(browser: Client, her: User, key: str) -> None:
    for person in (her.key, "0" * 12):
        page = browser.get(f"{RESET}{person}-{key}/")
        assert page.status_code in {200, 404}
        assert 'name="new"' not in page.content.decode()


def test_whoever_asks_gets_the_same_answer_and_one_mail_is_sent_in_any_case(
    her: User, mails: None, settings: Settings
) -> None:
    """Neither the page, its status nor what takes time tells who has an account: the mail server
    is spoken to for every address, and no password is hashed for any."""
    settings.PASSWORD_HASHERS = ["tests.accounts.web.hashing.CountingHasher"]
    CountingHasher.hashes = 0
    closed = factories.person("closed")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    answers = set()
    for number, name in enumerate(["frida", "closed", "nobody"], 1):
        browser = Client(enforce_csrf_checks=True)
        response = ask(browser, f"{name}@example.org")
        shown = browser.get(response["Location"]).content.decode()
        shown = re.sub(r'value="\w{64}"|"X-CSRFToken": "\w+"', "", shown)
        answers.add((response.status_code, response["Location"], shown))
        assert len(mail.outbox) == number
    assert len(answers) == 1
    assert CountingHasher.hashes == 0
    assert ["no account with it" in str(m.body) for m in mail.outbox] == [False, True, True]


def test_a_mail_server_that_fails_is_told_alike(
    her: User, mails: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", broken)
    for name in ("frida", "nobody"):
        response = ask(Client(enforce_csrf_checks=True), f"{name}@example.org")
        assert response.status_code == 422
        assert said(response) == ["The mail could not be sent. Try again in a few minutes."]


def test_mails_are_limited_by_address_and_by_network(
    browser: Client, her: User, mails: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RESETS_PER_ADDRESS", (2, LONG))
    monkeypatch.setattr(limits, "RESETS_PER_NETWORK", (4, LONG))
    for email in ("frida@example.org", "nobody@example.org"):
        assert [ask(browser, email).status_code for _ in range(2)] == [303, 303]
    response = ask(browser)
    assert (response.status_code, len(mail.outbox)) == (429, 4)
    assert 0 < int(response["Retry-After"]) <= LONG
    elsewhere = Client(enforce_csrf_checks=True, REMOTE_ADDR="198.51.100.4")
    assert said(ask(elsewhere))[0].startswith("Too many mails to this address.")


@pytest.mark.parametrize(
    "email", ["", "frida", "a@b", "nul\x00@example.org", "a@example.org\r\nBcc: b@example.org"]
)
def test_what_is_no_address_gets_no_mail(browser: Client, mails: None, email: str) -> None:
    response = ask(browser, email)
    assert response.status_code == 422
    assert (len(said(response)), mail.outbox) == (1, [])


def test_the_link_of_one_person_signs_another_out_first(
    browser: Client, her: User, alice: User, mails: None
) -> None:
    ask(browser)
    browser.force_login(alice)
    follow(browser, link())
    assert (opens(her, NEW), alice.check_password(NEW)) == (True, False)
    assert 'class="menu-who"' not in browser.get("/how-it-works/").content.decode()


# ---- A recovery code


def recover(browser: Client, code: str, **fields: str) -> Any:
    return post(browser, RECOVERY, {"name": "frida", "code": code, "new": NEW} | fields)


def test_a_code_sets_a_new_password_once_and_ends_every_session(browser: Client, her: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(her)
    code = make_recovery_codes(by=her, password=PASSWORD)[0]
    response = recover(browser, code.lower())
    assert (response.status_code, response["Location"]) == (303, DOOR)
    assert "Your password is changed. Sign in with it." in browser.get(DOOR).content.decode()
    assert opens(her, NEW)
    assert 'class="menu-who"' not in elsewhere.get("/how-it-works/").content.decode()
    response = recover(browser, code)
    assert response.status_code == 422
    assert said(response) == [NO_MATCH]


@pytest.mark.parametrize("name", ["frida", "nobody-here", "frida@example.org", "a@example.org"])
def test_an_unknown_name_and_a_wrong_code_get_the_same_answer_at_the_same_cost(
    browser: Client, her: User, settings: Settings, name: str
) -> None:
    make_recovery_codes(by=her, password=PASSWORD)
    settings.PASSWORD_HASHERS = ["tests.accounts.web.hashing.CountingHasher"]
    CountingHasher.hashes = 0
    response = recover(browser, "0000-0000-0000", name=name)
    assert (response.status_code, said(response)) == (422, [NO_MATCH])
    assert f'value="{name}"' in response.content.decode()
    assert CountingHasher.hashes == 0


def test_too_many_tries_are_told_with_the_time_to_come_back(
    browser: Client, her: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RECOVERIES_PER_PERSON", (2, LONG))
    code = make_recovery_codes(by=her, password=PASSWORD)[0]
    for _ in range(2):
        recover(browser, "guess")
    response = recover(browser, code)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= LONG
    assert opens(her, PASSWORD)


@pytest.mark.parametrize("field", ["name", "code", "new"])
@pytest.mark.parametrize("text", ["x" * 10_000, "nul\x00", "\u202e", "\u200b", "' OR 1=1 --", ""])
def test_whatever_is_typed_gets_a_sentence(
    browser: Client, her: User, field: str, text: str
) -> None:
    response = recover(browser, **{"code": "0000-0000-0000", field: text})
    assert response.status_code == 422
    assert said(response) != []


def test_a_new_password_without_its_token_is_refused(her: User) -> None:
    code = make_recovery_codes(by=her, password=PASSWORD)[0]
    words = {"name": "frida", "code": code, "new": NEW}
    assert Client(enforce_csrf_checks=True).post(RECOVERY, words).status_code == 403
    assert opens(her, PASSWORD)
