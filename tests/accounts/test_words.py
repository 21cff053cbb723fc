"""Every refusal has a sentence, and a limit says when to come back."""

import pytest

from accounts.errors import Invalid, NotFound, TooMany
from accounts.words import sentence


@pytest.mark.parametrize(
    ("seconds", "when"),
    [
        (1, "Try again in 1 second."),
        (59, "Try again in 59 seconds."),
        (60, "Try again in 1 minute."),
        (61, "Try again in 2 minutes."),
        (7_140, "Try again in 119 minutes."),
        (7_200, "Try again in 2 hours."),
    ],
)
def test_a_limit_says_when_to_come_back(seconds: int, when: str) -> None:
    refusal = TooMany("too_many_sign_in_name", retry_after_seconds=seconds)
    assert sentence(refusal) == f"Too many tries to sign in with this name. {when}"


def test_the_facts_of_a_refusal_stand_in_its_sentence() -> None:
    refusal = Invalid("display_name_long", field="display_name", max=60)
    assert sentence(refusal) == "Keep your name to 60 characters."


def test_a_code_without_words_gets_the_sentence_of_its_kind() -> None:
    assert sentence(NotFound("no_such_code")) == (
        "It was moved or withdrawn, or it is not open to you."
    )
    assert sentence(TooMany("too_many_songs", retry_after_seconds=2)) == (
        "Too much in too short a time. Try again in 2 seconds."
    )
