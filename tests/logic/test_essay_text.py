import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.logic.essay_text import (
    MARKS_MAX,
    canonical,
    paragraphs,
    reading_minutes,
    sentences,
    word_count,
)

# Letters, spaces, line ends, marks, joiners, bidi controls and wide characters, in any mess.
MESS = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "ab .!?\"'-\u2014\n\n\r\t\x0b\x0c\x85\u2028\u2029\u00a0\u3000\u200b\u200c\u200d\u200e"
            "\u202e\u2066\ufeff\u00ad\u0301\u0327\u0344か\u3099。「」1é\u0000\ud800"
        ),
        st.characters(),
    ),
    max_size=120,
)


@given(MESS)
def test_canonical_text_is_canonical_already(source: str) -> None:
    text = canonical(source)
    assert canonical(text) == text


@given(MESS)
def test_canonical_text_is_nfc_and_can_be_stored_as_utf8(source: str) -> None:
    text = canonical(source)
    assert unicodedata.is_normalized("NFC", text)
    assert text.encode("utf-8").decode("utf-8") == text
    assert "\0" not in text


@given(MESS)
def test_paragraphs_are_one_line_each_and_stand_where_they_say(source: str) -> None:
    text = canonical(source)
    blocks = paragraphs(text)
    assert "\n\n".join(block.text for block in blocks) == text
    for block in blocks:
        assert text[block.start : block.end] == block.text
        assert block.text == block.text.strip()
        assert "\n" not in block.text
        assert "  " not in block.text


@given(MESS)
def test_sentences_leave_out_nothing_but_spaces(source: str) -> None:
    text = canonical(source)
    end_before = 0
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert not text[end_before : sentence.start].strip()
        end_before = sentence.end
    assert not text[end_before:].strip()


@given(MESS, MESS)
def test_sentences_of_a_paragraph_are_counted_in_the_whole_text(first: str, second: str) -> None:
    text = canonical(f"{first}\n\n{second}")
    one_by_one = [
        sentence
        for block in paragraphs(text)
        for sentence in sentences(text, block.start, block.end)
    ]
    assert one_by_one == list(sentences(text))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("One\r\ntwo\rthree\n", "One two three"),
        ("One\r\n\r\ntwo\n \t \nthree", "One\n\ntwo\n\nthree"),
        ("A page\x0canother page", "A page\n\nanother page"),
        ("line\u2028separator, paragraph\u2029separator", "line separator, paragraph\n\nseparator"),
        ("tab\tno\u00a0break \u2009thin", "tab no break thin"),
        (
            "zero\u200bwidth soft\u00adhyphen \ufeffmark \u2060joiner",
            "zerowidth softhyphen mark joiner",
        ),
        ("e\u0301te\u0301", "été"),
        ("safe \u202eesrever\u202c \u2066isolated\u2069", "safe esrever isolated"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a \u200d b\u200d \u200ec", "a b c"),
        ("well-\nknown and 1787\u2013\n1788", "well-known and 1787\u20131788"),
        ("a dash -\nstands alone", "a dash - stands alone"),
        ("民主主義は\n大切だ。", "民主主義は大切だ。"),
        ("\u3000第一段。\n\u3000第二段。", "第一段。\n\n第二段。"),
        ("nul\0and\x1b[31mescape", "nuland[31mescape"),
        (" \n\t\u200b\ufeff\n", ""),
    ],
)
def test_text_is_made_canonical_by_these_rules(source: str, text: str) -> None:
    assert canonical(source) == text


def test_lines_too_long_to_have_been_wrapped_are_paragraphs() -> None:
    long = ("word " * 40).strip()
    assert canonical(f"A heading\n{long}\n{long}") == f"A heading\n\n{long}\n\n{long}"


def test_a_long_address_does_not_break_a_wrapped_paragraph() -> None:
    address = "https://example.org/" + "x" * 150
    assert canonical(f"See\n{address}\nfor more.") == f"See {address} for more."


def test_no_letter_carries_more_marks_than_stream_safe_text_allows() -> None:
    marks = "\u0301\u0327" * 5_000
    text = canonical(f"a{marks}b")
    assert sum(1 for character in text if unicodedata.combining(character)) <= MARKS_MAX
    assert text[-1] == "b"


@pytest.mark.parametrize(
    "parts",
    [
        ["Dr. Hyde came.", "He left at 3.14 p.m. on Jan. 3.", "Nobody saw Mr. and Mrs. Oake."],
        ["J. K. Marlow of the U.S. Senate left the U.S.", "He is gone."],
        ['"No!" she said.', '"Go."', "He did."],
        ["“Is it so?” he asked.", "“It is.”", "Then she left."],
        ["Well... nothing.", "Wait…", "What now?!", "And . . . so on."],
        ["It is in Federalist No. 10.", "She said no.", "He agreed."],
        ["(All of it.)", "[Or none.]", "See vol. II, p. 12, e.g. the map."],
        ["So it stands.[3]", "Next."],
        ["Choose plan B.", "Then wait."],
        ["We sell pens, ink, etc.", "Ask inside."],
        ["Version 2.5 is at example.org today.", "Fine."],
        ["1. First the law.", "2. Then the deed."],
        ["Am 3. Oktober kam z.B. Herr Dr. Voss.", "Er blieb."],
        ["Il dit : « Oui. »", "Puis il partit !", "Non ?"],
        ["¿Quién lo dijo?", "¡Nadie!", "Así es."],
        ["क्या यह सच है?", "हाँ।", "ठीक है।"],
        ["هل هذا صحيح؟", "نعم."],
        ["No full stop at the end"],
    ],
)
def test_a_paragraph_is_split_into_these_sentences(parts: list[str]) -> None:
    text = canonical(" ".join(parts))
    assert [sentence.text for sentence in sentences(text)] == parts


def test_wide_full_stops_end_a_sentence_without_a_space() -> None:
    text = canonical("彼は「行く。」と言った。次の文。円周率は３．１４です。本当？はい！")
    assert [sentence.text for sentence in sentences(text)] == [
        "彼は「行く。」と言った。",
        "次の文。",
        "円周率は３．１４です。",
        "本当？",
        "はい！",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One two, three.", 3),
        ("Don’t re-count well-known words", 4),
        ("a dash — or two—three words -- here", 7),
        ("… ! ?", 0),
        ("हिन्दी में", 2),
        ("民主主義 is 4", 6),
    ],
)
def test_words_are_counted_as_readers_count_them(text: str, words: int) -> None:
    assert word_count(text) == words


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (238, 1), (500, 2), (2380, 10)])
def test_reading_takes_at_least_a_minute(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes
