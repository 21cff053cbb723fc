"""What people may be called, and what they may not."""

import pytest

from accounts.errors import Invalid
from accounts.names import clean_display_name, clean_handle


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("alice", "alice"), (" Alice ", "alice"), ("a_b-9", "a_b-9"), ("a" * 30, "a" * 30)],
)
def test_a_handle_is_kept_in_small_letters(typed: str, kept: str) -> None:
    assert clean_handle(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "al",
        "a" * 31,
        "-al",
        "al-",
        "al ice",
        "alice\n\x00",
        "älice",
        "аlice",
        "al.ice",
        "a@b.c",
    ],
)
def test_a_handle_has_3_to_30_plain_characters(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        clean_handle(typed)
    assert (caught.value.code, caught.value.field) == ("handle_shape", "handle")


@pytest.mark.parametrize("typed", ["admin", "Staff", "rejoinder", "moderator", "re_joinder"])
def test_nobody_takes_a_handle_that_speaks_for_the_site(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        clean_handle(typed)
    assert caught.value.code == "handle_reserved"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana\t Sá\u00a0\n", "Ana Sá"),
        ("Zoe\u0308", "Zoë"),  # one composed letter
        ("يوسف إدريس", "يوسف إدريس"),
        ("نیم\u200cفاصله", "نیم\u200cفاصله"),  # a joiner inside a Persian word
        ("Ana 👩\u200d🔬", "Ana 👩\u200d🔬"),
        ("山田", "山田"),
        ("<b>Ana</b>", "<b>Ana</b>"),
    ],
)
def test_a_name_of_any_script_is_kept_with_single_spaces(typed: str, kept: str) -> None:
    assert clean_display_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "Ana\x00",
        "Ana\x07",
        "Ana\u202egnihton",  # turns the rest of the line around
        "\u2066Ana\u2069",
        "Ana\u200b",  # zero-width space
        "\u200d\u200c",
        "Ana\u200d",
        "\ufeffAna",
        "Ana\u00ad",
        "\u3164",
        "\u2800 \u2800",
        "Ana\ud800",
        "Ana\ue000",
    ],
)
def test_a_name_has_nothing_in_it_that_cannot_be_seen(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        clean_display_name(typed)
    assert (caught.value.code, caught.value.field) == ("display_name_unseen", "display_name")


@pytest.mark.parametrize("typed", ["", "   ", "...", "\u0301\u0301"])
def test_a_name_has_a_letter_a_digit_or_a_symbol(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        clean_display_name(typed)
    assert caught.value.code == "display_name_missing"


def test_a_name_has_at_most_60_characters() -> None:
    assert clean_display_name("n" * 60) == "n" * 60
    with pytest.raises(Invalid) as caught:
        clean_display_name("n" * 61)
    assert caught.value.code == "display_name_long"
