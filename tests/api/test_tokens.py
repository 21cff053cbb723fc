"""One's tokens in the API: for browsers alone, whose requests are proven."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.actions.token import list_tokens, make_token
from accounts.enums import Scope
from accounts.limits import TOKENS_MAX
from accounts.models import Token, User

pytestmark = pytest.mark.django_db

TOKENS = "/api/v1/tokens"
NEW = {"name": "Reading group", "scopes": ["read", "vote"], "days": 30}


def in_browser(person: User) -> Client:
    """A browser that sends the token of its page, as the scripts of a page do."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    browser.get("/accounts/settings/")
    browser.defaults["HTTP_X_CSRFTOKEN"] = browser.cookies["csrftoken"].value
    return browser


def send(client: Client, body: Any, **more: Any) -> Any:
    return client.post(TOKENS, body, content_type="application/json", **more)


def test_a_token_is_made_read_listed_and_revoked(bob: User) -> None:
    browser = in_browser(bob)
    answer = send(browser, NEW)
    assert answer.status_code == 201
    assert answer["Cache-Control"] == "private, no-store"
    told = answer.json()
    word = told.pop("token")
    assert re.fullmatch(r"rejoinder_[0-9a-f]{64}", word)
    assert answer["Location"] == f"http://testserver{TOKENS}/{told['key']}"
    assert browser.get(answer["Location"]).json() == told
    assert browser.get(TOKENS).json() == {"results": [told], "next": None, "previous": None}
    assert told["begins"] == word[:15]
    lasts = datetime.fromisoformat(told["expires_at"]) - datetime.fromisoformat(told["created_at"])
    assert round(lasts.total_seconds() / 86_400) == 30
    program = Client(headers={"Authorization": f"Bearer {word}"})
    assert program.get("/api/v1/debates").status_code == 200
    assert browser.get(TOKENS).json()["results"][0]["last_used_at"].endswith("Z")
    assert browser.delete(answer["Location"]).status_code == 204
    assert browser.delete(answer["Location"]).json()["code"] == "no_token"
    assert program.get("/api/v1/debates").status_code == 401


def test_no_token_makes_sees_or_revokes_tokens(bob: User) -> None:
    made, word = make_token(name="Bot", scopes=list(Scope), by=bob)
    program = Client(headers={"Authorization": f"Bearer {word}"})
    one = f"{TOKENS}/{made.key}"
    answers = [
        program.get(TOKENS),
        program.head(TOKENS),
        send(program, NEW),
        program.get(one),
        program.delete(one),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert {a.json()["code"] for a in answers if a.content} == {"not_by_token"}
    assert [token.key for token in list_tokens(bob)] == [made.key]


def test_nobody_is_told_how_to_come_in(bob: User) -> None:
    made, _word = make_token(name="Bot", scopes=["read"], by=bob)
    nobody, one = Client(), f"{TOKENS}/{made.key}"
    for answer in (nobody.get(TOKENS), send(nobody, NEW), nobody.get(one), nobody.delete(one)):
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer.json()["code"] == "sign_in_to_tokens"
    assert Token.objects.count() == 1


def test_a_browser_has_to_prove_its_session(bob: User) -> None:
    made, _word = make_token(name="Bot", scopes=["read"], by=bob)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bob)
    for answer in (send(browser, NEW), browser.delete(f"{TOKENS}/{made.key}")):
        assert (answer.status_code, answer.json()["code"]) == (403, "session_not_proven")
    assert [token.key for token in list_tokens(bob)] == [made.key]


def test_nobody_elses_is_there(bob: User, alice: User) -> None:
    made, _word = make_token(name="Bot", scopes=["read"], by=alice)
    browser = in_browser(bob)
    for answer in (
        browser.get(f"{TOKENS}/{made.key}"),
        browser.delete(f"{TOKENS}/{made.key}"),
        browser.get(f"{TOKENS}/{'k' * 12}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "no_token")
    assert browser.get(TOKENS).json()["results"] == []


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        ({}, {"fields_not_valid"}),
        ({**NEW, "key": "k" * 12}, {"fields_not_valid"}),
        ({**NEW, "token": "mine"}, {"fields_not_valid"}),
        ({**NEW, "name": None}, {"fields_not_valid"}),
        ({**NEW, "name": ["Bot"]}, {"fields_not_valid"}),
        ({**NEW, "name": "\x00"}, {"token_name_unseen"}),
        ({**NEW, "name": "x" * 100_000}, {"token_name_long"}),
        ({**NEW, "scopes": "read"}, {"fields_not_valid"}),
        ({**NEW, "scopes": [True]}, {"fields_not_valid"}),
        ({**NEW, "scopes": [["read"]]}, {"fields_not_valid"}),
        ({**NEW, "scopes": ["everything"]}, {"choose_scopes"}),
        ({**NEW, "scopes": []}, {"choose_scopes"}),
        ({**NEW, "days": True}, {"fields_not_valid"}),
        ({**NEW, "days": "90"}, {"fields_not_valid"}),
        ({**NEW, "days": 1e300}, {"token_days_unknown", "fields_not_valid"}),
        ({**NEW, "days": 91}, {"token_days_unknown"}),
    ],
)
def test_what_no_token_can_be_made_of_is_refused(
    bob: User, sent: dict[str, Any], codes: set[str]
) -> None:
    answer = send(in_browser(bob), sent)
    assert answer.status_code == 400
    assert answer.json()["code"] in codes
    assert not Token.objects.exists()


def test_one_too_many_is_a_conflict(bob: User) -> None:
    for number in range(TOKENS_MAX):
        make_token(name=f"Bot {number}", scopes=["read"], by=bob)
    answer = send(in_browser(bob), NEW)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_tokens")


def test_the_answer_with_a_token_is_kept_for_no_key(bob: User) -> None:
    answer = send(in_browser(bob), NEW, headers={"Idempotency-Key": "once"})
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_not_taken")
    assert not Token.objects.exists()
