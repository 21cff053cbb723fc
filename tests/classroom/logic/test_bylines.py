"""What a seat is called toward classmates."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.names import clean_display_name
from classroom.limits import SEATS_MAX, STUDENT_NAME_MAX
from classroom.logic.bylines import FIRST, SECOND, look_of, new_pseudonym, told_apart

names = st.text(min_size=1, max_size=STUDENT_NAME_MAX).filter(str.strip)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maja", "maja"),
        ("Maja", "М\u0430j\u0430"),  # Cyrillic
        ("Nina", "Νina"),  # Greek
        ("Iris", "lris"),
        ("Leo", "Le0"),
        ("Anna Lena", "Anna-Lena"),
        ("Ａnna", "Anna"),
        ("Straße", "STRASSE"),
    ],
)
def test_names_that_are_taken_for_one_another_look_the_same(one: str, other: str) -> None:
    assert look_of(one) == look_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("José", "Jose"), ("Maja", "Mia"), ("🙂", "🙃"), ("李", "王")]
)
def test_names_that_differ_look_different(one: str, other: str) -> None:
    assert look_of(one) != look_of(other)


@given(names, st.lists(names, max_size=12))
def test_a_name_told_apart_is_unlike_every_other_and_short_enough(
    name: str, taken: list[str]
) -> None:
    told = told_apart(name, taken)
    assert look_of(told) not in {look_of(other) for other in taken}
    assert len(told) <= STUDENT_NAME_MAX


def test_the_first_of_a_name_keeps_it_and_the_next_are_numbered() -> None:
    taken: list[str] = []
    for _ in range(3):
        taken.append(told_apart("Maja", taken))
    assert taken == ["Maja", "Maja 2", "Maja 3"]


def test_every_pair_of_words_is_a_name_and_no_two_look_alike() -> None:
    pairs = [f"{one} {other}" for one, other in product(FIRST, SECOND)]
    assert len({look_of(pair) for pair in pairs}) == len(pairs)
    assert [clean_display_name(pair) for pair in pairs] == pairs


def test_a_full_session_has_a_pseudonym_for_everybody() -> None:
    taken: set[str] = set()
    for _ in range(SEATS_MAX):
        taken.add(new_pseudonym(taken))
    assert len({look_of(name) for name in taken}) == SEATS_MAX


def test_a_pseudonym_does_not_follow_from_who_came_before() -> None:
    assert len({new_pseudonym(["Amber Heron"]) for _ in range(20)}) > 10
