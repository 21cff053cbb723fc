"""Rules of queries/claim.py."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.errors import Conflict, NotAllowed, NotSignedIn
from accounts.models import User
from debate.enums import ClaimState, Relation, Sort
from debate.limits import FOCUS_BUDGET
from debate.models import Claim, Debate
from debate.queries.claim import (
    read_ancestors,
    read_claim,
    read_claim_source,
    read_claim_to_answer,
    read_claim_to_withdraw,
    read_focus,
)
from debate.queries.rows import Below, SourceRow
from debate.queries.thread import read_more_replies, read_thread
from tests import factories
from tests.factories import Thread

SUPPORT, REBUT, UNDERCUT, QUESTION = Relation
SOURCES = [("A study of sleep", "https://example.org/sleep"), ("Timetables", "")]


# ---- One claim


def test_one_claim_reads_as_it_does_in_its_thread(thread: Thread, bob: User) -> None:
    factories.vote(thread.point, bob, -1)
    node = read_thread(thread.debate.key, bob).points[0]
    assert read_claim(thread.point.key, bob) == node.claim
    for reply in node.replies:
        assert read_claim(reply.claim.key, bob) == reply.claim


def test_a_claim_without_live_replies_can_still_be_read_when_it_is_gone(thread: Thread) -> None:
    factories.withdraw(thread.undercut)
    row = read_claim(thread.undercut.key, None)
    assert (row.state, row.text, row.byline) == (ClaimState.WITHDRAWN, "", None)


def test_ancestors_stand_from_the_thesis_down(thread: Thread) -> None:
    above = read_ancestors(thread.undercut.key, None)
    assert [row.key for row in above] == [thread.thesis.key, thread.point.key, thread.rebut.key]
    assert read_ancestors(thread.thesis.key, None) == ()


def test_only_who_may_answer_reads_a_claim_to_answer_it(thread: Thread, eve: User) -> None:
    assert read_claim_to_answer(thread.rebut.key, eve).key == thread.rebut.key
    with pytest.raises(NotSignedIn):
        read_claim_to_answer(thread.rebut.key, None)
    factories.withdraw(thread.rebut)
    with pytest.raises(Conflict):
        read_claim_to_answer(thread.rebut.key, eve)


def test_only_its_author_reads_a_claim_to_withdraw_it(
    thread: Thread, bob: User, alice: User
) -> None:
    assert read_claim_to_withdraw(thread.rebut.key, bob).key == thread.rebut.key
    with pytest.raises(NotAllowed):
        read_claim_to_withdraw(thread.rebut.key, alice)


# ---- As it was typed


def test_a_claims_source_is_the_newest_wording_as_typed(debate: Debate, bob: User) -> None:
    thesis = factories.thesis_of(debate)
    claim = factories.reply(thesis, bob, details="**Both** of them.", sources=SOURCES)
    source = read_claim_source(claim.key, bob)
    assert (source.text, source.details) == ("That does not follow.", "**Both** of them.")
    assert source.sources == tuple(SourceRow(title, url) for title, url in SOURCES)
    assert (source.revision, source.claim.key) == (1, claim.key)
    factories.edit(claim, "That does not follow at all.")
    source = read_claim_source(claim.key, bob)
    assert (source.text, source.revision) == ("That does not follow at all.", 2)


def test_only_its_author_reads_a_claims_source(thread: Thread, bob: User, carol: User) -> None:
    for viewer in (carol, thread.debate.owner):
        with pytest.raises(NotAllowed):
            read_claim_source(thread.rebut.key, viewer)
    with pytest.raises(NotSignedIn):
        read_claim_source(thread.rebut.key, None)
    factories.withdraw(thread.rebut)
    with pytest.raises(Conflict):
        read_claim_source(thread.rebut.key, bob)


# ---- Its own page


def test_a_claims_page_has_what_it_answers_and_what_answers_it_by_side(
    thread: Thread, eve: User
) -> None:
    factories.reply(thread.rebut, eve, SUPPORT, "So does my son.")
    factories.reply(thread.rebut, eve, REBUT, "Not in the winter.")
    factories.reply(thread.rebut, eve, QUESTION, "How much later?")
    page = read_focus(thread.rebut.key, eve)
    assert page.claim == read_claim(thread.rebut.key, eve)
    assert [row.text for row in page.ancestors] == [
        "School should start at half past nine.",
        "Tired pupils learn little.",
    ]
    assert [node.claim.text for node in page.supports] == ["So does my son."]
    assert [node.claim.text for node in page.rebuts] == ["Not in the winter."]
    assert [node.claim.text for node in page.undercuts] == ["When they go to bed is not the point."]
    assert [node.claim.text for node in page.questions] == ["How much later?"]
    assert (page.hidden, page.head.key) == (0, thread.debate.key)


def test_a_reply_on_a_claims_page_counts_what_hangs_below_it_and_shows_none_of_it(
    thread: Thread,
) -> None:
    (node,) = read_focus(thread.point.key, None).rebuts
    assert (node.replies, node.hidden, node.after) == ((), 1, "0")
    assert node.claim.below == Below(undercut=1)


def test_a_claims_page_has_the_details_and_sources_of_its_newest_wording(
    debate: Debate, bob: User
) -> None:
    thesis = factories.thesis_of(debate)
    claim = factories.reply(thesis, bob, details="Both of them.", sources=SOURCES)
    page = read_focus(claim.key, None)
    assert page.claim.details_html == "<p>Both of them.</p>"
    assert page.sources == tuple(SourceRow(title, url) for title, url in SOURCES)
    factories.edit(claim, "That does not follow at all.")
    assert read_focus(claim.key, None).sources == ()


def test_what_is_gone_shows_neither_details_nor_sources_on_its_page(
    debate: Debate, bob: User
) -> None:
    claim = factories.reply(
        factories.thesis_of(debate), bob, details="Both of them.", sources=SOURCES
    )
    factories.withdraw(claim)
    page = read_focus(claim.key, bob)
    assert (page.sources, page.claim.sources, page.claim.details_html) == ((), 0, "")
    assert "Both of them" not in str(page)


def test_a_claims_page_names_the_paragraph_that_it_or_what_it_answers_was_drawn_from(
    thread: Thread, alice: User
) -> None:
    assert thread.point.passage is not None
    revision = thread.point.passage.revision
    later = factories.passage(revision, "They saw better marks in the first lesson")
    other = factories.point(thread.debate, "Marks rise.", drawn_from=later)
    first = read_focus(thread.undercut.key, None)
    assert (first.passage_key, first.paragraph) == (thread.point.passage.key, 1)
    third = read_focus(other.key, None)
    assert (third.passage_key, third.paragraph) == (later.key, 3)
    assert read_focus(thread.thesis.key, None).paragraph is None


def test_a_claim_with_very_many_replies_shows_some_and_says_where_the_rest_is(
    debate: Debate, bob: User
) -> None:
    thesis = factories.thesis_of(debate)
    rebuttals = factories.replies(thesis, bob, 100)
    supports = factories.replies(thesis, bob, 5, relation=SUPPORT)
    page = read_focus(thesis.key, None)
    assert len(page.rebuts) + len(page.supports) == FOCUS_BUDGET
    assert [node.claim.key for node in page.supports] == [claim.key for claim in supports]
    assert page.hidden == 105 - FOCUS_BUDGET
    more = read_more_replies(thesis.key, None, after=page.after)
    seen = [node.claim.key for node in (*page.rebuts, *more.nodes)]
    assert seen == [claim.key for claim in rebuttals]
    assert more.hidden == 0


def test_a_claims_page_keeps_the_order_it_is_asked_for(debate: Debate, bob: User) -> None:
    thesis = factories.thesis_of(debate)
    factories.replies(thesis, bob, 3)
    page = read_focus(thesis.key, None, sort=Sort.NEWEST)
    assert [node.claim.text for node in page.rebuts] == ["Reason 2.", "Reason 1.", "Reason 0."]


# ---- What it costs


@pytest.mark.parametrize("replies", [1, 3])
def test_reading_a_claim_costs_the_same_however_much_is_around_it(
    replies: int,
    thread: Thread,
    bob: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    claim = thread.rebut
    for _ in range(replies):
        claim = factories.reply(claim, bob, SUPPORT, "And so on.", sources=SOURCES)
        factories.reply(thread.rebut, bob, QUESTION, "Really?")
    for key in (thread.rebut.key, claim.key):
        with django_assert_num_queries(4):
            read_claim(key, bob)
        with django_assert_num_queries(3):
            read_claim(key, None)
        with django_assert_num_queries(2):
            read_ancestors(key, bob)
        with django_assert_num_queries(6):
            read_claim_source(key, bob)
        with django_assert_num_queries(8):
            read_focus(key, bob)
        with django_assert_num_queries(7):
            read_focus(key, None)


def test_reading_the_thesis_of_ten_thousand_claims_costs_the_same(
    alice: User, bob: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    debate = factories.grow_debate(alice, authors=[alice, bob])
    thesis = factories.thesis_of(debate)
    with django_assert_num_queries(8):
        page = read_focus(thesis.key, bob)
    with django_assert_num_queries(4):
        row = read_claim(thesis.key, bob)
    live = Claim.objects.filter(debate=debate, state=ClaimState.LIVE).count() - 1
    assert row.below.total == page.claim.below.total == live
