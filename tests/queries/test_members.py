"""Rules of queries/members.py."""

from datetime import timedelta

import pytest

from accounts.errors import Invalid, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.invitation import make_invitation
from debate.enums import Role, Visibility
from debate.limits import MEMBERS_PER_PAGE
from debate.models import Block, Debate, DebateRules, Invitation, Membership
from debate.queries.members import (
    MembersPage,
    list_members,
    read_invitation,
    read_leaving,
    read_member,
    write_seat,
)
from debate.queries.rows import Byline
from tests import factories
from tests.factories import LONG_AGO


@pytest.fixture
def private(alice: User) -> Debate:
    return factories.debate(alice, visibility=Visibility.MEMBERS)


def names(page: MembersPage) -> list[str]:
    return [row.name.name for row in page.page.rows]


def test_members_see_each_other_and_nobody_else_does(
    private: Debate, alice: User, bob: User, dan: User, carol: User, eve: User
) -> None:
    for person, role in ((bob, Role.READER), (dan, Role.MODERATOR)):
        factories.member(private, person, role=role)
    make_invitation(debate=private.key, role="member", by=alice)
    for person in (alice, bob, dan):
        shown = list_members(private.key, person)
        assert shown.owner == Byline("Alice", alice.key)
        assert {(row.name.name, row.role, row.mine) for row in shown.page.rows} == {
            ("Bob", Role.READER, person == bob),
            ("Dan", Role.MODERATOR, person == dan),
        }
        assert shown.counts == {Role.READER: 1, Role.MODERATOR: 1}
        assert (shown.to_invite, len(shown.invitations)) == (person == alice, person == alice)
    for stranger in (carol, eve, None):
        with pytest.raises(NotFound):
            list_members(private.key, stranger)


def test_of_a_public_debate_only_its_people_and_the_staff_see_the_members(
    debate: Debate, alice: User, bob: User, carol: User, eve: User
) -> None:
    factories.member(debate, bob)
    for posting in ("everybody", "members"):
        DebateRules.objects.filter(debate=debate).update(posting=posting)
        assert [names(list_members(debate.key, p)) for p in (alice, bob, carol)] == [["Bob"]] * 3
        with pytest.raises(NotFound):
            list_members(debate.key, eve)
        with pytest.raises(NotSignedIn):
            list_members(debate.key, None)
    Block.objects.create(debate=debate, person=bob)
    with pytest.raises(NotFound):
        list_members(debate.key, bob)


def test_a_pseudonym_is_shown_to_all_alike_and_leads_to_nobody(
    private: Debate, alice: User, bob: User, dan: User
) -> None:
    factories.member(private, bob, byline="Zebra")
    factories.member(private, dan, role=Role.MODERATOR)
    for person in (alice, dan):
        assert Byline("Zebra") in [row.name for row in list_members(private.key, person).page.rows]
        assert bob.key not in repr(list_members(private.key, person).page)


def test_who_goes_by_a_pseudonym_is_listed_to_those_who_keep_order_alone(
    private: Debate, alice: User, bob: User, dan: User, eve: User
) -> None:
    """Since when, and after whom, somebody is there would tell a classmate who they are."""
    seats = [
        factories.member(private, who, byline=name) for who, name in ((bob, "Zebra"), (dan, "Yak"))
    ]
    factories.member(private, eve)

    def names(viewer: User) -> list[str]:
        return sorted(row.name.name for row in list_members(private.key, viewer).page.rows)

    assert names(alice) == ["Eve", "Yak", "Zebra"]
    assert names(bob) == ["Eve", "Zebra"]
    assert names(eve) == ["Eve"]
    assert list_members(private.key, eve).counts == {Role.MEMBER: 1}
    with pytest.raises(NotFound):
        read_member(private.key, write_seat(seats[0].pk), eve)


def test_pages_of_members_follow_each_other_in_both_directions_whoever_came_at_once(
    private: Debate, alice: User, bob: User
) -> None:
    crowd = factories.people(2 * MEMBERS_PER_PAGE)
    Membership.objects.bulk_create(
        Membership(debate=private, person=p, created_at=LONG_AGO + timedelta(minutes=n // 60))
        for n, p in enumerate(crowd)
    )
    factories.member(private, bob, role=Role.READER)
    first = list_members(private.key, alice)
    second = list_members(private.key, alice, cursor=first.page.next or "")
    third = list_members(private.key, alice, cursor=second.page.next or "")
    everybody = ["Bob", *(person.display_name for person in reversed(crowd))]
    assert names(first) + names(second) + names(third) == everybody
    assert (first.page.previous, third.page.next) == (None, None)
    back = list_members(private.key, alice, cursor=third.page.previous or "")
    assert names(back) == names(second)
    assert names(list_members(private.key, alice, role=Role.READER)) == ["Bob"]
    for word, role in (("x", None), (first.page.next or "", Role.READER)):
        with pytest.raises(Invalid):
            list_members(private.key, alice, role=role, cursor=word)


def test_an_invitation_tells_the_thesis_and_the_role_to_whoever_has_the_link(
    private: Debate, alice: User, bob: User
) -> None:
    link = make_invitation(debate=private.key, role="member", by=alice)
    for person in (None, bob):
        offer = read_invitation(link.key, person)
        assert (offer.thesis, offer.role, offer.by, offer.needless) == (
            "School should start at half past nine.",
            Role.MEMBER,
            Byline("Alice", alice.key),
            False,
        )
    seat = factories.member(private, bob, role=Role.MODERATOR)
    assert [read_invitation(link.key, p).needless for p in (bob, alice)] == [True, True]
    seat.role = None
    seat.save()
    assert not read_invitation(link.key, bob).needless


def test_what_is_revoked_expired_or_to_a_draft_offers_nothing(private: Debate, alice: User) -> None:
    link = make_invitation(debate=private.key, role="member", by=alice)
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    early = make_invitation(debate=draft.key, role="member", by=alice)
    Invitation.objects.filter(key=link.key).update(expires_at=LONG_AGO)
    for key in (link.key, early.key, "A" * 32):
        with pytest.raises(NotFound):
            read_invitation(key, alice)
    assert [row.expired for row in list_members(private.key, alice).invitations] == [True]


def test_the_question_before_leaving_is_put_to_members_alone(
    debate: Debate, alice: User, bob: User, eve: User
) -> None:
    factories.member(debate, bob)
    assert read_leaving(debate.key, bob).key == debate.key
    for person, refusal in ((alice, NotAllowed), (eve, NotAllowed), (None, NotSignedIn)):
        with pytest.raises(refusal):
            read_leaving(debate.key, person)
