import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.enums import Role
from accounts.models import User
from debate.enums import ClaimKind, Visibility
from debate.limits import ESSAY_BYTES_MAX
from debate.models import Claim, Debate, Essay, EssayRevision, Passage
from tests import factories

ESSAYS = Path(__file__).parents[1] / "data/essays"
BUSES = str(ESSAYS / "night-buses.txt")
THESIS = "Night buses should run. | It would cost less than one new roundabout a year"
POINT = "Few ride what does not come. | Nobody rides a bus that does not come."


@pytest.fixture
def wren(db: None) -> User:
    """Runs the site."""
    return factories.person("wren", role=Role.STAFF)


def bring(*args: str) -> str:
    out = io.StringIO()
    call_command("import_essay", *args, stdout=out)
    return out.getvalue()


def bring_as_json(*args: str) -> dict[str, Any]:
    brought: dict[str, Any] = json.loads(bring(*args, "--json"))
    return brought


def refusal_of(*args: str) -> str:
    """The one line that a refusal says; checks that nothing was stored."""
    err = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_essay", *args, stderr=err)
    assert ended.value.code == 2
    assert not Essay.objects.exists()
    assert not Debate.objects.exists()
    said, end = err.getvalue()[:-1], err.getvalue()[-1]
    assert end == "\n"
    assert "\n" not in said
    return said


def test_a_file_alone_becomes_a_draft_of_the_staff(wren: User) -> None:
    said = bring(BUSES)
    debate = Debate.objects.get()
    assert (debate.owner, debate.visibility) == (wren, Visibility.DRAFT)
    assert not Claim.objects.exists()
    essay = Essay.objects.get()
    assert (essay.title, essay.writer, essay.own_words, essay.language) == (
        "The Last Bus Should Leave After the Last Shift",
        "Emeka Strand",
        False,
        "en",
    )
    assert said == (
        "“The Last Bus Should Leave After the Last Shift”: 3 paragraphs, 63 words.\n"
        "Written by Emeka Strand.\n"
        f"A draft of Wren: /debates/{debate.key}/outline/\n"
    )


def test_a_thesis_and_points_are_drawn_from_the_words_they_quote(wren: User) -> None:
    alice = factories.person("alice")
    bring(BUSES, "--thesis", THESIS, "--point", POINT, "--by", "Alice", "--publish")
    debate = Debate.objects.get()
    assert (debate.owner, debate.visibility) == (alice, Visibility.PUBLIC)
    thesis, point = Claim.objects.order_by("depth")
    assert (thesis.kind, thesis.text) == (ClaimKind.THESIS, "Night buses should run.")
    assert (point.kind, point.text) == (ClaimKind.POINT, "Few ride what does not come.")
    text = EssayRevision.objects.get().text
    for claim, words in ((thesis, THESIS), (point, POINT)):
        assert claim.passage is not None
        assert text[claim.passage.start : claim.passage.end] == claim.passage.exact
        assert claim.passage.exact == words.split(" | ")[1]


def test_a_thesis_without_points_stays_a_draft_unless_published(wren: User) -> None:
    bring(BUSES, "--thesis", "Night buses should run.")
    assert Debate.objects.get().visibility == Visibility.DRAFT
    assert Claim.objects.get().passage is None


def test_json_says_what_was_made(wren: User) -> None:
    said = bring_as_json(BUSES, "--thesis", THESIS, "--point", POINT, "--publish")
    debate = Debate.objects.get()
    assert said == {
        "title": "The Last Bus Should Leave After the Last Shift",
        "writer": "Emeka Strand",
        "paragraphs": EssayRevision.objects.get().text.split("\n\n"),
        "thesis": "Night buses should run.",
        "points": [
            {
                "claim": "Few ride what does not come.",
                "quote": "Nobody rides a bus that does not come.",
            }
        ],
        "address": f"/debates/{debate.key}/",
    }


def test_a_dry_run_says_the_same_and_stores_nothing(wren: User) -> None:
    args = (BUSES, "--thesis", THESIS, "--point", POINT, "--publish")
    would = bring_as_json(*args, "--dry-run")
    assert "Nothing was stored." in bring(*args, "--dry-run")
    assert not Essay.objects.exists()
    assert not Debate.objects.exists()
    assert not Passage.objects.exists()
    assert would["address"] is None
    assert {**would, "address": ""} == {**bring_as_json(*args), "address": ""}


def test_what_is_stated_holds_over_what_the_file_says(wren: User) -> None:
    stated = ["--title", "Buses", "--writer", "E. Strand", "--date", "2026-05-01"]
    stated += ["--source-url", "https://example.org/buses", "--language", "en-GB"]
    bring(BUSES, *stated)
    essay = Essay.objects.get()
    assert (essay.title, essay.writer, str(essay.written_on)) == (
        "Buses",
        "E. Strand",
        "2026-05-01",
    )
    assert (essay.source_url, essay.language) == ("https://example.org/buses", "en-gb")


def test_ones_own_essay_names_its_writer(wren: User, tmp_path: Path) -> None:
    file = tmp_path / "my-own-essay.txt"
    file.write_text("First this is said. Then that is said.")
    bring(str(file), "--own")
    essay = Essay.objects.get()
    assert (essay.title, essay.writer, essay.own_words) == ("My own essay", "Wren", True)


def test_a_markdown_file_is_read_without_its_markup(wren: User) -> None:
    said = bring_as_json(str(ESSAYS / "evening-walks.md"))
    assert said["title"] == "Keep the Streets Lit for Walkers"
    assert said["paragraphs"][1] == "Who walks late"


def test_an_essay_comes_from_standard_input(wren: User, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO(b"A title\r\n\r\nFirst this is said."))
    monkeypatch.setattr(sys, "stdin", piped)
    said = bring_as_json("-")
    assert (said["title"], said["paragraphs"]) == ("A title", ["First this is said."])


def test_an_essay_from_standard_input_needs_a_title(
    wren: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"First this is said.")))
    assert refusal_of("-") == "Give the essay a title."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file is empty."),
        (b" \n\n", "There is not one letter in this text."),
        (b"Only a title\n", "There is a title, but no paragraph below it."),
        ("Caf\u00e9 society.".encode("latin-1"), "This file is not in UTF-8: byte 3 is E9."),
        ("Words.".encode("utf-16"), "This file is in UTF-16."),
        (b"some\x00thing", "This is no text: byte 4 is zero."),
        (b"%PDF-1.7", "This is a PDF file."),
        (b"abc. " * 20_001, "An essay has at most 100,000 characters; this has 100,004."),
        (
            b"a" * (ESSAY_BYTES_MAX + 7),
            "A file has at most 1,000,000 bytes; this has 1,000,007.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    wren: User, tmp_path: Path, data: bytes, said: str
) -> None:
    file = tmp_path / "essay.txt"
    file.write_bytes(data)
    assert refusal_of(str(file)).startswith(said)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--by", "nobody"], "Nobody here is called nobody."),
        (["--date", "last May"], "“last May” is no date: write it like 1787-11-22."),
        (
            ["--language", "English!"],
            "“English!” is no language: write a tag like en or pt-BR.",
        ),
        (["--source-url", "example"], "This is not a complete web address."),
        (["--title", "a" * 201], "Keep the title to 200 characters."),
        (["--publish"], "State the thesis first."),
        (["--point", POINT], "State the thesis first."),
        (["--thesis", " "], "Write at least 3 letters."),
        (["--thesis", "a" * 501], "A claim has at most 500 characters"),
        (
            ["--thesis", "Trams should run. | Nobody rides a tram"],
            "The essay does not say “Nobody rides a tram”.",
        ),
        (
            ["--thesis", "Buses should run. | bus"],
            "The essay says “bus” in several places: quote more of it.",
        ),
        (["--thesis", "Buses should run. | It would"], "A passage has 12 to 2,000 characters."),
        (
            ["--thesis", THESIS, "--point", POINT, "--point", POINT],
            "There is a point on this passage already.",
        ),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(wren: User, args: list[str], said: str) -> None:
    assert refusal_of(BUSES, *args).startswith(said)


def test_a_file_that_is_not_there_is_refused_in_words(wren: User, tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    assert refusal_of(str(missing)) == f"There is no file {missing}."
    assert refusal_of(str(tmp_path)) == f"{tmp_path} is a folder, not a file."


def test_without_staff_somebody_must_be_named(db: None) -> None:
    factories.person("alice")
    assert refusal_of(BUSES) == "There is nobody on the staff to bring it in: say who with --by."


def test_a_refused_essay_leaves_earlier_ones_alone(wren: User) -> None:
    bring(BUSES)
    with pytest.raises(SystemExit):
        call_command("import_essay", BUSES, "--point", POINT, stderr=io.StringIO())
    assert Essay.objects.count() == Debate.objects.count() == 1
