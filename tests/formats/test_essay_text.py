import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import Invalid
from debate.formats.essay_text import draft_essay, read_essay
from debate.limits import ESSAY_BYTES_MAX, ESSAY_TEXT_MAX, ESSAY_TITLE_MAX
from debate.logic.essay_text import sentences

ESSAYS = Path(__file__).parents[1] / "data/essays"
BODY = "Something is said here. And something more."


def read(name: str) -> bytes:
    return (ESSAYS / name).read_bytes()


def test_a_text_file_gives_title_writer_and_paragraphs() -> None:
    draft = read_essay(read("night-buses.txt"), name="night-buses.txt")
    assert draft.title == "The Last Bus Should Leave After the Last Shift"
    assert draft.writer == "Emeka Strand"
    assert [paragraph.text for paragraph in draft.paragraphs] == [
        "A hospital works at night, and so do bakeries, kitchens and the people who clean the "
        "trains. The last bus of our town leaves at twenty to eleven.",
        "It would cost less than one new roundabout a year to run four night buses. The council's "
        "own paper says so.",
        "Some say that nobody rides them. Nobody rides a bus that does not come.",
    ]


def test_a_byte_order_mark_and_crlf_leave_no_trace() -> None:
    data = read("libraries.txt")
    assert data.startswith(codecs.BOM_UTF8)
    assert b"\r\n" in data
    plain = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")
    assert read_essay(data) == read_essay(plain)
    assert read_essay(data).title == "Fewer Rules for Quiet Rooms"


def test_a_markdown_file_gives_its_words_without_the_markup() -> None:
    draft = read_essay(read("evening-walks.md"), name="evening-walks.md")
    assert draft.title == "Keep the Streets Lit for Walkers"
    assert draft.writer == "Marit Okonjo"
    assert [paragraph.text for paragraph in draft.paragraphs] == [
        "A town that switches its lamps off at ten has made a decision about who may be outside "
        "after ten. It saves a little money. It costs the people who walk.",
        "Who walks late",
        "Nurses and cleaners, whose buses stop before their shifts do.",
        "Students coming home from the library.",
        "Dr. Voss counted them: three hundred and twelve on one ordinary Tuesday, at 11.30 p.m.",
        "What it costs",
        "We cannot pay for light that nobody uses,",
        "said the council. But light is used by everyone who decides to go out because of it.",
        "Lamps that dim instead of dying save most of the money.",
        "Lamps on the paths to the bus stops save the rest of the walkers.",
    ]


def test_an_old_essay_is_read_as_it_was_printed() -> None:
    draft = read_essay(read("federalist-10.txt"), name="federalist-10.txt")
    assert draft.title == "FEDERALIST No. 10"
    assert draft.paragraphs[0].text == (
        "The Same Subject Continued (The Union as a Safeguard Against Domestic Faction and "
        "Insurrection)"
    )
    assert draft.paragraphs[-1].text == "PUBLIUS"
    assert len(draft.paragraphs) == 28
    first = draft.paragraphs[4]
    opening = sentences(draft.text, first.start, first.end)[0]
    assert opening.text.endswith("break and control the violence of faction.")
    assert draft.words == 3029
    assert draft.minutes == 13


def test_markdown_is_plain_text_where_the_name_does_not_say_markdown() -> None:
    draft = read_essay(b"# A heading\n\nIt is *so*.", name="essay.txt")
    assert (draft.title, draft.text) == ("# A heading", "It is *so*.")


@pytest.mark.parametrize(
    ("source", "title", "text"),
    [
        (f"A title\n\n{BODY}", "A title", BODY),
        (f"A title?\n\n{BODY}", "A title?", BODY),
        (f"A title\n=======\n{BODY}", "A title", BODY),
        (f"\n\n  A title  \n\n\n{BODY}", "A title", BODY),
        (f"Not a title.\n\n{BODY}", "", f"Not a title.\n\n{BODY}"),
        (f"To all of you:\n\n{BODY}", "", f"To all of you:\n\n{BODY}"),
        (f"Not a title\nbut a line\n\n{BODY}", "", f"Not a title but a line\n\n{BODY}"),
        (f"{'long ' * 30}\n\n{BODY}", "", f"{('long ' * 30).strip()}\n\n{BODY}"),
        (BODY, "", BODY),
    ],
)
def test_a_first_line_is_a_title_if_it_looks_like_one(source: str, title: str, text: str) -> None:
    draft = draft_essay(source)
    assert (draft.title, draft.text) == (title, text)


@pytest.mark.parametrize(
    ("source", "title", "text"),
    [
        (f"# A title #\n{BODY}", "A title", BODY),
        (f"## A title\n\n{BODY}\n\n# Two", "A title", f"{BODY}\n\nTwo"),
        (f"An epigraph\n\n# A title\n\n{BODY}", "A title", f"An epigraph\n\n{BODY}"),
        (f"{BODY}\n\n## Two\n\nMore.", "", f"{BODY}\n\nTwo\n\nMore."),
        (f"# {'long ' * 50}\n\n{BODY}", "", f"{('long ' * 50).strip()}\n\n{BODY}"),
        (f"---\ntitle: 'A title'\nauthor: Me\n---\n\n# A title\n\n{BODY}", "A title", BODY),
        (f"---\ntitle: A title\n---\n\n# Part one\n\n{BODY}", "A title", f"Part one\n\n{BODY}"),
        (f"---\n\n{BODY}", "", BODY),
    ],
)
def test_the_title_of_a_markdown_file_is_its_first_heading(
    source: str, title: str, text: str
) -> None:
    draft = draft_essay(source, markdown=True)
    assert (draft.title, draft.text) == (title, text)


@pytest.mark.parametrize("markdown", [False, True])
def test_a_stated_title_takes_no_words_from_the_text(markdown: bool) -> None:
    draft = draft_essay(f"A heading\n=========\n\n{BODY}", title=" My \n title ", markdown=markdown)
    assert draft.title == "My title"
    assert draft.text.startswith("A heading")
    assert draft.text.endswith(BODY)


@pytest.mark.parametrize("markdown", [False, True])
def test_a_stated_title_is_not_said_twice(markdown: bool) -> None:
    draft = draft_essay(f"My title\n========\n\n{BODY}", title="MY TITLE", markdown=markdown)
    assert (draft.title, draft.text) == ("MY TITLE", BODY)


def refusal_of(data: bytes, name: str = "essay.txt") -> tuple[str, dict[str, object]]:
    with pytest.raises(Invalid) as refused:
        read_essay(data, name=name)
    assert refused.value.field == "text"
    return refused.value.code, refused.value.facts


@pytest.mark.parametrize(
    ("data", "code", "facts"),
    [
        (b"", "essay_is_empty", {}),
        (codecs.BOM_UTF8, "essay_is_empty", {}),
        (b" \r\n\t\n", "essay_is_blank", {}),
        ("\u200b\u3000\ufeff***\n---".encode(), "essay_is_blank", {}),
        (b"Only a title\n", "essay_has_no_paragraphs", {"title": "Only a title"}),
        (b"A title\nBy Somebody\n", "essay_has_no_paragraphs", {"title": "A title"}),
        (b"A title\n\n***\n", "essay_has_no_paragraphs", {"title": "A title"}),
        ("Caf\u00e9".encode("latin-1"), "essay_is_not_utf8", {"offset": 3, "byte": "E9"}),
        (
            codecs.BOM_UTF8 + b"ab\x93quoted\x94",
            "essay_is_not_utf8",
            {"offset": 5, "byte": "93"},
        ),
        (b"cut short \xe2\x82", "essay_is_not_utf8", {"offset": 10, "byte": "E2"}),
        (b"surrogate \xed\xa0\x80.", "essay_is_not_utf8", {"offset": 10, "byte": "ED"}),
        (b"overlong \xc0\xafetc", "essay_is_not_utf8", {"offset": 9, "byte": "C0"}),
        (BODY.encode("utf-16"), "essay_is_in_another_encoding", {"encoding": "UTF-16"}),
        (
            codecs.BOM_UTF16_BE + BODY.encode("utf-16-be"),
            "essay_is_in_another_encoding",
            {"encoding": "UTF-16"},
        ),
        (BODY.encode("utf-32"), "essay_is_in_another_encoding", {"encoding": "UTF-32"}),
        (b"some\x00thing", "essay_is_not_text", {"kind": "", "offset": 4}),
        (BODY.encode("utf-16-le"), "essay_is_not_text", {"kind": "", "offset": 1}),
        (b"%PDF-1.7 and so on", "essay_is_not_text", {"kind": "PDF", "offset": 0}),
        (b"{\\rtf1 words}", "essay_is_not_text", {"kind": "RTF", "offset": 0}),
        (
            b"PK\x03\x04words",
            "essay_is_not_text",
            {"kind": "ZIP, Word or OpenDocument", "offset": 0},
        ),
        (
            b"a" * (ESSAY_BYTES_MAX + 1),
            "essay_has_too_many_bytes",
            {"bytes": ESSAY_BYTES_MAX + 1, "limit": ESSAY_BYTES_MAX},
        ),
        (
            b"abc. " * 20_001,
            "essay_is_too_long",
            {"characters": 100_004, "limit": ESSAY_TEXT_MAX},
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    data: bytes, code: str, facts: dict[str, object]
) -> None:
    assert refusal_of(data) == (code, facts)


def test_markdown_too_long_to_parse_is_refused_before_it_is() -> None:
    code, facts = refusal_of(b"[" * 300_000 + b"a", name="bomb.MD")
    assert (code, facts) == ("essay_is_too_long", {"characters": 300_001, "limit": ESSAY_TEXT_MAX})


def test_a_markdown_file_with_a_heading_only_has_no_paragraphs() -> None:
    assert refusal_of(b"# Only a title\n", name="a.md")[0] == "essay_has_no_paragraphs"


def test_the_longest_text_is_taken() -> None:
    assert len(draft_essay("a" * ESSAY_TEXT_MAX).text) == ESSAY_TEXT_MAX


def test_a_text_is_measured_after_its_spaces_are_tidied() -> None:
    assert draft_essay("word.\n" + " " * 200_000 + "\n\nword.").text == "word.\n\nword."


@given(st.binary(max_size=80), st.sampled_from(["a.txt", "a.md"]))
def test_no_bytes_do_anything_but_make_a_draft_or_a_refusal(data: bytes, name: str) -> None:
    try:
        draft = read_essay(data, name=name)
    except Invalid:
        return
    assert draft.paragraphs
    assert len(draft.title) <= ESSAY_TITLE_MAX


@given(st.text(max_size=200), st.booleans())
def test_every_draft_can_be_read_again(source: str, markdown: bool) -> None:
    try:
        draft = draft_essay(source, markdown=markdown, title="Stated")
    except Invalid:
        return
    assert draft_essay(draft.text, title="Stated").text == draft.text
