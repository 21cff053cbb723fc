"""What a debate shows once one has posted, once one has judged, and to those who run it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import User
from debate.actions.position import state_position
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.enums import (
    Permission,
    Relation,
    RepliesHidden,
    ResultsHidden,
    Role,
    Sort,
    VoteValue,
)
from debate.logic.rules import EVERYTHING, Window, write_windows
from debate.models import Claim, DebateRules, HeldClaim
from debate.queries.access import open_debate
from debate.queries.blind import lot
from debate.queries.debate import read_debate_head
from debate.queries.pulled import pull_thread
from debate.queries.search import search
from debate.queries.sought import Sought
from debate.queries.thread import read_thread
from tests import factories
from tests.factories import LONG_AGO, Thread

BLIND = Window(
    LONG_AGO,
    None,
    EVERYTHING,
    results_hidden=ResultsHidden.JUDGED,
    replies_hidden=RepliesHidden.POSTED,
)


def rule(thread: Thread, *windows: Window, **more: object) -> None:
    DebateRules.objects.filter(debate=thread.debate).update(windows=write_windows(windows), **more)


def shown(thread: Thread, who: User | None) -> set[str]:
    """The claims that a program of theirs is given."""
    return {claim.key for claim in pull_thread(thread.debate.key, who).claims}


def seen_replies(thread: Thread, who: User | None) -> bool:
    return thread.support.key in shown(thread, who)


def seen_results(thread: Thread, who: User | None) -> bool:
    head = read_debate_head(thread.debate.key, who)
    assert head.thesis
    return head.thesis.tally is not None


def keys(*claims: Claim) -> set[str]:
    return {claim.key for claim in claims}


def test_until_they_post_somebody_sees_the_thesis_the_points_and_who_runs_it(
    thread: Thread, eve: User
) -> None:
    rule(thread, BLIND)
    own = factories.reply(thread.thesis, thread.debate.owner, Relation.QUESTION, "Who says so?")
    below = factories.reply(thread.support, thread.debate.owner, text="That is no reason.")
    for who in (eve, None):
        assert shown(thread, who) == keys(thread.thesis, thread.point, own)
    assert read_debate_head(thread.debate.key, eve).claims == 2
    page = read_thread(thread.debate.key, eve)
    assert (page.below.total, page.hidden_points, page.hidden_others) == (2, 0, 0)
    post_reply(parent=thread.thesis.key, relation="rebut", text="Not at all.", by=eve)
    assert below.key in shown(thread, eve)
    assert not seen_replies(thread, None)


def test_a_claim_that_is_held_counts_as_posted(thread: Thread, eve: User) -> None:
    rule(thread, BLIND, hold_all=True)
    held = post_reply(parent=thread.thesis.key, relation="rebut", text="Not at all.", by=eve)
    assert isinstance(held, HeldClaim)
    assert seen_replies(thread, eve)


@pytest.mark.parametrize("judging", ["vote", "position", "vote on a point"])
def test_until_they_judge_somebody_sees_no_results(thread: Thread, eve: User, judging: str) -> None:
    rule(thread, BLIND)
    assert not seen_results(thread, eve)
    if judging == "position":
        state_position(debate=thread.debate.key, value=1, by=eve)
    else:
        claim = thread.thesis if judging == "vote" else thread.point
        cast_vote(claim=claim.key, value=VoteValue.UNSURE, by=eve)
    assert seen_results(thread, eve) == (judging != "vote on a point")
    assert not seen_replies(thread, eve)
    assert not seen_results(thread, None)


def test_what_the_teacher_is_to_reveal_is_hidden_from_those_who_judged(
    thread: Thread, eve: User
) -> None:
    kept = replace(BLIND, results_hidden=ResultsHidden.REVEALED)
    rule(thread, kept)
    cast_vote(claim=thread.thesis.key, value=VoteValue.UNSURE, by=eve)
    assert not seen_results(thread, eve)
    revealed = LONG_AGO + timedelta(days=1)
    rule(thread, replace(kept, end=revealed), Window(revealed, None, frozenset()))
    assert seen_results(thread, eve)
    assert seen_replies(thread, eve)


def test_between_windows_all_stays_as_hidden_as_it_was(thread: Thread, eve: User) -> None:
    rule(thread, replace(BLIND, end=LONG_AGO + timedelta(days=1)))
    assert not seen_replies(thread, eve)
    assert not seen_results(thread, eve)


def test_who_runs_a_debate_sees_all_of_it(
    thread: Thread, alice: User, bob: User, eve: User
) -> None:
    factories.member(thread.debate, eve, role=Role.MODERATOR)
    rule(thread, BLIND, keepers_judge=False)
    everything = set(Claim.objects.filter(debate=thread.debate).values_list("key", flat=True))
    for who in (alice, eve):
        assert shown(thread, who) == everything
        assert seen_results(thread, who)
    said_by_a_keeper = factories.reply(thread.thesis, eve, text="A second teacher says.")
    assert said_by_a_keeper.key in shown(thread, None)
    assert seen_replies(thread, bob)  # who has posted


@pytest.mark.parametrize("sort", [Sort.BEST, Sort.CONTESTED, Sort.OPEN])
def test_without_results_claims_stand_in_an_order_that_votes_do_not_change(
    thread: Thread, eve: User, sort: Sort
) -> None:
    rule(thread, replace(BLIND, replies_hidden=RepliesHidden.NONE))
    said = factories.replies(thread.thesis, thread.debate.owner, 6)
    pulled = pull_thread(thread.debate.key, eve, sort=sort)
    order = [claim.key for claim in pulled.claims if claim.key in keys(*said)]
    assert order == sorted(order, key=lambda key: -lot(thread.debate.key, key))
    assert {claim.up for claim in pulled.claims} == {None}
    page = read_thread(thread.debate.key, eve, sort=sort)
    assert [n.claim.key for n in page.others if n.claim.key in keys(*said)] == order


def test_search_finds_for_who_has_posted_what_others_said(
    thread: Thread, bob: User, eve: User
) -> None:
    rule(thread, BLIND)
    within = Sought("pupils", debate=thread.debate.key)

    def found(who: User | None, sought: Sought) -> set[str]:
        return {hit.key for hit in search(sought, who).claims}

    assert thread.rebut.key not in found(eve, within)
    assert thread.rebut.key in found(bob, within)
    assert found(bob, Sought("pupils")) == set()
    assert thread.rebut.key in found(thread.debate.owner, Sought("pupils"))


def test_what_is_stated_while_a_page_is_read_is_not_on_it(thread: Thread, eve: User) -> None:
    rule(thread, BLIND)
    access = open_debate(thread.debate.key, eve)
    later = factories.reply(thread.thesis, thread.debate.owner, text="Said meanwhile.")
    page = read_thread(thread.debate.key, eve, access=access)
    assert later.key not in {node.claim.key for node in page.others}


def test_nothing_is_hidden_where_no_window_says_so(thread: Thread, eve: User) -> None:
    rule(thread, Window(LONG_AGO, None, frozenset({Permission.VOTE})))
    access = open_debate(thread.debate.key, eve)
    assert (access.shown, access.seq) == (None, access.debate.last_seq)
    assert seen_replies(thread, None)
    assert seen_results(thread, None)
