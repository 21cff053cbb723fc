"""Cleaning twice is cleaning once, and no text makes it long."""

import sys
from collections.abc import Callable

import pytest

from debate.formats.markdown import clean, to_blocks, to_html
from debate.limits import CLAIM_DETAILS_MAX
from tests.security.samples import CORPUS, read

LOADS = {case["name"]: case for case in read("own-loads")["cases"]}
FEW_CALLS = 20_000  # of a text this short, however they grow


def built(name: str, chars: int) -> str:
    case = LOADS[name]
    room = chars - len(case["prefix"]) - len(case["suffix"])
    times = max(1, room // max(1, len(case["repeat"])))
    return str(case["prefix"] + case["repeat"] * times + case["suffix"])


def calls(of: Callable[[str], object], text: str) -> int:
    """The work that a text is: how many functions are called, whatever the machine does besides."""
    counted = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        of(text)
    finally:
        sys.setprofile(before)
    return counted


def test_cleaning_what_was_cleaned_changes_nothing() -> None:
    kept = [to_html(sample.encode("utf-8", "replace").decode()) for sample in CORPUS]
    kept += [clean(sample.encode("utf-8", "replace").decode()) for sample in CORPUS]
    assert [html for html in kept if clean(html) != html] == []


@pytest.mark.parametrize("name", sorted(LOADS))
@pytest.mark.parametrize("of", [to_html, to_blocks], ids=["page", "blocks"])
def test_four_times_the_text_is_not_much_more_than_four_times_the_work(
    of: Callable[[str], object], name: str
) -> None:
    """As long as details may be; work that grew with the square would be sixteen times as much."""
    of(built(name, 100))
    little = calls(of, built(name, CLAIM_DETAILS_MAX // 4))
    much = calls(of, built(name, CLAIM_DETAILS_MAX))
    assert much < max(8 * little, FEW_CALLS), (little, much)


def test_work_that_grows_with_the_square_would_be_found() -> None:
    def careless(text: str) -> list[str]:
        return [
            piece.strip() for start in range(0, len(text), 50) for piece in text[start:].split()
        ]

    little, much = calls(careless, "a " * 600), calls(careless, "a " * 2_400)
    assert much > 8 * little
    assert much > FEW_CALLS


def test_there_are_recipes_of_every_kind() -> None:
    assert len(LOADS) == 43
