"""Rules of queries/thread.py."""

from collections.abc import Iterable, Iterator

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.errors import Invalid
from accounts.models import User
from debate.enums import ClaimState, Relation, Sort
from debate.limits import MORE_REPLIES_BUDGET, POINTS_MAX, THREAD_BUDGET
from debate.models import Claim, Debate, DebateRules
from debate.queries.rows import Below, Byline, ClaimRow, ThreadNode, ThreadPage
from debate.queries.thread import read_more_replies, read_thread
from tests import factories
from tests.factories import Thread

SUPPORT, REBUT, UNDERCUT, QUESTION = Relation


def rows(nodes: Iterable[ThreadNode]) -> Iterator[ClaimRow]:
    for node in nodes:
        yield node.claim
        yield from rows(node.replies)


def page_rows(page: ThreadPage) -> dict[str, ClaimRow]:
    return {row.key: row for row in rows((*page.points, *page.others))}


def shape(nodes: Iterable[ThreadNode]) -> list[tuple[str, list]]:
    return [(node.claim.text, shape(node.replies)) for node in nodes]


# ---- What a thread shows


def test_a_thread_shows_points_apart_from_other_replies_with_all_below_them(
    thread: Thread, bob: User
) -> None:
    factories.reply(thread.thesis, bob, REBUT, "Buses cannot run twice.")
    page = read_thread(thread.debate.key, None)
    assert shape(page.points) == [
        (
            "Tired pupils learn little.",
            [
                ("Marks rose where lessons began later.", []),
                (
                    "Pupils who start later go to bed later.",
                    [("When they go to bed is not the point.", [])],
                ),
                ("Tired in which lessons?", [("In the first two of the morning.", [])]),
            ],
        )
    ]
    assert shape(page.others) == [("Buses cannot run twice.", [])]
    assert (page.hidden_points, page.hidden_others, page.shown) == (0, 0, 7)


def test_every_claim_says_how_many_live_ones_hang_below_it(thread: Thread) -> None:
    factories.withdraw(thread.answer)
    page = read_thread(thread.debate.key, None)
    found = page_rows(page)
    assert found[thread.point.key].below == Below(support=1, rebut=1, undercut=1, question=1)
    assert found[thread.rebut.key].below == Below(undercut=1)
    assert found[thread.question.key].below == Below()


def test_a_question_is_answered_by_one_live_answer(thread: Thread, bob: User) -> None:
    def answered() -> bool | None:
        return page_rows(read_thread(thread.debate.key, None))[thread.question.key].answered

    assert answered() is True
    factories.withdraw(thread.answer)
    assert answered() is False
    factories.reply(thread.question, bob, QUESTION, "What do you mean by tired?")
    assert answered() is False
    assert page_rows(read_thread(thread.debate.key, None))[thread.point.key].answered is None


def test_a_question_has_no_tally(thread: Thread) -> None:
    found = page_rows(read_thread(thread.debate.key, None))
    assert found[thread.question.key].tally is None
    assert found[thread.answer.key].tally is not None


def test_a_reply_to_an_earlier_wording_says_so(thread: Thread, dan: User) -> None:
    factories.edit(thread.rebut, "Those who start later also go to bed later.")
    factories.reply(thread.rebut, dan, SUPPORT, "They do in my class.")
    found = page_rows(read_thread(thread.debate.key, None))
    assert [row.text for row in found.values() if row.parent_edited] == [
        "When they go to bed is not the point."
    ]
    assert found[thread.rebut.key].edited_at == thread.rebut.edited_at


@pytest.mark.parametrize("leave", [factories.withdraw, factories.hide])
def test_what_is_gone_keeps_its_place_while_live_claims_hang_below_it(
    leave: object, thread: Thread
) -> None:
    leave(thread.rebut)  # type: ignore[operator]
    found = page_rows(read_thread(thread.debate.key, thread.rebut.author))
    gone = found[thread.rebut.key]
    assert (gone.text, gone.details_html, gone.byline) == ("", "", None)
    assert (gone.state, gone.below) == (thread.rebut.state, Below(undercut=1))
    assert not any((gone.may.reply, gone.may.vote, gone.may.edit, gone.may.withdraw))
    assert found[thread.undercut.key].text == "When they go to bed is not the point."
    factories.withdraw(thread.undercut)
    assert thread.rebut.key not in page_rows(read_thread(thread.debate.key, None))


def test_no_word_of_what_is_gone_is_read_out_anywhere(thread: Thread) -> None:
    factories.withdraw(thread.rebut)
    assert thread.rebut.text not in str(read_thread(thread.debate.key, thread.rebut.author))


def test_a_claim_is_signed_with_the_name_that_its_author_has_in_this_debate(
    thread: Thread, bob: User, dan: User
) -> None:
    factories.member(thread.debate, bob, byline="Speaker 3")
    factories.member(thread.debate, dan)
    other = factories.debate(bob)
    found = page_rows(read_thread(thread.debate.key, None))
    assert found[thread.rebut.key].byline == Byline("Speaker 3")
    assert found[thread.question.key].byline == Byline("Dan", dan.key)
    factories.point(other)
    assert read_thread(other.key, None).points[0].claim.byline == Byline("Bob", bob.key)


def test_ones_own_votes_and_claims_are_marked_and_nobody_elses(
    thread: Thread, bob: User, eve: User
) -> None:
    factories.vote(thread.point, bob, -1)
    factories.vote(thread.answer, bob, 0)
    factories.vote(thread.answer, eve, 1)
    found = page_rows(read_thread(thread.debate.key, bob))
    votes = {found[k].text: row.my_vote for k, row in found.items() if row.my_vote is not None}
    assert votes == {"Tired pupils learn little.": -1, "In the first two of the morning.": 0}
    assert {key for key, row in found.items() if row.mine} == {
        thread.support.key,
        thread.rebut.key,
    }
    assert not any(
        row.mine or row.my_vote is not None
        for row in page_rows(read_thread(thread.debate.key, None)).values()
    )


def test_rights_are_those_of_the_viewer(thread: Thread, bob: User) -> None:
    found = page_rows(read_thread(thread.debate.key, bob))
    own, other = found[thread.rebut.key].may, found[thread.point.key].may
    assert (own.reply, own.vote, own.edit, own.withdraw) == (True, False, True, True)
    assert (other.reply, other.vote, other.edit, other.withdraw) == (True, True, False, False)
    assert found[thread.question.key].may.reply_as == (SUPPORT, QUESTION)
    assert not found[thread.question.key].may.vote


def test_a_visitor_is_offered_what_signing_in_would_open(thread: Thread) -> None:
    offered = page_rows(read_thread(thread.debate.key, None))[thread.rebut.key].may
    assert (offered.reply, offered.vote, offered.edit, offered.withdraw) == (
        True,
        True,
        False,
        False,
    )
    DebateRules.objects.filter(debate=thread.debate).update(windows=[])
    closed = page_rows(read_thread(thread.debate.key, None))[thread.rebut.key].may
    assert not any((closed.reply, closed.vote, closed.edit, closed.withdraw))
    assert closed.reply_as == ()


# ---- How much of it


def test_a_page_shows_no_more_than_its_budget_and_counts_the_rest(alice: User, bob: User) -> None:
    debate = factories.grow_debate(alice, claims=1_000, authors=[alice, bob])
    live = Claim.objects.filter(debate=debate, state=ClaimState.LIVE).count() - 1
    page = read_thread(debate.key, None)

    def hidden(nodes: Iterable[ThreadNode]) -> int:
        return sum(node.hidden + hidden(node.replies) for node in nodes)

    found = page_rows(page)
    assert page.shown == len(found) == THREAD_BUDGET
    shown_live = sum(row.state == ClaimState.LIVE for row in found.values())
    left_out = page.hidden_points + page.hidden_others + hidden((*page.points, *page.others))
    assert shown_live + left_out == live
    assert {row.relation for row in found.values()} == set(Relation)


def test_all_points_are_shown_however_much_better_other_replies_are(
    debate: Debate, bob: User
) -> None:
    factories.replies(factories.thesis_of(debate), bob, 30)
    for number in range(POINTS_MAX):
        factories.point(debate, f"Point {number}.")
    page = read_thread(debate.key, None, sort=Sort.OLDEST)
    assert [node.claim.text for node in page.points] == [f"Point {n}." for n in range(POINTS_MAX)]
    assert page.hidden_points == 0


def test_the_same_thread_comes_in_the_same_order_on_every_reload(alice: User, bob: User) -> None:
    debate = factories.grow_debate(alice, claims=400, authors=[alice, bob])
    for sort in Sort:
        assert read_thread(debate.key, bob, sort=sort) == read_thread(debate.key, bob, sort=sort)


def test_a_permalinks_claim_is_shown_with_its_path_however_deep_and_disliked(
    debate: Debate, bob: User, eve: User
) -> None:
    replies = factories.replies(factories.thesis_of(debate), bob, THREAD_BUDGET + 20)
    deep = replies[-1]
    for number in range(12):
        deep = factories.reply(deep, bob, REBUT, f"Level {number}.")
        factories.set_votes(deep, down=50)
    assert deep.key not in page_rows(read_thread(debate.key, eve))
    found = page_rows(read_thread(debate.key, eve, at=deep.key))
    assert deep.key in found
    assert len(found) <= THREAD_BUDGET


@pytest.mark.parametrize("at", ["nosuchclaim1", ""])
def test_a_permalink_to_nothing_changes_nothing(at: str, thread: Thread) -> None:
    assert read_thread(thread.debate.key, None, at=at) == read_thread(thread.debate.key, None)


def test_ones_own_newest_claims_are_shown_wherever_they_stand(
    debate: Debate, bob: User, eve: User
) -> None:
    factories.replies(factories.thesis_of(debate), bob, THREAD_BUDGET + 5)
    thesis = factories.thesis_of(debate)
    own = [factories.reply(thesis, eve, REBUT, f"Mine {number}.") for number in range(5)]
    for claim in own:
        factories.set_votes(claim, down=9)
    shown = [row.text for row in page_rows(read_thread(debate.key, eve)).values() if row.mine]
    assert sorted(shown) == ["Mine 2.", "Mine 3.", "Mine 4."]
    assert not any(
        row.text.startswith("Mine") for row in page_rows(read_thread(debate.key, bob)).values()
    )


# ---- The rest of it


def test_more_replies_go_on_where_the_page_stopped_until_nothing_is_left(
    debate: Debate, bob: User
) -> None:
    replies = factories.replies(factories.thesis_of(debate), bob, THREAD_BUDGET + 100)
    thesis = factories.thesis_of(debate)
    page = read_thread(debate.key, None)
    seen = [node.claim.text for node in page.others]
    after, hidden = page.after_others, page.hidden_others
    while hidden:
        more = read_more_replies(thesis.key, None, after=after)
        assert 0 < len(list(rows(more.nodes))) <= MORE_REPLIES_BUDGET
        assert hidden == more.hidden + len(more.nodes)
        seen.extend(node.claim.text for node in more.nodes)
        after, hidden = more.after, more.hidden
    assert seen == [claim.text for claim in replies]


def test_more_replies_leave_out_what_a_permalink_showed_out_of_turn(
    debate: Debate, bob: User
) -> None:
    replies = factories.replies(factories.thesis_of(debate), bob, THREAD_BUDGET + 100)
    thesis = factories.thesis_of(debate)
    at = replies[THREAD_BUDGET + 30].key
    page = read_thread(debate.key, None, at=at)
    assert page.after_others == f"{THREAD_BUDGET - 1}.{at}"
    first = read_more_replies(thesis.key, None, after=page.after_others)
    second = read_more_replies(thesis.key, None, after=first.after)
    seen = [node.claim.key for node in (*page.others, *first.nodes, *second.nodes)]
    assert sorted(seen) == sorted(claim.key for claim in replies)
    assert (first.hidden, second.hidden) == (40, 0)


def test_more_replies_to_a_thesis_keep_points_and_others_apart(debate: Debate, bob: User) -> None:
    thesis = factories.thesis_of(debate)
    for number in range(3):
        factories.point(debate, f"Point {number}.")
        factories.reply(thesis, bob, REBUT, f"Reason {number}.")

    def texts(after: str) -> list[str]:
        more = read_more_replies(thesis.key, None, sort=Sort.OLDEST, after=after)
        return [node.claim.text for node in more.nodes]

    assert texts("p1") == ["Point 1.", "Point 2."]
    assert texts("1") == ["Reason 1.", "Reason 2."]
    assert texts("a1") == ["Reason 0.", "Point 1.", "Reason 1.", "Point 2.", "Reason 2."]


def test_more_replies_come_with_the_best_of_what_hangs_below_them(thread: Thread) -> None:
    more = read_more_replies(thread.point.key, None, after="1")
    assert shape(more.nodes) == [
        (
            "Pupils who start later go to bed later.",
            [("When they go to bed is not the point.", [])],
        ),
        ("Tired in which lessons?", [("In the first two of the morning.", [])]),
    ]
    assert (more.hidden, more.after, more.depth, more.answers) == (0, "3", 2, False)
    assert (more.parent_key, more.debate_key) == (thread.point.key, thread.debate.key)


def test_more_replies_to_a_question_are_answers(thread: Thread) -> None:
    assert read_more_replies(thread.question.key, None).answers


def test_beyond_the_last_reply_there_is_nothing_more(thread: Thread) -> None:
    more = read_more_replies(thread.point.key, None, after="99")
    assert (more.nodes, more.hidden) == ((), 0)


def test_a_cursor_that_means_nothing_is_refused(thread: Thread) -> None:
    with pytest.raises(Invalid) as refused:
        read_more_replies(thread.point.key, None, after="'; DROP TABLE")
    assert refused.value.code == "bad_cursor"


# ---- What it costs


@pytest.mark.parametrize("claims", [1, 3, 100, 10_000])
def test_a_thread_of_any_size_costs_four_statements(
    claims: int,
    alice: User,
    bob: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    debate = factories.grow_debate(alice, claims=claims, points=1, authors=[alice, bob])
    thesis = factories.thesis_of(debate)
    live = Claim.objects.filter(debate=debate, state=ClaimState.LIVE).count() - 1
    for sort in Sort:
        with django_assert_num_queries(4):
            page = read_thread(debate.key, bob, sort=sort)
        assert min(live, THREAD_BUDGET) <= page.shown <= THREAD_BUDGET
    with django_assert_num_queries(3):
        read_thread(debate.key, None)
    with django_assert_num_queries(4):
        read_more_replies(thesis.key, bob, after="p0")
    with django_assert_num_queries(3):
        read_more_replies(thesis.key, None, after="p0")
