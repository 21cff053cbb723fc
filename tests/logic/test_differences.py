"""Rules of logic/differences.py."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from debate.logic.differences import (
    PARTS_MAX,
    Mark,
    Part,
    difference,
    list_difference,
    words,
)

KEPT, REMOVED, ADDED = Mark


def drawn(before: str, after: str) -> str:
    """A difference on one line: `[removed]` and `{added}`."""
    frames = {KEPT: "%s", REMOVED: "[%s]", ADDED: "{%s}"}
    return "".join(frames[part.mark] % part.text for part in difference(before, after))


def side(parts: tuple[Part, ...], without: Mark) -> str:
    return "".join(part.text for part in parts if part.mark != without)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (
            "Pupils who start later go to bed later.",
            "Pupils who start later stay up later, too.",
            "Pupils who start later [go to bed]{stay up} later{, too}.",
        ),
        ("Start at nine.", "Start at half past nine.", "Start at{ half past} nine."),
        ("We don't know.", "We don’t know.", "We [don't]{don’t} know."),
        ("It is so.", "It is so.", "It is so."),
        ("", "It is so.", "{It is so.}"),
        ("It is so.", "", "[It is so.]"),
        ("", "", ""),
    ],
)
def test_a_difference_is_told_word_by_word(before: str, after: str, shown: str) -> None:
    assert drawn(before, after) == shown


def test_words_that_two_changes_only_happen_to_share_are_not_kept() -> None:
    assert drawn("A tired pupil learns a little.", "When they sleep is a matter of choice.") == (
        "[A tired pupil learns a little]{When they sleep is a matter of choice}."
    )


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("学校应该在九点半开始。", "学校应该在十点半开始。", "学校应该在[九]{十}点半开始。"),
        ("โรงเรียนเริ่มเก้าโมงครึ่ง", "โรงเรียนเริ่มสิบโมงครึ่ง", "โรงเรียนเริ่ม[เก้า]{สิบ}โมงครึ่ง"),
        ("विद्यालय नौ बजे शुरू हो।", "विद्यालय दस बजे शुरू हो।", "विद्यालय [नौ]{दस} बजे शुरू हो।"),
        ("z" * 50 + "one", "z" * 50 + "two", "z" * 50 + "[one]{two}"),
    ],
)
def test_without_spaces_characters_are_compared_and_no_letter_loses_its_marks(
    before: str, after: str, shown: str
) -> None:
    assert drawn(before, after) == shown


TEXTS = st.text(max_size=200) | st.text(alphabet="ab \u0301\u200d学'.\n", max_size=200)


@given(TEXTS, TEXTS)
@example("a \n b", "a\n  b")
def test_a_difference_gives_back_both_texts(before: str, after: str) -> None:
    parts = difference(before, after)
    assert side(parts, ADDED) == before
    assert side(parts, REMOVED) == after
    assert all(part.text for part in parts)
    marks = [part.mark for part in parts]
    assert all(one != other for one, other in pairwise(marks))
    assert (ADDED, REMOVED) not in pairwise(marks)


@given(TEXTS)
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x" * 5_000, "y" * 5_000),
        ("ab" * 2_500, "ba" * 2_500),
        ("学" * 5_000, "校学" * 2_500),
        ("." * 5_000, ".!" * 2_500),
        ("\u0301" * 5_000, "\u0302" * 5_000),
        (". " * 2_500, "a " * 2_500),
    ],
)
def test_hostile_texts_are_compared_whole_and_never_in_thousands_of_parts(
    before: str, after: str
) -> None:
    parts = difference(before, after)
    assert side(parts, ADDED) == before
    assert side(parts, REMOVED) == after
    assert len(parts) <= PARTS_MAX


def test_a_list_says_which_items_went_and_came_and_a_moved_one_does_both() -> None:
    assert list_difference("abc", "xab") == (
        (ADDED, "x"),
        (KEPT, "a"),
        (KEPT, "b"),
        (REMOVED, "c"),
    )
    assert list_difference("ab", "ba") in (
        ((ADDED, "b"), (KEPT, "a"), (REMOVED, "b")),
        ((REMOVED, "a"), (KEPT, "b"), (ADDED, "a")),
    )
    assert list_difference("", "") == ()
