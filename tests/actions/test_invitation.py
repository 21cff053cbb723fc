"""Rules of actions/invitation.py."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.invitation import accept_invitation, make_invitation, revoke_invitation
from debate.enums import ChangeKind, Role, Visibility
from debate.errors import NotOpen
from debate.limits import INVITATION_DAYS, MEMBERS_MAX
from debate.models import Block, Change, Debate, Invitation, Membership
from debate.queries.access import open_debate
from tests import factories


@pytest.fixture
def private(alice: User) -> Debate:
    return factories.debate(alice, visibility=Visibility.MEMBERS)


@pytest.fixture
def link(private: Debate, alice: User) -> Invitation:
    """To be a member of alice's debate."""
    return make_invitation(debate=private.key, role="member", by=alice)


def role_of(debate: Debate, person: User) -> str | None:
    return (
        Membership.objects.filter(debate=debate, person=person)
        .values_list("role", flat=True)
        .first()
    )


def used(link: Invitation) -> int:
    return Invitation.objects.get(key=link.key).used


def test_whoever_has_the_link_joins_once_however_often_they_accept(
    private: Debate, link: Invitation, bob: User, dan: User
) -> None:
    for person in (bob, bob, dan):
        assert accept_invitation(key=link.key, by=person) == private
    assert (role_of(private, bob), role_of(private, dan), used(link)) == ("member", "member", 2)
    seated = Change.objects.filter(debate=private, kind=ChangeKind.SEATED).order_by("seq")
    assert [(c.actor, c.payload) for c in seated] == [
        (person, {"person": person.pk, "role": "member"}) for person in (bob, dan)
    ]
    open_debate(private.key, bob)


@pytest.mark.parametrize(
    ("has", "offered", "gets"),
    [
        (Role.READER, Role.MEMBER, "member"),
        (Role.MEMBER, Role.MODERATOR, "moderator"),
        (Role.MEMBER, Role.READER, "member"),
        (Role.MODERATOR, Role.MEMBER, "moderator"),
    ],
)
def test_a_link_raises_a_role_and_never_lowers_one(
    private: Debate, alice: User, bob: User, has: Role, offered: Role, gets: str
) -> None:
    factories.member(private, bob, role=has)
    link = make_invitation(debate=private.key, role=offered, by=alice)
    accept_invitation(key=link.key, by=bob)
    assert (role_of(private, bob), used(link)) == (gets, int(gets != has))


def test_the_owner_is_let_in_without_a_seat(private: Debate, link: Invitation, alice: User) -> None:
    assert accept_invitation(key=link.key, by=alice) == private
    assert (role_of(private, alice), used(link)) == (None, 0)


def test_making_a_link_again_revokes_the_one_there_was(
    private: Debate, link: Invitation, alice: User, bob: User, dan: User
) -> None:
    accept_invitation(key=link.key, by=bob)
    other = make_invitation(debate=private.key, role="member", by=alice)
    assert (other.key != link.key, used(other)) == (True, 0)
    with pytest.raises(NotFound):
        accept_invitation(key=link.key, by=dan)
    accept_invitation(key=other.key, by=dan)
    assert role_of(private, bob) == "member"


def test_a_link_of_one_role_leaves_those_of_the_others(
    private: Debate, link: Invitation, alice: User, bob: User
) -> None:
    for _again in range(2):
        revoke_invitation(debate=private.key, role="reader", by=alice)
    make_invitation(debate=private.key, role="moderator", by=alice)
    accept_invitation(key=link.key, by=bob)
    assert role_of(private, bob) == "member"


def test_what_expired_was_revoked_or_never_was_is_told_apart_by_nobody(
    private: Debate, link: Invitation, alice: User, bob: User
) -> None:
    refusals = []
    for key, at in (
        (link.key, timezone.now() + timedelta(days=INVITATION_DAYS, seconds=1)),
        ("A" * 32, None),
        ("", None),
    ):
        with pytest.raises(NotFound) as refused:
            accept_invitation(key=key, by=bob, at=at)
        refusals.append(refused.value)
    revoke_invitation(debate=private.key, role="member", by=alice)
    with pytest.raises(NotFound) as refused:
        accept_invitation(key=link.key, by=bob)
    assert {(r.code, str(r.facts)) for r in [*refusals, refused.value]} == {("no_invitation", "{}")}
    assert role_of(private, bob) is None


def test_an_invitation_to_a_draft_waits_until_that_is_published(alice: User, bob: User) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    link = make_invitation(debate=draft.key, role="member", by=alice)
    with pytest.raises(NotOpen) as refused:
        accept_invitation(key=link.key, by=bob)
    assert refused.value.code == "still_a_draft"
    Debate.objects.filter(pk=draft.pk).update(
        visibility=Visibility.MEMBERS, opened_at=timezone.now()
    )
    accept_invitation(key=link.key, by=bob)
    assert role_of(draft, bob) == "member"


def test_who_is_blocked_suspended_a_guest_or_nobody_is_not_let_in(
    private: Debate, link: Invitation, bob: User, dan: User
) -> None:
    Block.objects.create(debate=private, person=bob)
    User.objects.filter(pk=dan.pk).update(banned=True)
    codes = []
    for person in (bob, dan, factories.guest()):
        with pytest.raises(NotAllowed) as refused:
            accept_invitation(key=link.key, by=person)
        codes.append(refused.value.code)
    assert codes == ["blocked_here", "suspended", "sign_up_to_join"]
    with pytest.raises(NotSignedIn):
        accept_invitation(key=link.key, by=None)
    assert (Membership.objects.filter(debate=private).count(), used(link)) == (0, 0)


def test_a_full_debate_takes_nobody_by_a_link_either(
    private: Debate, link: Invitation, bob: User
) -> None:
    crowd = factories.people(MEMBERS_MAX)
    Membership.objects.bulk_create(Membership(debate=private, person=p) for p in crowd)
    with pytest.raises(Conflict) as refused:
        accept_invitation(key=link.key, by=bob)
    assert (refused.value.code, used(link)) == ("too_many_members", 0)


def test_only_the_owner_makes_and_revokes_links(
    private: Debate, link: Invitation, bob: User, eve: User
) -> None:
    factories.member(private, bob, role=Role.MODERATOR)
    for person, refusal in ((bob, NotAllowed), (eve, NotFound), (None, NotFound)):
        with pytest.raises(refusal):
            make_invitation(debate=private.key, role="moderator", by=person)
        with pytest.raises(refusal):
            revoke_invitation(debate=private.key, role="member", by=person)
    assert list(Invitation.objects.values_list("key", flat=True)) == [link.key]


def test_a_link_is_for_one_of_three_roles(private: Debate, alice: User) -> None:
    for role in ("owner", "", "\0"):
        with pytest.raises(Invalid):
            make_invitation(debate=private.key, role=role, by=alice)
        with pytest.raises(Invalid):
            revoke_invitation(debate=private.key, role=role, by=alice)
    assert not Invitation.objects.exists()
