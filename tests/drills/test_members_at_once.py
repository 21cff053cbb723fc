"""People are given roles, lose them and use links at the same moment."""

from functools import partial
from typing import Any

import pytest

from accounts.errors import Conflict, NotAllowed, NotFound, Refusal
from accounts.models import User
from debate.actions.invitation import accept_invitation, make_invitation, revoke_invitation
from debate.actions.membership import change_role, leave_debate, remove_member, seat_person
from debate.actions.reply import post_reply
from debate.enums import ChangeKind, Role, Visibility
from debate.limits import MEMBERS_MAX
from debate.models import Change, Claim, Debate, Invitation, Membership
from debate.queries.members import list_members
from tests import factories
from tests.drills.racing import Deed, at_once

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

ROUNDS = 4
CROWD = 64


@pytest.fixture
def private(alice: User) -> Debate:
    return factories.debate(alice, visibility=Visibility.MEMBERS)


def role_of(debate: Debate, person: User) -> str | None:
    seats = Membership.objects.filter(debate=debate, person=person)
    return seats.values_list("role", flat=True).first()


def the_record_is_whole(debate: Debate) -> list[Change]:
    """Every number once; and what it says of roles ends with the roles there are."""
    changes = list(Change.objects.filter(debate=debate).order_by("seq"))
    debate.refresh_from_db()
    assert [c.seq for c in changes] == list(range(1, debate.last_seq + 1))
    told: dict[int, str] = {}
    for change in changes:
        if change.kind == ChangeKind.SEATED:
            told[change.payload["person"]] = change.payload["role"]
        elif change.kind == ChangeKind.LEFT:
            del told[change.payload["person"]]
    assert told == dict(Membership.objects.filter(debate=debate).values_list("person", "role"))
    return changes


def test_a_crowd_joins_by_one_link_and_each_is_counted_once(private: Debate, alice: User) -> None:
    """Catches: counting what was read before, and two seats for who sends the form twice."""
    crowd = factories.people(CROWD // 2)
    link = make_invitation(debate=private.key, role="member", by=alice)

    def accept(person: User) -> Deed:
        return lambda: accept_invitation(key=link.key, by=person)

    assert at_once([accept(person) for person in crowd for _twice in range(2)]) == [private] * CROWD
    assert Invitation.objects.get().used == CROWD // 2
    assert Membership.objects.filter(debate=private, role="member").count() == CROWD // 2
    assert len(the_record_is_whole(private)) == 1 + CROWD // 2


def test_the_last_places_go_to_just_as_many(private: Debate, alice: User) -> None:
    """Catches: counting the members before the lock."""
    seated = factories.people(MEMBERS_MAX - 3, prefix="seated")
    Membership.objects.bulk_create(Membership(debate=private, person=p) for p in seated)
    crowd = factories.people(12)
    link = make_invitation(debate=private.key, role="reader", by=alice)

    def accept(person: User) -> Deed:
        return lambda: accept_invitation(key=link.key, by=person)

    results = at_once([accept(person) for person in crowd])
    full = [r for r in results if isinstance(r, Conflict) and r.code == "too_many_members"]
    assert (len(full), results.count(private)) == (9, 3)
    assert Membership.objects.filter(debate=private).count() == MEMBERS_MAX
    assert Invitation.objects.get().used == 3


def test_two_links_for_one_person_leave_the_higher_role(
    private: Debate, alice: User, bob: User
) -> None:
    keys = [
        make_invitation(debate=private.key, role=role, by=alice).key
        for role in (Role.READER, Role.MODERATOR)
    ]

    def accept(key: str) -> Deed:
        return lambda: accept_invitation(key=key, by=bob)

    for _round in range(ROUNDS):
        assert at_once([accept(key) for key in keys]) == [private, private]
        assert role_of(private, bob) == "moderator"
        the_record_is_whole(private)
        leave_debate(debate=private.key, by=bob)


def test_a_link_that_is_revoked_lets_in_who_came_before_and_nobody_after(
    private: Debate, alice: User
) -> None:
    for number in range(ROUNDS):
        (person,) = factories.people(1, prefix=f"comer{number}")
        link = make_invitation(debate=private.key, role="member", by=alice)
        joined, revoked = at_once(
            [
                partial(accept_invitation, key=link.key, by=person),
                partial(revoke_invitation, debate=private.key, role="member", by=alice),
            ]
        )
        assert revoked is None
        refused = isinstance(joined, NotFound)
        assert refused or joined == private
        assert role_of(private, person) == (None if refused else "member")


@pytest.mark.parametrize("lost", ["removed", "made a reader", "left"])
def test_a_reply_is_before_the_role_is_lost_or_it_is_refused(
    alice: User, bob: User, lost: str
) -> None:
    """Catches: reading the role before the lock (a reply of somebody who is no member)."""
    for _round in range(ROUNDS):
        private = factories.debate(alice, visibility=Visibility.MEMBERS)
        thesis = factories.thesis_of(private).key
        factories.member(private, bob)
        seat = list_members(private.key, alice).page.rows[0].seat
        deeds: dict[str, Deed] = {
            "removed": partial(remove_member, debate=private.key, seat=seat, by=alice),
            "made a reader": partial(
                change_role, debate=private.key, seat=seat, role="reader", by=alice
            ),
            "left": partial(leave_debate, debate=private.key, by=bob),
        }
        reply = partial(post_reply, parent=thesis, relation="rebut", text="It is not.", by=bob)
        said, done = at_once([reply, deeds[lost]])
        assert not isinstance(done, Exception)
        kinds = list(
            Change.objects.filter(debate=private, seq__gt=1)
            .order_by("seq")
            .values_list("kind", flat=True)
        )
        end = ChangeKind.SEATED if lost == "made a reader" else ChangeKind.LEFT
        if isinstance(said, Claim):
            assert kinds == [ChangeKind.STATED, end]
        else:
            assert isinstance(said, NotFound | NotAllowed)
            assert kinds == [end]


def test_leaving_and_being_seated_anew_end_in_one_order_or_the_other(
    private: Debate, alice: User, bob: User
) -> None:
    for _round in range(ROUNDS):
        Membership.objects.filter(debate=private).delete()
        seat_person(debate=private.key, handle="bob", role="member", by=alice)
        results: list[Any] = at_once(
            [
                lambda: leave_debate(debate=private.key, by=bob),
                lambda: seat_person(debate=private.key, handle="bob", role="moderator", by=alice),
                lambda: seat_person(debate=private.key, handle="bob", role="moderator", by=alice),
            ]
        )
        unexpected = [r for r in results if isinstance(r, Exception) and not isinstance(r, Refusal)]
        assert unexpected == []
        seated = any(isinstance(r, Membership) for r in results[1:])
        assert role_of(private, bob) == ("moderator" if seated else None)
        assert Membership.objects.filter(debate=private).count() == seated
