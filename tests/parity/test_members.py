import pytest

from accounts.models import User
from debate.enums import Role, Visibility
from debate.models import Debate, Invitation, Membership
from debate.queries.members import list_members
from tests import factories
from tests.parity.doors import CONFLICT, DONE, INVALID, NOT_ALLOWED, NOT_FOUND, NOT_SIGNED_IN, Door


@pytest.fixture
def private(alice: User) -> Debate:
    return factories.debate(alice, visibility=Visibility.MEMBERS)


def roles(debate: Debate) -> dict[str | None, str | None]:
    return dict(Membership.objects.filter(debate=debate).values_list("person__handle", "role"))


def seat_of(debate: Debate, name: str) -> str:
    page = list_members(debate.key, debate.owner).page
    (seat,) = (row.seat for row in page.rows if row.name.name == name)
    return seat


def test_a_role_is_given_changed_and_taken_and_twice_is_harmless(
    door: Door, private: Debate, alice: User, bob: User
) -> None:
    for _again in range(2):
        assert door.seat_person(private.key, "bob", "reader", by=alice).kind == DONE
        assert roles(private) == {"bob": "reader"}
    assert door.seat_person(private.key, "bob", "member", by=alice).kind == CONFLICT
    seat = seat_of(private, "Bob")
    for _again in range(2):
        assert door.change_role(private.key, seat, "moderator", by=alice).kind == DONE
        assert roles(private) == {"bob": "moderator"}
    for _again in range(2):
        assert door.remove_member(private.key, seat, by=alice).kind == DONE
        assert roles(private) == {}
    assert door.change_role(private.key, seat, "reader", by=alice).kind == NOT_FOUND


def test_what_is_no_handle_or_no_role_is_refused(
    door: Door, private: Debate, alice: User, bob: User
) -> None:
    assert door.seat_person(private.key, "bob@example.org", "reader", by=alice).kind == INVALID
    assert door.seat_person(private.key, "bob", "king", by=alice).kind == INVALID
    assert door.make_invitation(private.key, "king", by=alice).kind == INVALID
    assert roles(private) == {}


def test_only_the_owner_decides_who_is_a_member(
    door: Door, private: Debate, debate: Debate, bob: User, dan: User, eve: User
) -> None:
    for of in (private, debate):
        factories.member(of, bob, role=Role.MODERATOR)
        factories.member(of, dan)
    for of, by, kind in (
        (private, bob, NOT_ALLOWED),
        (private, eve, NOT_FOUND),
        (private, None, NOT_FOUND),
        (debate, eve, NOT_ALLOWED),
        (debate, None, NOT_SIGNED_IN),
    ):
        seat = seat_of(of, "Dan")
        assert door.seat_person(of.key, "eve", "reader", by=by).kind == kind
        assert door.change_role(of.key, seat, "moderator", by=by).kind == kind
        assert door.remove_member(of.key, seat, by=by).kind == kind
        assert door.make_invitation(of.key, "member", by=by).kind == kind
        assert door.revoke_invitation(of.key, "member", by=by).kind == kind
        assert roles(of) == {"bob": "moderator", "dan": "member"}


def test_a_link_lets_in_whoever_has_it_until_it_is_revoked(
    door: Door, private: Debate, alice: User, bob: User, dan: User
) -> None:
    assert door.make_invitation(private.key, "member", by=alice).kind == DONE
    key = Invitation.objects.get().key
    assert door.accept_invitation(key, by=None).kind == NOT_SIGNED_IN
    for _again in range(2):
        assert door.accept_invitation(key, by=bob).kind == DONE
        assert (roles(private), Invitation.objects.get().used) == ({"bob": "member"}, 1)
    for _again in range(2):
        assert door.revoke_invitation(private.key, "member", by=alice).kind == DONE
    assert door.accept_invitation(key, by=dan).kind == NOT_FOUND
    assert roles(private) == {"bob": "member"}


def test_a_member_leaves_and_others_have_nothing_to_leave(
    door: Door, debate: Debate, alice: User, bob: User, eve: User
) -> None:
    factories.member(debate, bob)
    assert door.leave_debate(debate.key, by=bob).kind == DONE
    assert roles(debate) == {}
    for by in (alice, bob, eve):
        assert door.leave_debate(debate.key, by=by).kind == NOT_ALLOWED
    assert door.leave_debate(debate.key, by=None).kind == NOT_SIGNED_IN
