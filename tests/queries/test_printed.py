"""The whole debate for paper: which claims, in which order, under which numbers, seen by whom."""

import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.errors import NotFound
from accounts.models import User
from debate.enums import Relation, Visibility
from debate.limits import PRINTED_CONTENTS
from debate.queries.printed import PrintedClaim, read_printed
from debate.queries.rows import Byline, SourceRow, TallyRow
from tests import factories
from tests.factories import Thread


def printed(thread: Thread, viewer: User | None = None) -> dict[str, PrintedClaim]:
    return {claim.key: claim for claim in read_printed(thread.debate.key, viewer).claims}


def test_every_claim_has_the_number_of_its_place(thread: Thread, bob: User) -> None:
    other = factories.reply(thread.thesis, bob, Relation.REBUT, "Buses cannot be moved.")
    late = factories.point(thread.debate, "Marks rise.")
    numbers = {key: claim.number for key, claim in printed(thread).items()}
    assert numbers == {
        thread.point.key: "1",
        thread.support.key: "1.1",
        thread.rebut.key: "1.2",
        thread.undercut.key: "1.2.1",
        thread.question.key: "1.3",
        thread.answer.key: "1.3.1",
        late.key: "2",
        other.key: "3",  # what is no point comes after the points, whenever it was stated
    }


def test_claims_come_in_the_order_of_their_numbers(thread: Thread, bob: User) -> None:
    factories.reply(thread.support, bob, Relation.QUESTION, "Where?")
    numbers = [claim.number for claim in read_printed(thread.debate.key, None).claims]
    assert numbers == ["1", "1.1", "1.1.1", "1.2", "1.2.1", "1.3", "1.3.1"]


def test_the_points_and_the_others_begin_once(thread: Thread, bob: User) -> None:
    for _ in range(2):
        factories.reply(thread.thesis, bob, Relation.REBUT)
        factories.point(thread.debate)
    begins = [c.number for c in read_printed(thread.debate.key, None).claims if c.begins]
    assert begins == ["1", "4"]


def test_a_claim_brings_its_votes_details_and_sources(thread: Thread, bob: User, dan: User) -> None:
    sources = [("A study", "https://example.org/a"), ("", "https://example.org/b")]
    made = factories.reply(thread.rebut, bob, details="At length.", sources=sources)
    factories.vote(made, dan)
    claim = printed(thread)[made.key]
    assert claim.details_html == "<p>At length.</p>"
    assert claim.sources == tuple(SourceRow(*source) for source in sources)
    assert claim.tally == TallyRow(up=1, down=0, unsure=0)
    assert claim.byline == Byline("Bob", bob.key)


def test_a_reworded_claim_brings_the_sources_of_its_newest_wording(
    thread: Thread, bob: User
) -> None:
    made = factories.reply(thread.rebut, bob, sources=[("Old", "https://example.org/old")])
    factories.edit(made, "Now without a source.")
    claim = printed(thread)[made.key]
    assert (claim.text, claim.sources) == ("Now without a source.", ())
    assert claim.edited_at == made.edited_at


def test_a_question_says_whether_it_is_answered(thread: Thread, bob: User) -> None:
    asked = factories.reply(thread.rebut, bob, Relation.QUESTION, "Who says so?")
    claims = printed(thread)
    assert (claims[thread.question.key].answered, claims[asked.key].answered) == (True, False)
    assert claims[thread.question.key].tally is None
    assert claims[thread.answer.key].answers
    assert not claims[thread.support.key].answers


@pytest.mark.parametrize("remove", [factories.withdraw, factories.hide])
def test_what_is_gone_keeps_its_place_but_no_word_while_something_hangs_below(
    thread: Thread, remove: object
) -> None:
    assert callable(remove)
    remove(thread.rebut)
    remove(thread.support)
    claims = printed(thread)
    assert thread.support.key not in claims
    stone = claims[thread.rebut.key]
    assert (stone.text, stone.details_html, stone.byline, stone.tally) == ("", "", None, None)
    assert claims[thread.undercut.key].number == f"{stone.number}.1"
    remove(thread.undercut)
    assert thread.rebut.key not in printed(thread)


def test_a_pseudonym_is_all_that_paper_says_of_a_person(thread: Thread, bob: User) -> None:
    factories.member(thread.debate, bob, byline="Heron")
    assert printed(thread, bob)[thread.rebut.key].byline == Byline("Heron")


def test_the_contents_name_what_answers_the_thesis(thread: Thread, bob: User) -> None:
    gone = factories.reply(thread.thesis, bob, Relation.REBUT, "This goes.")
    factories.reply(gone, bob, Relation.QUESTION, "Where to?")
    factories.withdraw(gone)
    contents = read_printed(thread.debate.key, None).contents
    assert [(line.number, line.text) for line in contents] == [(1, thread.point.text), (2, "")]


def test_the_contents_end_somewhere(thread: Thread, dan: User) -> None:
    factories.replies(thread.thesis, dan, PRINTED_CONTENTS)
    whole = read_printed(thread.debate.key, None)
    assert (len(whole.contents), whole.more) == (PRINTED_CONTENTS, True)
    assert sum(1 for _ in whole.claims) == 6 + PRINTED_CONTENTS


def test_the_essay_marks_the_passages_by_the_numbers_of_their_claims(thread: Thread) -> None:
    essay = read_printed(thread.debate.key, None).essay
    marked = [piece for paragraph in essay for piece in paragraph if piece.marked]
    assert thread.point.passage is not None
    assert [(piece.text, piece.numbers) for piece in marked] == [(thread.point.passage.exact, (1,))]
    text = "\n\n".join("".join(piece.text for piece in paragraph) for paragraph in essay)
    assert text == factories.ESSAY_TEXT


@pytest.mark.parametrize("visibility", [Visibility.DRAFT, Visibility.MEMBERS, Visibility.UNLISTED])
def test_only_who_may_see_a_debate_gets_it_printed(
    alice: User, eve: User, visibility: Visibility
) -> None:
    made = factories.debate(alice, visibility=visibility)
    assert read_printed(made.key, alice).head.key == made.key
    for who in (eve, None):
        with pytest.raises(NotFound):
            read_printed(made.key, who)


def gone_through(debate: str) -> tuple[int, int, int]:
    """How many claims there were, statements it took, and bytes that were held at most."""
    with CaptureQueriesContext(connection) as captured:
        tracemalloc.start()
        count = sum(1 for _ in read_printed(debate, None).claims)
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return count, len(captured), held


@pytest.mark.parametrize("many", [1_000, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_large_debate_takes_no_more_statements_and_hardly_more_memory(
    alice: User, bob: User, many: int
) -> None:
    small = factories.grow_debate(alice, claims=400, authors=[bob])
    large = factories.grow_debate(alice, claims=many, authors=[bob])
    gone_through(small.key)  # what is remembered from now on is not counted
    few, statements, held = gone_through(small.key)
    lots, statements_of_large, held_of_large = gone_through(large.key)
    assert few > 380
    assert lots > 0.95 * many
    assert statements == statements_of_large == 6
    assert held_of_large < 2 * held
