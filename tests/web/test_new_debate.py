import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from debate.actions.outline import start_debate
from debate.enums import ClaimKind
from debate.limits import DEBATES_PER_PAGE, ESSAY_BYTES_MAX, ESSAY_TEXT_MAX
from debate.models import Claim, Debate, Essay, EssayRevision
from debate.words import SENTENCES
from tests.web.browsing import fields, words

NEW = "/debates/new/"
ESSAYS = Path(__file__).parent.parent / "data" / "essays"
TEXT = "First paragraph of it.\n\nSecond paragraph of it."
ABOUT = {
    "title": "On Lamps",
    "writer": "Marit Okonjo",
    "source_url": "https://example.org/lamps",
    "written_on": "2020-02-29",
    "language": "nb",
}


def upload(data: bytes, name: str = "essay.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def nothing_is_kept() -> bool:
    return not (Debate.objects.exists() or Essay.objects.exists() or Claim.objects.exists())


def test_a_pasted_essay_becomes_a_draft_with_its_credit(as_alice: Client, alice: User) -> None:
    response = as_alice.post(NEW, ABOUT | {"text": TEXT})
    debate = Debate.objects.get()
    essay = Essay.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/debates/{debate.key}/outline/"
    assert (debate.visibility, debate.owner, debate.language) == ("draft", alice, "nb")
    assert (essay.title, essay.writer) == ("On Lamps", "Marit Okonjo")
    assert (essay.source_url, essay.written_on) == (ABOUT["source_url"], date(2020, 2, 29))
    assert EssayRevision.objects.get().text == TEXT


@pytest.mark.parametrize(
    ("name", "title"),
    [("evening-walks.md", "Keep the Streets Lit for Walkers"), ("night-buses.txt", None)],
)
def test_an_uploaded_file_becomes_a_draft(as_alice: Client, name: str, title: str | None) -> None:
    data = (ESSAYS / name).read_bytes()
    response = as_alice.post(NEW, {"file": upload(data, name), "language": "en"})
    assert response.status_code == 303
    essay = Essay.objects.get()
    assert essay.title == title or title is None
    assert essay.title


def test_ones_own_words_are_credited_to_oneself(as_alice: Client) -> None:
    as_alice.post(NEW, {"title": "Mine", "text": TEXT, "own_words": "on", "language": "en"})
    essay = Essay.objects.get()
    assert (essay.writer, essay.own_words) == ("Alice", True)


def test_a_thesis_alone_is_enough(as_alice: Client) -> None:
    response = as_alice.post(NEW, {"thesis": "Lamps should dim.", "language": "en"})
    debate = Debate.objects.get()
    assert response["Location"] == f"/debates/{debate.key}/outline/"
    assert debate.essay is None
    assert Claim.objects.get(kind=ClaimKind.THESIS).text == "Lamps should dim."


def test_essay_and_thesis_are_taken_together(as_alice: Client) -> None:
    as_alice.post(NEW, ABOUT | {"text": TEXT, "thesis": "Lamps should dim."})
    assert Claim.objects.get().debate.essay == Essay.objects.get()


def told(code: str) -> str:
    return str(SENTENCES[code])


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, told("essay_is_missing")),
        ({"text": "   ", "thesis": "\n"}, told("essay_is_missing")),
        ({"text": TEXT, "file": upload(b"Also this.")}, told("essay_given_twice")),
        ({"text": "... !!"}, told("essay_is_blank")),
        ({"file": upload(b"")}, told("essay_is_empty")),
        ({"file": upload(b"caf\xe9")}, "byte 3 is E9"),
        ({"file": upload(b"%PDF-1.7")}, "This is a PDF file."),
        ({"file": upload(b"a\x00b")}, "byte 1 is zero"),
        ({"file": upload("ab".encode("utf-16"))}, "This file is in UTF-16."),
        ({"text": "long. " * (ESSAY_TEXT_MAX // 5)}, "An essay has at most 100,000 characters"),
        ({"file": upload(b"x" * (ESSAY_BYTES_MAX + 1))}, "at most 1,000,000 bytes"),
        ({"file": upload(b"x" * 2_700_000)}, "at most 1,000,000 bytes"),
        ({"text": "A paragraph, and it ends here."}, told("essay_needs_a_title")),
        ({"text": TEXT, "title": "x" * 201}, "Keep the title to 200 characters."),
        ({"text": TEXT, "title": "T", "writer": "x" * 121}, "name to 120 characters."),
        ({"text": TEXT, "title": "T", "source_url": "javascript:x"}, told("bad_essay_address")),
        (
            {"text": TEXT, "title": "T", "source_url": "https://a.example/\x00x"},
            told("bad_essay_address"),
        ),
        ({"text": TEXT, "title": "T", "written_on": "2021-02-29"}, "Enter a valid date."),
        ({"text": TEXT, "title": "T", "thesis": "x"}, "Write at least 3 letters."),
        ({"text": TEXT, "title": "T", "language": "klingon"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_kept(
    as_alice: Client, sent: dict[str, object], sentence: str
) -> None:
    response = as_alice.post(NEW, {"language": "en", **sent})
    assert response.status_code == 422
    assert sentence in words(response)
    assert nothing_is_kept()


def test_after_a_refused_file_everything_else_stands_as_typed(as_alice: Client) -> None:
    typed = ABOUT | {"thesis": "Lamps should dim."}
    response = as_alice.post(NEW, typed | {"file": upload(b"caf\xe9")})
    kept = fields(response)
    assert {name: kept[name] for name in typed if name != "language"} == {
        name: value for name, value in typed.items() if name != "language"
    }
    assert '<option value="nb" selected>' in response.content.decode()


def test_a_good_file_has_to_be_chosen_again_and_it_says_so(as_alice: Client) -> None:
    response = as_alice.post(NEW, {"file": upload(b"Title\n\nText."), "written_on": "soon"})
    assert "Choose the file again" in words(response)


def test_nobody_is_asked_to_sign_in_first(nobody: Client) -> None:
    for ask in (nobody.get, nobody.post):
        assert ask(NEW)["Location"] == "/accounts/login/?next=/debates/new/"


def test_every_draft_of_ones_own_can_be_reached(as_alice: Client, alice: User) -> None:
    for _more_than_a_page in range(DEBATES_PER_PAGE + 1):
        start_debate(by=alice)
    first = as_alice.get(NEW).content.decode()
    onward = re.findall(r'rel="next" href="([^"]+)"', first)
    second = as_alice.get(NEW + onward[0]).content.decode()
    shown = [re.findall(r"/debates/(\w{12})/outline/", html) for html in (first, second)]
    assert [len(keys) for keys in shown] == [DEBATES_PER_PAGE, 1]
    assert {*shown[0], *shown[1]} == set(Debate.objects.values_list("key", flat=True))
