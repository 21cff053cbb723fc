"""Rules of queries/cursor.py."""

from datetime import UTC, datetime

import pytest

from accounts.errors import Invalid
from debate.queries.cursor import (
    ListCursor,
    Shown,
    read_list_cursor,
    read_score_cursor,
    read_shown,
    write_list_cursor,
    write_shown,
)

EDGE = ListCursor(datetime(2026, 11, 22, 15, 4, 5, 123456, tzinfo=UTC), 42, back=True)


def test_a_list_cursor_comes_back_as_it_was_written() -> None:
    assert read_list_cursor(write_list_cursor(EDGE)) == EDGE


def test_a_cursor_of_a_list_by_score_comes_back_as_it_was_written() -> None:
    edge = ListCursor(0.1 + 0.2, 7, False, "contested")
    assert read_score_cursor(write_list_cursor(edge), order="contested") == edge


def test_a_cursor_means_nothing_in_another_order() -> None:
    active = write_list_cursor(EDGE._replace(order="active"))
    score = write_list_cursor(ListCursor(1.5, 7, False, "active"))
    for read, word, order in (
        (read_list_cursor, active, "new"),
        (read_list_cursor, active, ""),
        (read_score_cursor, active, "active"),
        (read_list_cursor, score, "active"),
    ):
        with pytest.raises(Invalid) as refused:
            read(word, order=order)
        assert refused.value.code == "bad_cursor"


@pytest.mark.parametrize(
    "word",
    [
        "",
        "12",
        "nonsense",
        "a:b",
        "\x00",
        "é" * 500,
        write_list_cursor(EDGE)[:-1],
        write_list_cursor(EDGE)[1:],
        write_list_cursor(EDGE).upper(),
    ],
)
def test_a_list_cursor_that_was_not_made_here_is_refused(word: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_list_cursor(word)
    assert refused.value.code == "bad_cursor"


@pytest.mark.parametrize(
    ("shown", "word"),
    [
        (Shown(12), "12"),
        (Shown(0, ("k3v9x2m7q4wd",)), "0.k3v9x2m7q4wd"),
        (Shown(7, ("k3v9x2m7q4wd", "aaaaaaaaaaaa"), "p"), "p7.k3v9x2m7q4wd.aaaaaaaaaaaa"),
        (Shown(60, (), "a"), "a60"),
    ],
)
def test_how_far_replies_are_shown_is_a_short_readable_word(shown: Shown, word: str) -> None:
    assert write_shown(shown) == word
    assert read_shown(word) == shown


@pytest.mark.parametrize(
    "word",
    ["", "-1", "1.5", "x12", "12.", "12.short", "12.K3V9X2M7Q4WD", "1" * 10, "١٢", "12\n", "\x00"],
)
def test_a_word_that_cannot_say_how_far_is_refused(word: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_shown(word)
    assert (refused.value.code, refused.value.field) == ("bad_cursor", "after")
