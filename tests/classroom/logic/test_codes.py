"""Codes and PINs as people type them."""

from hypothesis import given
from hypothesis import strategies as st

from classroom.limits import CODE_ALPHABET, CODE_CHARS, PIN_CHARS
from classroom.logic.codes import new_code, new_pin, read_code, read_pin, shown_code

codes = st.text(CODE_ALPHABET, min_size=CODE_CHARS, max_size=CODE_CHARS)


def test_a_code_is_of_characters_that_nobody_mistakes() -> None:
    code, pin = new_code(), new_pin()
    assert (len(code), len(pin)) == (CODE_CHARS, PIN_CHARS)
    assert set(code + pin) <= set(CODE_ALPHABET)
    assert not set("AEIOU01LS") & set(CODE_ALPHABET)


@given(codes, st.lists(st.sampled_from(" -–.\u00a0\t"), min_size=CODE_CHARS, max_size=CODE_CHARS))
def test_case_spaces_and_hyphens_do_not_matter(code: str, between: list[str]) -> None:
    typed = "".join(part + char for part, char in zip(between, code.lower(), strict=True))
    assert read_code(typed) == code
    assert read_code(shown_code(code)) == code


@given(st.text())
def test_whatever_is_typed_is_read_as_a_code_of_the_same_length(typed: str) -> None:
    assert len(read_code(typed)) == CODE_CHARS
    assert len(read_pin(typed)) in {0, PIN_CHARS}


def test_a_code_is_shown_in_two_groups() -> None:
    assert shown_code("K7Q2XH4M") == "K7Q2 XH4M"
