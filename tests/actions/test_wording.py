import pytest

from accounts.errors import Invalid
from debate.actions.wording import RAW_MAX, Cited, read_wording
from debate.limits import CLAIM_DETAILS_MAX, CLAIM_TEXT_MAX, SOURCE_TITLE_MAX, SOURCE_URL_MAX

UNSEEN = "\u200b"
TIDY = "So it is."


def padded(length: int) -> str:
    """A short sentence, tidied; as it was sent it is so many characters long."""
    return TIDY.rjust(length, UNSEEN)


def test_what_is_dropped_does_not_count() -> None:
    wording = read_wording(
        padded(RAW_MAX * CLAIM_TEXT_MAX),
        details=padded(RAW_MAX * CLAIM_DETAILS_MAX),
        sources=[Cited(padded(RAW_MAX * SOURCE_TITLE_MAX))],
    )
    assert (wording.text, wording.details, wording.sources) == (TIDY, TIDY, (Cited(TIDY),))


@pytest.mark.parametrize(
    ("field", "most", "code"),
    [
        ("text", CLAIM_TEXT_MAX, "claim_too_long"),
        ("details", CLAIM_DETAILS_MAX, "details_too_long"),
    ],
)
def test_what_is_far_too_long_is_not_even_tidied(field: str, most: int, code: str) -> None:
    length = RAW_MAX * most + 1
    with pytest.raises(Invalid) as refused:
        read_wording(
            padded(length) if field == "text" else TIDY,
            details=padded(length) if field == "details" else "",
        )
    assert (refused.value.code, refused.value.field) == (code, field)
    assert refused.value.facts == {"most": most, "length": length}


@pytest.mark.parametrize(
    ("source", "most", "code"),
    [
        (Cited(padded(RAW_MAX * SOURCE_TITLE_MAX + 1)), SOURCE_TITLE_MAX, "source_title_too_long"),
        (
            Cited(url=" " * RAW_MAX * SOURCE_URL_MAX + "x"),
            SOURCE_URL_MAX,
            "source_address_too_long",
        ),
    ],
)
def test_a_source_that_is_far_too_long_is_not_even_tidied(
    source: Cited, most: int, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read_wording(TIDY, sources=[Cited("A study"), source])
    assert (refused.value.code, refused.value.field) == (code, "sources")
    assert refused.value.facts == {"most": most, "number": 2}
