"""The pages for a copy of one's data and for leaving."""

import json
import re
import tracemalloc
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import limits
from accounts.actions.export import export_person
from accounts.enums import PersonKind
from accounts.models import User
from accounts.web.archive import write_archive
from debate.actions.position import state_position
from debate.actions.vote import cast_vote
from debate.enums import VoteValue
from debate.queries import own_data
from tests import factories
from tests.accounts.web.page import post, said
from tests.factories import PASSWORD

EXPORT = "/accounts/export/"
DELETION = "/accounts/deletion/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]


@pytest.fixture
def her() -> User:
    return factories.person("frida", password=PASSWORD)


@pytest.fixture
def browser(her: User) -> Client:
    """Frida's; it checks the CSRF token."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(her)
    return browser


def archive(response: Any) -> tuple[dict[str, Any], str]:
    """What lies in the archive: the records, and the page."""
    assert response.status_code == 200
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as packed:
        assert sorted(packed.namelist()) == ["data.json", "index.html"]
        return json.loads(packed.read("data.json")), packed.read("index.html").decode()


@pytest.mark.parametrize("at", [EXPORT, DELETION])
def test_a_stranger_is_led_to_the_door(at: str) -> None:
    for response in (Client().get(at), Client().post(at)):
        assert response.status_code == 303
        assert response["Location"].startswith("/accounts/login/")


def test_the_settings_lead_to_both(browser: Client) -> None:
    page = browser.get("/accounts/settings/").content.decode()
    assert {f'href="{at}"' in page for at in (EXPORT, DELETION)} == {True}


def test_the_archive_holds_what_she_gave(browser: Client, her: User, bob: User) -> None:
    debate = factories.debate(her, thesis="<b>Mine</b> & bold.")
    his = factories.reply(factories.thesis_of(debate), bob, text="His words.")
    cast_vote(claim=his.key, value=VoteValue.CONVINCING, by=her)
    state_position(debate=debate.key, value=2, by=her)
    response = post(browser, EXPORT, {"password": PASSWORD})
    data, page = archive(response)
    assert re.fullmatch(
        r'attachment; filename="rejoinder-[-\d]+\.zip"', response["Content-Disposition"]
    )
    assert response["Cache-Control"] == "private, no-store"
    assert data["account"][0]["handle"] == "frida"
    assert data["claims"][0]["wordings"][0]["text"] == "<b>Mine</b> & bold."
    assert [(vote["claim"], vote["value"]) for vote in data["votes"]] == [(his.key, 1)]
    assert data["positions"][0]["value"] == 2
    assert "&lt;b&gt;Mine&lt;/b&gt; &amp; bold." in page
    assert not re.search(r"<script|<b>|\son\w+=|https?:", page)
    assert not re.search(r"\d-\d\dT\d", page)  # times as people write them, also of wordings
    assert page.index("<dt>Text") < page.index("<dt>Wordings")
    assert "His words." not in page
    assert "His words." not in json.dumps(data)


def test_the_archive_of_somebody_who_did_nothing_is_whole(browser: Client) -> None:
    data, page = archive(post(browser, EXPORT, {"password": PASSWORD}))
    assert data["claims"] == []
    assert page.count("<p>None.</p>") == len(data) - 1


def test_the_archive_takes_the_same_statements_however_much_there_is(her: User, bob: User) -> None:
    debate = factories.debate(her)
    counts = []
    for more in (1, 30):
        factories.replies(factories.thesis_of(debate), her, more)
        with (
            CaptureQueriesContext(connection) as ran,
            export_person(by=her, password=PASSWORD) as copy,
        ):
            write_archive(copy, name="Frida").close()
        counts.append(len(ran))
    assert counts[0] == counts[1]


def test_an_archive_of_many_claims_is_made_of_a_few_at_a_time(
    her: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_data, "AT_ONCE", 100)
    factories.replies(factories.thesis_of(factories.debate(her)), her, 3_000)
    with export_person(by=her, password=PASSWORD) as copy:
        parts = {part.name: iter(records) for part, records in copy}
        next(parts["claims"])
        tracemalloc.start()
        count = sum(1 for _claim in parts["claims"])
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 3_000
    assert peak < 1_500_000  # bytes; all of them at once would be more than three times that


@pytest.mark.parametrize("at", [EXPORT, DELETION])
def test_a_wrong_password_is_told_at_the_field(browser: Client, her: User, at: str) -> None:
    response = post(browser, at, {"password": "wrong", "confirmation": "frida"})
    assert response.status_code == 422
    assert said(response) == ["That is not your password. Check it and try again."]
    her.refresh_from_db()
    assert her.kind == PersonKind.PERSON


def test_copies_are_limited(browser: Client) -> None:
    most, _seconds = limits.EXPORTS_PER_PERSON
    answers = [post(browser, EXPORT, {"password": PASSWORD}) for _copy in range(most + 1)]
    assert [answer.status_code for answer in answers] == [200] * most + [429]
    for answer in answers:
        answer.close()


def test_leaving_needs_the_handle(browser: Client) -> None:
    for typed in ("", "somebody"):
        response = post(browser, DELETION, {"password": PASSWORD, "confirmation": typed})
        assert response.status_code == 422
        assert said(response) == ["Type your handle to confirm that you want this."]


def test_who_leaves_is_signed_out_everywhere(browser: Client, her: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(her)
    other = Client()
    other.force_login(factories.person("somebody"))
    response = post(browser, DELETION, {"password": PASSWORD, "confirmation": "frida"})
    assert (response.status_code, response["Location"]) == (303, "/")
    her.refresh_from_db()
    assert her.kind == PersonKind.GONE
    assert elsewhere.get(EXPORT).status_code == 303
    assert other.get(EXPORT).status_code == 200
    assert not any(
        s.get_decoded().get("_auth_user_id") == str(her.pk) for s in Session.objects.all()
    )
    assert "are deleted" in browser.get("/", follow=True).content.decode()
    sign_in = {"login": "frida", "password": PASSWORD}
    assert post(Client(enforce_csrf_checks=True), "/accounts/login/", sign_in).status_code == 422


def test_without_a_password_the_handle_is_enough(her: User) -> None:
    her.set_unusable_password()
    her.save()
    browser = Client()
    browser.force_login(her)
    assert 'name="password"' not in browser.get(DELETION).content.decode().partition("<main")[2]
    assert browser.post(DELETION, {"confirmation": "frida"}).status_code == 303
