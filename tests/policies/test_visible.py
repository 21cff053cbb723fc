"""What is visible to whom: the filters that every read starts from."""

import pytest
from django.utils import timezone

from accounts.enums import Role as SiteRole
from accounts.models import User
from debate.enums import Capacity, ClaimState, Role, Visibility
from debate.models import Claim, Debate, LinkVisit, Membership
from debate.models.member import new_link_key
from debate.policies.debate import listed_debates, visible_debates
from debate.policies.person import has_profile, signed_claims, signed_debates
from debate.policies.visitor import Visitor
from debate.queries.access import open_debate
from tests import factories

pytestmark = pytest.mark.reads

LINK, OLD_LINK = new_link_key(), new_link_key()


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        (
            Visibility.PUBLIC,
            {"owner", "member", "gone", "eve", "nobody", "who came by the link", "late by link",
             "visitor with the link", "visitor with another link"},
        ),
        (
            Visibility.UNLISTED,
            {"owner", "member", "who came by the link", "visitor with the link"},
        ),
        (Visibility.MEMBERS, {"owner", "member"}),
        (Visibility.DRAFT, {"owner"}),
    ],
)  # fmt: skip
def test_who_sees_a_debate(
    alice: User,
    bob: User,
    carol: User,
    dan: User,
    eve: User,
    visibility: Visibility,
    seen_by: set[str],
) -> None:
    of, elsewhere = factories.debate(alice, visibility=visibility), factories.debate(bob)
    Debate.objects.filter(pk=of.pk).update(link_key=LINK)
    factories.member(of, bob, role=Role.READER)
    left = factories.person("left")
    factories.member(of, left)
    Membership.objects.filter(person=left).update(role=None)
    LinkVisit.objects.create(debate=of, person=carol, link_key=LINK)
    LinkVisit.objects.create(debate=of, person=dan, link_key=OLD_LINK)
    factories.member(elsewhere, eve)
    LinkVisit.objects.create(debate=elsewhere, person=eve, link_key=LINK)
    viewers = {
        "owner": alice,
        "member": bob,
        "gone": left,
        "who came by the link": carol,
        "late by link": dan,
        "eve": eve,
        "nobody": None,
        "visitor with the link": Visitor((LINK,)),
        "visitor with another link": Visitor((OLD_LINK,)),
    }
    assert seen_by == {
        name
        for name, viewer in viewers.items()
        if Debate.objects.filter(visible_debates(viewer), pk=of.pk).exists()
    }


def test_an_unlisted_debate_without_a_link_is_open_to_no_link(alice: User, eve: User) -> None:
    of = factories.debate(alice, visibility=Visibility.UNLISTED)
    LinkVisit.objects.create(debate=of, person=eve, link_key="")
    for viewer in (eve, Visitor(("",)), Visitor()):
        assert not Debate.objects.filter(visible_debates(viewer), pk=of.pk).exists()


def test_lists_show_public_debates_until_they_are_archived(alice: User) -> None:
    listed = factories.debate(alice)
    for visibility in set(Visibility) - {Visibility.PUBLIC}:
        factories.debate(alice, visibility=visibility)
    archived = factories.debate(alice)
    Debate.objects.filter(pk=archived.pk).update(archived_at=timezone.now())
    assert list(Debate.objects.filter(listed_debates())) == [listed]


def test_only_people_with_an_open_account_have_a_page(alice: User, bob: User) -> None:
    factories.guest()
    bob.is_active = False
    bob.save(update_fields=["is_active"])
    assert list(User.objects.filter(has_profile())) == [alice]


def test_nothing_leads_from_a_person_to_what_they_said_under_another_name(
    alice: User, bob: User, eve: User
) -> None:
    masked, plain = factories.debate(alice), factories.debate(alice)
    factories.member(masked, alice, byline="Puffin")
    factories.member(masked, bob)
    factories.member(plain, bob, byline="Gannet")
    assert list(Debate.objects.filter(signed_debates())) == [plain]
    said = factories.reply(factories.thesis_of(masked), bob)
    factories.reply(factories.thesis_of(plain), bob)
    withdrawn = factories.reply(factories.thesis_of(plain), eve)
    factories.withdraw(withdrawn)
    assert set(Claim.objects.filter(signed_claims())) == {said, factories.thesis_of(plain)}
    assert withdrawn.state == ClaimState.WITHDRAWN


@pytest.mark.parametrize(
    ("role", "capacity"),
    [
        (SiteRole.STAFF, Capacity.STAFF),
        (SiteRole.MODERATOR, Capacity.STAFF),
        (SiteRole.MEMBER, Capacity.PERSON),
    ],
)
def test_whoever_keeps_order_on_the_site_does_so_in_public_debates(
    debate: Debate, eve: User, role: SiteRole, capacity: Capacity
) -> None:
    User.objects.filter(pk=eve.pk).update(role=role)
    eve.refresh_from_db()
    assert open_debate(debate.key, eve).standing.capacity == capacity
