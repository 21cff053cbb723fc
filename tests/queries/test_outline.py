"""Rules of queries/outline.py."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.errors import Refusal
from accounts.models import User
from debate.enums import Visibility
from debate.models import Claim, Debate, EssayRevision
from debate.queries.outline import read_outline
from debate.queries.rows import OutlinePage
from tests import factories


@pytest.fixture
def essay(alice: User) -> EssayRevision:
    return factories.essay(alice)


@pytest.fixture
def draft(alice: User, essay: EssayRevision) -> Debate:
    return factories.debate(alice, visibility=Visibility.DRAFT, drawn_from=essay)


def picked(page: OutlinePage) -> dict[int, int | str]:
    """What was picked, by the number of its sentence."""
    return {
        sentence.number: "thesis" if sentence.thesis else sentence.point or 0
        for paragraph in page.paragraphs
        for sentence in paragraph
        if sentence.thesis or sentence.point
    }


def test_an_essay_is_laid_out_in_sentences_that_can_be_picked(
    draft: Debate, alice: User, essay: EssayRevision
) -> None:
    page = read_outline(draft.key, alice)
    assert [len(paragraph) for paragraph in page.paragraphs] == [2, 2, 2, 2]
    sentences = [sentence for paragraph in page.paragraphs for sentence in paragraph]
    assert [sentence.number for sentence in sentences] == list(range(1, 9))
    assert all(essay.text[s.start : s.end] == s.text for s in sentences)
    assert page.words == 81
    assert page.essay is not None
    assert page.essay.title == "Let them sleep"


def test_points_are_numbered_as_the_essay_makes_them_and_own_words_come_last(
    draft: Debate, alice: User, essay: EssayRevision
) -> None:
    factories.point(draft, "In my own words.")
    for quote in ("no alarm resets it", "Every school day starts before most pupils are awake."):
        factories.point(draft, quote, drawn_from=factories.passage(essay, quote))
    page = read_outline(draft.key, alice)
    assert [(p.number, p.text, p.quote) for p in page.points] == [
        (
            1,
            "Every school day starts before most pupils are awake.",
            "Every school day starts before most pupils are awake.",
        ),
        (2, "no alarm resets it", "no alarm resets it"),
        (3, "In my own words.", None),
    ]
    assert picked(page) == {1: 1, 4: 2}


def test_the_thesis_is_picked_apart_from_points(
    draft: Debate, alice: User, essay: EssayRevision
) -> None:
    quote = factories.passage(essay, "It should serve the pupils.")
    Claim.objects.filter(debate=draft).update(passage=quote)
    page = read_outline(draft.key, alice)
    assert page.thesis is not None
    assert (page.thesis.quote, page.thesis.revision) == ("It should serve the pupils.", 1)
    assert picked(page) == {8: "thesis"}


def test_a_dropped_point_is_no_longer_there(draft: Debate, alice: User) -> None:
    factories.withdraw(factories.point(draft))
    assert read_outline(draft.key, alice).points == ()


def test_a_draft_may_have_neither_essay_nor_thesis(alice: User) -> None:
    bare = factories.debate(alice, visibility=Visibility.DRAFT)
    factories.thesis_of(bare).delete()
    page = read_outline(bare.key, alice)
    assert (page.essay, page.words, page.paragraphs, page.thesis) == (None, 0, (), None)


def test_a_published_debate_has_no_outline_to_change(debate: Debate, alice: User) -> None:
    with pytest.raises(Refusal) as refused:
        read_outline(debate.key, alice)
    assert refused.value.code == "already_published"


@pytest.mark.parametrize("points", [1, 3])
def test_an_outline_costs_three_statements(
    points: int,
    draft: Debate,
    alice: User,
    essay: EssayRevision,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for quote in ["Every school day", "no alarm resets it", "The timetable"][:points]:
        factories.point(draft, quote, drawn_from=factories.passage(essay, quote))
    with django_assert_num_queries(3):
        assert len(read_outline(draft.key, alice).points) == points
