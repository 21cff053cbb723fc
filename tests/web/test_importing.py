"""Bringing in a debate by its file, on the page and by the API."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from debate.limits import FILE_BYTES_MAX
from debate.models import Claim, Debate
from tests import factories
from tests.factories import Thread
from tests.formats.documents import taken_out
from tests.web.browsing import words

IMPORT = "/debates/import/"
BY_API = "/api/v1/debates/import"


def sent(client: Client, told: object) -> Any:
    data = told if isinstance(told, bytes) else json.dumps(told).encode()
    return client.post(IMPORT, {"file": SimpleUploadedFile("debate.json", data)})


def test_a_file_becomes_a_draft_on_its_page(thread: Thread, as_dan: Client, dan: User) -> None:
    response = sent(as_dan, taken_out(thread.debate, None))
    made = Debate.objects.get(owner=dan)
    assert (response.status_code, response["Location"]) == (303, f"/debates/{made.key}/outline/")
    said = words(as_dan.get(response["Location"]))
    assert "Imported with 7 claims. Nobody else sees it until you publish." in said
    assert thread.thesis.text in said
    assert "?claim=" not in as_dan.get(response["Location"]).content.decode()
    shown = words(as_dan.get(f"/debates/{made.key}/threads/"))
    assert "Bob (imported)" in shown


def test_the_form_is_offered_where_a_debate_begins(as_dan: Client, nobody: Client) -> None:
    assert f'href="{IMPORT}"' in as_dan.get("/debates/new/").content.decode()
    assert as_dan.get(IMPORT).status_code == 200
    led = nobody.get(IMPORT)
    assert (led.status_code, led["Location"]) == (303, f"/accounts/login/?next={IMPORT}")
    assert sent(nobody, {"format": "x"}).status_code == 303


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (b"\xff\xfe", "This file is not JSON in UTF-8."),
        (b"[" * 200_000, "This file is not JSON in UTF-8."),
        ({"format": "argdown"}, "This is no debate."),
        ({"format": "rejoinder-debate", "version": 9}, "this site reads version 1"),
        ({"format": "rejoinder-debate", "version": 1}, "look at debate"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(
    as_dan: Client, told: object, sentence: str
) -> None:
    response = sent(as_dan, told)
    assert response.status_code == 422
    assert sentence in words(response)


def test_what_somebody_wrote_in_it_is_refused_with_its_place(
    thread: Thread, as_dan: Client
) -> None:
    told = taken_out(thread.debate, None)
    told["claims"][2]["wordings"][0]["text"] = "x" * 501
    said = words(sent(as_dan, told))
    assert "claims[2].wordings[0].text: A claim has at most 500 characters; this has 501." in said
    assert Debate.objects.count() == 1


def test_a_form_without_a_file_says_so(as_dan: Client) -> None:
    response = as_dan.post(IMPORT)
    assert response.status_code == 422
    assert "Choose the file of a debate." in words(response)


def test_only_this_form_takes_a_large_file_and_only_so_large(
    as_dan: Client, nobody: Client, thread: Thread
) -> None:
    large = json.dumps(taken_out(thread.debate, None)).encode() + b" " * 3_000_000
    assert sent(as_dan, large).status_code == 303
    said = words(sent(as_dan, b" " * (FILE_BYTES_MAX + 1)))
    assert "A file has at most 20,000,000 bytes" in said
    as_dan.post("/debates/new/", {"language": "en", "file": SimpleUploadedFile("a.txt", large)})
    assert Debate.objects.count() == 2


def test_the_api_takes_what_it_handed_over(
    thread: Thread, nobody: Client, as_dan: Client, dan: User
) -> None:
    file = nobody.get(f"/api/v1/debates/{thread.debate.key}/export").getvalue()
    assert nobody.post(BY_API, file, content_type="application/json").status_code == 401
    answer = as_dan.post(BY_API, file, content_type="application/json")
    made = Debate.objects.get(owner=dan)
    assert (answer.status_code, answer.json()["key"]) == (201, made.key)
    assert answer["Location"] == f"http://testserver/api/v1/debates/{made.key}"
    assert answer.json()["thesis"]["byline"]["name"] == "Alice (imported)"
    assert Claim.objects.filter(debate=made).count() == 7


@pytest.mark.parametrize(
    ("path", "value", "code", "field"),
    [
        ("version", 9, "file_of_another_version", "version"),
        ("votes", [], "fields_not_valid", "votes"),
        ("count", "7", "fields_not_valid", "count"),
        ("claims", {}, "file_not_as_described", "claims"),
        ("claims", [[]], "file_not_as_described", "claims[0]"),
        ("essay", [], "file_not_as_described", "essay"),
        ("debate", None, "fields_not_valid", "debate"),
    ],
)
def test_the_api_names_the_place_that_is_wrong(
    thread: Thread, as_dan: Client, path: str, value: object, code: str, field: str
) -> None:
    told = taken_out(thread.debate, None) | {path: value}
    answer = as_dan.post(BY_API, json.dumps(told), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["errors"][0]["field"] == field
    assert Debate.objects.count() == 1


def test_the_api_takes_a_large_body_of_whoever_is_signed_in_and_only_so_large(
    as_dan: Client, nobody: Client, thread: Thread
) -> None:
    large = json.dumps(taken_out(thread.debate, None)).encode() + b" " * 3_000_000
    assert nobody.post(BY_API, large, content_type="application/json").status_code == 413
    assert as_dan.post(BY_API, large, content_type="application/json").status_code == 201
    larger = b"{}" + b" " * FILE_BYTES_MAX
    assert as_dan.post(BY_API, larger, content_type="application/json").status_code == 413


def test_the_command_brings_a_file_in_for_somebody(
    thread: Thread, dan: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "debate.json"
    file.write_text(json.dumps(taken_out(thread.debate, None)))
    call_command("import_debate", str(file), by="dan")
    made = Debate.objects.get(owner=dan)
    assert f"A draft of Dan: /debates/{made.key}/outline/" in capsys.readouterr().out
    for wrong, by in ((tmp_path / "nowhere", "dan"), (tmp_path, "dan"), (file, "nobody")):
        with pytest.raises(SystemExit, match="2"):
            call_command("import_debate", str(wrong), by=by)
    file.write_text("{}")
    with pytest.raises(SystemExit, match="2"):
        call_command("import_debate", str(file), by="dan")
    assert "This is no debate." in capsys.readouterr().err
    assert Debate.objects.count() == 2


def test_nothing_of_a_refused_file_is_kept(thread: Thread, as_dan: Client, dan: User) -> None:
    told = taken_out(thread.debate, None)
    for number in range(60):
        factories.debate(dan, thesis=f"Draft {number}.", visibility="draft")  # type: ignore[arg-type]
    people = User.objects.count()
    assert sent(as_dan, told).status_code == 409
    assert User.objects.count() == people
