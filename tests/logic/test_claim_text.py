import pytest

from debate.logic.claim_text import canonical_line, canonical_lines, readable, visible_chars


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two   spaces ", "two spaces"),
        ("two\nlines\r\nthree", "two lines three"),
        ("cafe\u0301", "caf\u00e9"),
        ("null\x00byte", "nullbyte"),
        ("turned \u202earound", "turned around"),
        ("<b>1 < 2 & 3</b>", "<b>1 < 2 & 3</b>"),
        ("שלום עולם", "שלום עולם"),
        ("👩‍👩‍👧 family", "👩‍👩‍👧 family"),
    ],
)
def test_a_claim_is_kept_as_one_line_of_what_was_typed(typed: str, kept: str) -> None:
    assert canonical_line(typed) == kept
    assert canonical_line(kept) == kept


def test_markdown_keeps_its_lines() -> None:
    assert canonical_lines("\r\n- a\r\n- b\x00\r\n\r\nc  \r\n") == "- a\n- b\n\nc"


@pytest.mark.parametrize(
    ("text", "seen"), [("", 0), ("abc", 3), ("\u200b \u2060\ufeff", 0), ("é", 1), ("\u2800", 1)]
)
def test_only_what_is_drawn_counts_as_written(text: str, seen: int) -> None:
    assert visible_chars(text) == seen


def test_half_a_pair_of_surrogates_is_not_readable() -> None:
    assert readable("😀")
    assert not readable("\ud83d")
