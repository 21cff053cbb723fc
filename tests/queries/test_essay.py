"""Rules of queries/essay.py."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.errors import NotFound
from accounts.models import User
from debate.enums import ClaimKind, Relation
from debate.limits import PASSAGE_BUDGET
from debate.models import Claim, Debate, EssayRevision
from debate.queries.essay import read_reading_page
from debate.queries.rows import ReadingPage
from debate.queries.thread import read_more_replies
from tests import factories
from tests.factories import Thread

SUPPORT, REBUT, UNDERCUT, QUESTION = Relation
THESIS_QUOTE = "It should serve the pupils."


@pytest.fixture
def essay(alice: User) -> EssayRevision:
    return factories.essay(alice)


@pytest.fixture
def drawn(alice: User, essay: EssayRevision) -> Debate:
    """A debate whose thesis is drawn from the end of the essay."""
    debate = factories.debate(alice, drawn_from=essay)
    Claim.objects.filter(debate=debate).update(passage=factories.passage(essay, THESIS_QUOTE))
    return debate


def point(of: Debate, essay: EssayRevision, quote: str) -> Claim:
    return factories.point(of, quote, drawn_from=factories.passage(essay, quote))


def text_of(page: ReadingPage) -> str:
    return "\n\n".join("".join(piece.text for piece in p.pieces) for p in page.paragraphs)


def marked(page: ReadingPage) -> list[tuple[int, int | None, bool, str]]:
    """Paragraph, passage number, whether it ends there, text: of every stretch."""
    return [
        (p.number, piece.mark.number if piece.mark else None, piece.ends, piece.text)
        for p in page.paragraphs
        for piece in p.pieces
    ]


# ---- The text and its marks


def test_the_text_is_whole_and_marked_where_claims_were_drawn_from_it(
    drawn: Debate, essay: EssayRevision
) -> None:
    point(drawn, essay, "no alarm resets it")
    point(drawn, essay, "Every school day starts before most pupils are awake.")
    page = read_reading_page(drawn.key, None)
    assert text_of(page) == essay.text
    assert [m for m in marked(page) if m[1]] == [
        (1, 1, True, "Every school day starts before most pupils are awake."),
        (2, 2, True, "no alarm resets it"),
        (4, 3, True, THESIS_QUOTE),
    ]
    assert [(m.number, m.thesis) for m in page.marks] == [(1, False), (2, False), (3, True)]
    assert (page.words, page.minutes) == (81, 1)


def test_of_overlapping_passages_a_stretch_belongs_to_the_shortest_and_each_ends_once(
    drawn: Debate, essay: EssayRevision
) -> None:
    outer = "The first lesson is taught to a room that is present and asleep."
    point(drawn, essay, outer)
    point(drawn, essay, "taught to a room")
    assert [m[1:] for m in marked(read_reading_page(drawn.key, None)) if m[0] == 1 and m[1]] == [
        (1, False, "The first lesson is "),
        (2, True, "taught to a room"),
        (1, True, " that is present and asleep."),
    ]


def test_a_passage_may_run_over_paragraphs_and_still_ends_once(
    drawn: Debate, essay: EssayRevision
) -> None:
    point(drawn, essay, "present and asleep.\n\nSleep is not a habit")
    page = read_reading_page(drawn.key, None)
    assert [m for m in marked(page) if m[1] == 1] == [
        (1, 1, False, "present and asleep."),
        (2, 1, True, "Sleep is not a habit"),
    ]
    assert text_of(page) == essay.text


def test_two_claims_from_the_same_words_share_one_passage_and_the_point_has_it(
    drawn: Debate, essay: EssayRevision, bob: User
) -> None:
    quote = factories.passage(essay, "no alarm resets it")
    factories.reply(factories.thesis_of(drawn), bob, REBUT, "It does.", drawn_from=quote)
    first = factories.point(drawn, "No alarm resets it.", drawn_from=quote)
    assert [mark.claim_key for mark in read_reading_page(drawn.key, None).marks] == [
        first.key,
        factories.thesis_of(drawn).key,
    ]


def test_a_passage_whose_claim_is_gone_loses_its_mark_unless_live_claims_hang_below(
    drawn: Debate, essay: EssayRevision, bob: User
) -> None:
    kept = point(drawn, essay, "no alarm resets it")
    factories.reply(kept, bob)
    lost = point(drawn, essay, "Every school day")
    factories.withdraw(kept)
    factories.withdraw(lost)
    page = read_reading_page(drawn.key, None)
    assert [mark.claim_key for mark in page.marks if not mark.thesis] == [kept.key]


def test_an_earlier_wordings_passages_are_not_marked_in_the_newest(
    drawn: Debate, essay: EssayRevision, alice: User
) -> None:
    point(drawn, essay, "no alarm resets it")
    newest = EssayRevision.objects.create(
        essay=essay.essay, number=2, text="All new.\n\nEvery word of it.", by=alice
    )
    page = read_reading_page(drawn.key, None)
    assert (text_of(page), page.marks, page.chosen) == (newest.text, (), None)


def test_another_debate_about_the_same_essay_has_marks_of_its_own(
    drawn: Debate, essay: EssayRevision, bob: User
) -> None:
    point(drawn, essay, "no alarm resets it")
    other = factories.debate(bob, drawn_from=essay)
    assert read_reading_page(other.key, None).marks == ()


def test_a_debate_without_an_essay_has_no_reading_page(debate: Debate) -> None:
    with pytest.raises(NotFound) as refused:
        read_reading_page(debate.key, None)
    assert refused.value.code == "no_essay"


def test_a_mark_says_how_much_it_is_answered_how_hotly_and_which_way(
    drawn: Debate, essay: EssayRevision, bob: User
) -> None:
    first = point(drawn, essay, "no alarm resets it")
    rebuttal = factories.reply(first, bob, REBUT, "It does.")
    factories.reply(rebuttal, bob, REBUT, "It does not.")
    factories.reply(first, bob, SUPPORT, "Nor does tea.")
    factories.reply(first, bob, QUESTION, "Which alarm?")
    factories.withdraw(factories.reply(first, bob, SUPPORT, "Nor does coffee."))
    mark = read_reading_page(drawn.key, None).marks[0]
    assert (mark.answers, mark.heat, mark.lean) == (4, 2, 7)


def test_a_paragraph_is_as_hot_as_its_hottest_passage_and_the_thesis_heats_none(
    drawn: Debate, essay: EssayRevision, bob: User
) -> None:
    factories.replies(factories.thesis_of(drawn), bob, 9)
    hot = point(drawn, essay, "no alarm resets it")
    factories.replies(hot, bob, 4)
    factories.reply(point(drawn, essay, "Sleep is not a habit"), bob, SUPPORT, "So it is.")
    page = read_reading_page(drawn.key, None)
    assert [(p.heat, p.lean) for p in page.paragraphs] == [(0, 5), (3, 5), (0, 5), (0, 5)]


# ---- The thread beside it


def test_a_chosen_passage_comes_with_its_claim_its_replies_and_its_neighbours(
    drawn: Debate, essay: EssayRevision, bob: User
) -> None:
    first = point(drawn, essay, "Every school day")
    second = point(drawn, essay, "no alarm resets it")
    reply = factories.reply(second, bob, REBUT, "It does.")
    factories.reply(reply, bob, QUESTION, "Does it?")
    marks = read_reading_page(drawn.key, None).marks
    chosen = read_reading_page(drawn.key, bob, passage=marks[1].key).chosen
    assert chosen is not None
    assert (chosen.mark, chosen.of, chosen.claim.key) == (marks[1], 3, second.key)
    assert (chosen.previous_key, chosen.next_key) == (marks[0].key, marks[2].key)
    assert [node.claim.text for node in chosen.replies] == ["It does."]
    assert [node.claim.text for node in chosen.replies[0].replies] == ["Does it?"]
    assert chosen.hidden == 0
    ends = [read_reading_page(drawn.key, None, passage=marks[at].key).chosen for at in (0, 2)]
    assert [(c.previous_key, c.next_key) for c in ends if c] == [
        (None, marks[1].key),
        (marks[1].key, None),
    ]
    assert first.passage is not None


@pytest.mark.parametrize("asked", [None, "nosuchkey123"])
def test_without_a_choice_the_first_point_is_chosen(
    asked: str | None, drawn: Debate, alice: User
) -> None:
    early = factories.essay(alice, text="It is so. It follows from this and that.")
    debate = factories.debate(alice, drawn_from=early)
    Claim.objects.filter(debate=debate).update(passage=factories.passage(early, "It is so."))
    drawn_point = point(debate, early, "this and that")
    chosen = read_reading_page(debate.key, None, passage=asked).chosen
    assert chosen is not None
    assert chosen.claim.key == drawn_point.key
    only_thesis = read_reading_page(drawn.key, None, passage=asked).chosen
    assert only_thesis is not None
    assert only_thesis.claim.kind == ClaimKind.THESIS


def test_a_passage_answered_very_often_shows_some_and_says_where_the_rest_is(
    drawn: Debate, essay: EssayRevision, bob: User
) -> None:
    first = point(drawn, essay, "no alarm resets it")
    factories.replies(first, bob, PASSAGE_BUDGET + 30)
    chosen = read_reading_page(drawn.key, None).chosen
    assert chosen is not None
    assert (len(chosen.replies), chosen.hidden) == (PASSAGE_BUDGET, 30)
    more = read_more_replies(first.key, None, after=chosen.after)
    assert (len(more.nodes), more.hidden) == (30, 0)
    assert more.nodes[0].claim.text == f"Reason {PASSAGE_BUDGET}."


# ---- What it costs


@pytest.mark.parametrize("points", [1, 3])
def test_a_reading_page_costs_five_statements(
    points: int,
    drawn: Debate,
    essay: EssayRevision,
    bob: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for quote in ["Every school day", "no alarm resets it", "The timetable"][:points]:
        claim = point(drawn, essay, quote)
        for _ in range(points):
            factories.reply(claim, bob)
    with django_assert_num_queries(5):
        read_reading_page(drawn.key, bob)
    with django_assert_num_queries(4):
        read_reading_page(drawn.key, None)


def test_ones_own_votes_show_beside_the_essay(thread: Thread, bob: User) -> None:
    factories.vote(thread.point, bob, 1)
    factories.vote(thread.undercut, bob, -1)
    chosen = read_reading_page(thread.debate.key, bob).chosen
    assert chosen is not None
    assert chosen.claim.my_vote == 1
    rebuttal = next(n for n in chosen.replies if n.claim.key == thread.rebut.key)
    assert [node.claim.my_vote for node in rebuttal.replies] == [-1]
