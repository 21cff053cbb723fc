import pytest

from debate.logic.likeness import likeness


def stems(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize(
    ("typed", "said", "expected"),
    [
        ("pupil sleep morn", "pupil sleep morn", 1.0),
        ("morn sleep pupil", "pupil sleep morn", 1.0),  # order does not count
        ("pupil sleep", "bus winter", 0.0),
        ("", "bus", 0.0),
        ("pupil sleep", "pupil bus", 0.5),
        ("pupil sleep morn", "pupil sleep morn a b c d e f", 0.8),  # a beginning
        ("pupil", "pupil a b c d e f", 0.25),  # too short for one
    ],
)
def test_likeness_is_the_share_of_stems_in_common(typed: str, said: str, expected: float) -> None:
    assert likeness(typed=stems(typed), said=stems(said)) == pytest.approx(expected)


def test_a_longer_stem_with_a_letter_wrong_is_the_same_stem() -> None:
    assert likeness(typed=stems("goverment pupil"), said=stems("government pupil")) == 1.0
    assert likeness(typed=stems("bus pupil"), said=stems("bun pupil")) == 0.5


def test_what_shares_no_stem_as_written_is_not_like_at_all() -> None:
    assert likeness(typed=stems("goverment"), said=stems("government")) == 0.0


def test_likeness_is_never_above_one() -> None:
    assert likeness(typed=stems("a lesson lessom lessin"), said=stems("a lesson")) <= 1.0
