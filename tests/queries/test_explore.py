"""Rules of queries/explore.py."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.errors import Invalid
from accounts.models import User
from debate.enums import DebateSort, Relation, Visibility
from debate.limits import DEBATES_PER_PAGE
from debate.models import Debate, DebateTally, Topic
from debate.queries.explore import list_best_replies, list_debates, list_drafts
from debate.queries.rows import DebateCard, Page, TopicRow
from tests import factories
from tests.factories import LONG_AGO, Thread


def keys(page: Page[DebateCard]) -> list[str]:
    return [card.key for card in page.rows]


def many_debates(owner: User, count: int) -> list[str]:
    """Keys of debates, the one with the last activity first; three at a time at one moment."""
    made = [
        factories.debate(owner, at=LONG_AGO + timedelta(hours=number // 3))
        for number in range(count)
    ]
    return [debate.key for debate in reversed(made)]


def test_the_debate_with_the_last_activity_stands_first(alice: User, bob: User) -> None:
    older, newer = factories.debate(alice), factories.debate(alice)
    assert keys(list_debates(None)) == [newer.key, older.key]
    factories.reply(factories.thesis_of(older), bob, at=LONG_AGO + timedelta(days=1))
    assert keys(list_debates(None)) == [older.key, newer.key]


@pytest.mark.parametrize("hidden", [v for v in Visibility if v != Visibility.PUBLIC])
def test_only_public_debates_are_listed_even_to_their_owner(
    hidden: Visibility, debate: Debate, alice: User
) -> None:
    factories.debate(alice, visibility=hidden)
    assert keys(list_debates(alice)) == keys(list_debates(None)) == [debate.key]


def test_drafts_are_listed_to_their_owner_alone(debate: Debate, alice: User, bob: User) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    factories.member(draft, bob)
    assert keys(list_drafts(alice)) == [draft.key]
    assert list_drafts(bob) == list_drafts(None) == Page(rows=())


def test_a_draft_without_a_thesis_is_listed_too(alice: User) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    factories.thesis_of(draft).delete()
    assert [card.thesis for card in list_drafts(alice).rows] == [""]


def test_a_card_says_what_the_debate_is_about_and_how_far_it_got(thread: Thread, bob: User) -> None:
    thread.debate.topics.add(Topic.objects.create(slug="sleep", name="Sleep"))
    for number, who in enumerate([*factories.people(4), bob]):
        factories.position(thread.debate, who, number - 2)
    (card,) = list_debates(bob).rows
    assert card.thesis == "School should start at half past nine."
    assert card.topics == (TopicRow("sleep", "Sleep"),)
    assert card.essay is not None
    assert (card.essay.title, card.essay.writer) == ("Let them sleep", "Ottoline Frey")
    assert (card.claims, card.people) == (6, 7)
    assert (card.positions.people, card.positions.shares) == (5, (0, 20, 20, 20, 20, 20, 0))


def test_pages_follow_each_other_without_a_gap_or_a_repeat_in_both_directions(
    alice: User,
) -> None:
    made = many_debates(alice, 2 * DEBATES_PER_PAGE + 5)
    first = list_debates(None)
    second = list_debates(None, cursor=first.next or "")
    third = list_debates(None, cursor=second.next or "")
    assert keys(first) + keys(second) + keys(third) == made
    assert [len(page.rows) for page in (first, second, third)] == [20, 20, 5]
    assert (first.previous, third.next) == (None, None)
    back = list_debates(None, cursor=third.previous or "")
    assert back == second
    assert list_debates(None, cursor=back.previous or "") == first


def test_a_full_last_page_has_no_next(alice: User) -> None:
    many_debates(alice, DEBATES_PER_PAGE)
    assert list_debates(None).next is None


def test_a_page_that_has_emptied_meanwhile_is_empty_and_leads_nowhere(alice: User) -> None:
    many_debates(alice, DEBATES_PER_PAGE + 1)
    after = list_debates(None).next
    assert after is not None
    Debate.objects.all().delete()
    assert list_debates(None, cursor=after) == Page(rows=())


def test_what_comes_alive_while_somebody_turns_pages_is_not_read_twice(
    alice: User, bob: User
) -> None:
    made = many_debates(alice, DEBATES_PER_PAGE + 3)
    first = list_debates(None)
    last = Debate.objects.get(key=made[-1])
    DebateTally.objects.filter(debate=last).update(active_at=LONG_AGO + timedelta(days=9))
    second = list_debates(None, cursor=first.next or "")
    assert keys(second) == made[DEBATES_PER_PAGE:-1]


@pytest.mark.parametrize("listing", [list_debates, list_drafts])
def test_a_cursor_that_was_not_made_here_is_refused(listing: object, alice: User) -> None:
    with pytest.raises(Invalid) as refused:
        listing(alice, cursor="next please")  # type: ignore[operator]
    assert refused.value.code == "bad_cursor"


@pytest.mark.parametrize("debates", [1, 3])
def test_a_list_costs_one_statement(
    debates: int,
    alice: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(debates):
        made = factories.debate(alice, drawn_from=factories.essay(alice))
        made.topics.add(Topic.objects.create(slug=f"t{number}", name=f"Topic {number}"))
        factories.debate(alice, visibility=Visibility.DRAFT)
    for viewer in (alice, None):
        with django_assert_num_queries(1):
            assert len(list_debates(viewer).rows) == debates
    with django_assert_num_queries(1):
        assert len(list_drafts(alice).rows) == debates
    with django_assert_num_queries(0):
        list_drafts(None)


def test_the_best_support_and_rebuttal_of_a_thesis_are_its_best_live_direct_replies(
    debate: Debate, bob: User
) -> None:
    thesis = factories.thesis_of(debate)
    point, weaker = factories.point(debate), factories.point(debate, "Buses can wait.")
    rebut, gone = factories.reply(thesis, bob), factories.reply(thesis, bob)
    factories.reply(thesis, bob, Relation.QUESTION)
    for claim, up in ((point, 5), (weaker, 1), (rebut, 2), (gone, 9)):
        factories.set_votes(claim, up=up)
    factories.set_votes(factories.reply(point, bob), up=50)
    factories.withdraw(gone)
    assert [(reply.key, reply.tally.up) for reply in list_best_replies(debate.key, None)] == [
        (point.key, 5),
        (rebut.key, 2),
    ]


def test_the_best_replies_take_one_statement(
    thread: Thread, bob: User, eve: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for viewer in (bob, None):
        with django_assert_num_queries(1):
            list_best_replies(thread.debate.key, viewer)
    draft = factories.debate(bob, visibility=Visibility.DRAFT)
    factories.point(draft)
    assert list_best_replies(draft.key, eve) == ()


@pytest.mark.parametrize("sort", list(DebateSort))
def test_every_order_goes_on_without_a_gap_or_a_repeat_in_both_directions(
    alice: User, sort: DebateSort
) -> None:
    many_debates(alice, 2 * DEBATES_PER_PAGE + 5)
    for number, tally in enumerate(DebateTally.objects.order_by("pk")):
        DebateTally.objects.filter(pk=tally.pk).update(contested=(number * 7 % 5) / 3)
    pages = [list_debates(None, sort=sort)]
    while pages[-1].next:
        pages.append(list_debates(None, sort=sort, cursor=pages[-1].next))
    assert [len(page.rows) for page in pages] == [20, 20, 5]
    assert len({key for page in pages for key in keys(page)}) == 45
    assert list_debates(None, sort=sort, cursor=pages[2].previous or "") == pages[1]


def test_the_orders_are_by_age_and_by_contest(alice: User) -> None:
    old, young = (factories.debate(alice, at=LONG_AGO + timedelta(days=n)) for n in (0, 1))
    DebateTally.objects.filter(debate=old).update(contested=4.0, active_at=LONG_AGO)
    assert keys(list_debates(None, sort=DebateSort.NEW)) == [young.key, old.key]
    assert keys(list_debates(None, sort=DebateSort.CONTESTED)) == [old.key, young.key]
