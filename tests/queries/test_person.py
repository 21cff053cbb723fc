"""A person's page: what they wrote under their own name, as far as its reader may see it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.errors import Invalid, NotFound
from accounts.models import User
from debate.enums import ClaimGroup, Relation, Role, Visibility
from debate.limits import CLAIMS_PER_PAGE, PERSON_DEBATES
from debate.queries.person import PersonPage, read_person
from tests import factories
from tests.factories import LONG_AGO, Thread


def keys(page: PersonPage) -> set[str]:
    return {claim.key for claim in page.claims.rows}


def counts(page: PersonPage) -> dict[ClaimGroup, int]:
    return {group: count for group, count in page.counts if count}


def test_claims_stand_in_their_groups_and_are_counted(thread: Thread, alice: User) -> None:
    page = read_person(alice.key, None)
    assert counts(page) == {ClaimGroup.POINT: 2, ClaimGroup.SUPPORT: 1}
    assert page.total == 3
    assert keys(page) == {thread.thesis.key, thread.point.key, thread.answer.key}
    points = read_person(alice.key, None, group=ClaimGroup.POINT)
    assert keys(points) == {thread.thesis.key, thread.point.key}
    assert counts(points) == counts(page)
    assert keys(read_person(alice.key, None, group=ClaimGroup.REBUT)) == set()


def test_a_claim_tells_its_place(thread: Thread, dan: User, bob: User) -> None:
    undercut = read_person(dan.key, None, group=ClaimGroup.UNDERCUT).claims.rows[0]
    assert (undercut.debate_key, undercut.thesis) == (thread.debate.key, thread.thesis.text)
    assert (undercut.parent, undercut.parent_key) == (thread.rebut.text, thread.rebut.key)
    to_the_thesis = factories.reply(thread.thesis, dan)
    newest = read_person(dan.key, None, group=ClaimGroup.REBUT).claims.rows[0]
    assert (newest.key, newest.parent) == (to_the_thesis.key, "")


@pytest.mark.parametrize("gone", [factories.withdraw, factories.hide])
def test_what_is_gone_is_told_neither_as_a_claim_nor_as_a_place(
    thread: Thread, bob: User, dan: User, gone: object
) -> None:
    assert callable(gone)
    gone(thread.rebut)
    assert keys(read_person(bob.key, None)) == {thread.support.key}
    undercut = read_person(dan.key, None, group=ClaimGroup.UNDERCUT).claims.rows[0]
    assert undercut.parent == ""


@pytest.mark.parametrize("who", ["nobody", "bob", "alice"])
def test_nothing_leads_from_a_person_to_their_pseudonym(
    thread: Thread, alice: User, bob: User, who: str
) -> None:
    """Not even the person's own view of the page, which they may show to others."""
    viewer = {"nobody": None, "bob": bob, "alice": alice}[who]
    factories.member(thread.debate, bob, byline="Speaker 3")
    factories.member(thread.debate, alice, byline="Speaker 1")
    elsewhere = factories.reply(factories.thesis_of(factories.debate(bob)), bob, Relation.QUESTION)
    page = read_person(bob.key, viewer)
    assert keys(page) == {elsewhere.key, factories.thesis_of(elsewhere.debate).key}
    assert page.total == 2
    owner = read_person(alice.key, viewer)
    assert (owner.total, owner.debates) == (0, ())


def test_a_debate_is_seen_by_those_who_may_see_it(alice: User, bob: User, eve: User) -> None:
    members = factories.debate(alice, visibility=Visibility.MEMBERS)
    unlisted = factories.debate(alice, visibility=Visibility.UNLISTED)
    factories.debate(alice, visibility=Visibility.DRAFT)
    factories.member(members, bob, role=Role.READER)
    assert {
        "nobody": keys(read_person(alice.key, None)),
        "eve": keys(read_person(alice.key, eve)),
        "bob": keys(read_person(alice.key, bob)),
        "alice": keys(read_person(alice.key, alice)),
    } == {
        "nobody": set(),
        "eve": set(),
        "bob": {factories.thesis_of(members).key},
        "alice": {factories.thesis_of(members).key, factories.thesis_of(unlisted).key},
    }
    assert read_person(alice.key, alice).debates == ()  # public ones only


def test_the_debates_of_a_person_are_theirs_and_public_the_newest_first(
    alice: User, bob: User
) -> None:
    for number in range(PERSON_DEBATES + 1):
        factories.debate(alice, thesis=f"Thesis {number}.", at=LONG_AGO + timedelta(number))
    factories.debate(bob)
    shown = [debate.thesis for debate in read_person(alice.key, None).debates]
    assert shown == [f"Thesis {number}." for number in range(PERSON_DEBATES, 0, -1)]


def test_guests_closed_accounts_and_unknown_keys_have_no_page(alice: User) -> None:
    guest, closed = factories.guest(), factories.person("closed")
    closed.is_active = False
    closed.save()
    for key in (guest.key, closed.key, "0" * 12):
        with pytest.raises(NotFound) as caught:
            read_person(key, alice)
        assert caught.value.code == "no_person"


def test_pages_follow_each_other_without_loss_also_among_claims_of_one_moment(
    thread: Thread, eve: User
) -> None:
    made = factories.replies(thread.point, eve, 2 * CLAIMS_PER_PAGE + 5)  # all at one moment
    newest = factories.reply(thread.point, eve, at=timezone.now())
    expected = [newest.key, *(claim.key for claim in reversed(made))]
    there: list[str] = []
    back: list[str] = []
    cursor = ""
    while True:
        page = read_person(eve.key, None, cursor=cursor).claims
        there += [claim.key for claim in page.rows]
        if not page.next:
            break
        cursor = page.next
    assert there == expected
    while page.previous:
        page = read_person(eve.key, None, cursor=page.previous).claims
        back = [claim.key for claim in page.rows] + back
    assert back == expected[: len(back)]
    assert len(back) == 2 * CLAIMS_PER_PAGE


def test_a_cursor_of_one_group_means_nothing_in_another(thread: Thread, eve: User) -> None:
    factories.replies(thread.point, eve, CLAIMS_PER_PAGE + 1)
    cursor = read_person(eve.key, None, group=ClaimGroup.REBUT).claims.next or ""
    for group, word in ((None, cursor), (ClaimGroup.REBUT, "made up")):
        with pytest.raises(Invalid) as caught:
            read_person(eve.key, None, group=group, cursor=word)
        assert caught.value.code == "bad_cursor"


def test_it_takes_four_statements(
    thread: Thread, bob: User, eve: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        read_person(bob.key, eve)
    factories.replies(thread.point, bob, 40)
    with django_assert_num_queries(4):
        read_person(bob.key, eve)
