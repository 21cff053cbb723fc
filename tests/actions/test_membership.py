"""Rules of actions/membership.py."""

import pytest

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, Refusal
from accounts.models import User
from debate.actions.invitation import accept_invitation, make_invitation
from debate.actions.membership import change_role, leave_debate, remove_member, seat_person
from debate.actions.reply import post_reply
from debate.enums import ChangeKind, Role, Visibility
from debate.limits import MEMBERS_MAX
from debate.models import Block, Change, Claim, Debate, DebateRules, Membership
from debate.queries.access import open_debate
from debate.queries.claim import read_claim
from debate.queries.members import list_members
from debate.queries.rows import Byline
from tests import factories


@pytest.fixture
def private(alice: User) -> Debate:
    """Alice's debate for members, of which there are none yet."""
    return factories.debate(alice, visibility=Visibility.MEMBERS)


def roles(debate: Debate) -> dict[str, str | None]:
    seats = Membership.objects.filter(debate=debate)
    return {seat.person.handle or "": seat.role for seat in seats.select_related("person")}


def told(debate: Debate) -> list[tuple[str, dict[str, object]]]:
    kinds = [ChangeKind.SEATED, ChangeKind.LEFT]
    changes = Change.objects.filter(debate=debate, kind__in=kinds).order_by("seq")
    return list(changes.values_list("kind", "payload"))


def seat_of(debate: Debate, person: User) -> str:
    """The word by which the owner's list names somebody's place."""
    page = list_members(debate.key, debate.owner)
    (seat,) = (row.seat for row in page.page.rows if row.name.key == person.key)
    return seat


def code(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.code


def test_a_role_given_by_handle_opens_the_debate_at_once(
    private: Debate, alice: User, bob: User
) -> None:
    with pytest.raises(NotFound):
        open_debate(private.key, bob)
    seat_person(debate=private.key, handle=" @Bob ", role="member", by=alice)
    assert roles(private) == {"bob": "member"}
    assert told(private) == [("seated", {"person": bob.pk, "role": "member"})]
    thesis = factories.thesis_of(private)
    post_reply(parent=thesis.key, relation="rebut", text="It should not.", by=bob)


def test_a_reader_only_reads(private: Debate, alice: User, bob: User) -> None:
    seat_person(debate=private.key, handle="bob", role="reader", by=alice)
    thesis = factories.thesis_of(private)
    assert read_claim(thesis.key, bob).text == thesis.text
    with pytest.raises(NotAllowed):
        post_reply(parent=thesis.key, relation="rebut", text="It should not.", by=bob)


def test_giving_the_same_role_twice_is_harmless_and_another_is_given_in_the_list(
    private: Debate, alice: User, bob: User
) -> None:
    for _again in range(2):
        seat_person(debate=private.key, handle="bob", role="reader", by=alice)
    with pytest.raises(Conflict) as refused:
        seat_person(debate=private.key, handle="bob", role="moderator", by=alice)
    assert code(refused) == "already_a_member"
    for _again in range(2):
        change_role(debate=private.key, seat=seat_of(private, bob), role="moderator", by=alice)
    assert roles(private) == {"bob": "moderator"}
    assert [payload["role"] for _kind, payload in told(private)] == ["reader", "moderator"]


@pytest.mark.parametrize(
    "handle",
    [
        "nobody-here",
        "bob@example.org",
        "Bob Bobson",
        "",
        "b\0b",
        "\ud800",
        "x" * 10_000,
        "%",
        "_ob",
    ],
)
def test_nobody_is_found_but_by_their_handle(
    private: Debate, alice: User, bob: User, handle: str
) -> None:
    with pytest.raises(Invalid) as refused:
        seat_person(debate=private.key, handle=handle, role="member", by=alice)
    assert (code(refused), refused.value.field) == ("no_such_handle", "handle")
    assert roles(private) == {}


def test_who_closed_their_account_is_found_no_more(private: Debate, alice: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)
    with pytest.raises(Invalid) as refused:
        seat_person(debate=private.key, handle="bob", role="member", by=alice)
    assert code(refused) == "no_such_handle"


def test_the_owner_needs_no_role_and_who_is_blocked_gets_none(
    private: Debate, alice: User, bob: User
) -> None:
    with pytest.raises(Invalid) as refused:
        seat_person(debate=private.key, handle="alice", role="reader", by=alice)
    assert code(refused) == "they_own_it"
    Block.objects.create(debate=private, person=bob)
    with pytest.raises(Conflict) as conflict:
        seat_person(debate=private.key, handle="bob", role="member", by=alice)
    assert code(conflict) == "they_are_blocked"
    assert roles(private) == {}


def test_a_member_who_is_blocked_keeps_the_seat_and_gets_no_other_role(
    private: Debate, alice: User, bob: User
) -> None:
    seat_person(debate=private.key, handle="bob", role="member", by=alice)
    seat = seat_of(private, bob)
    Block.objects.create(debate=private, person=bob)
    with pytest.raises(Conflict) as refused:
        change_role(debate=private.key, seat=seat, role="moderator", by=alice)
    assert code(refused) == "they_are_blocked"
    assert roles(private) == {"bob": "member"}
    remove_member(debate=private.key, seat=seat, by=alice)
    assert roles(private) == {}


def test_there_are_three_roles(private: Debate, alice: User, bob: User) -> None:
    for role in ("owner", "", "READER", "\0"):
        with pytest.raises(Invalid) as refused:
            seat_person(debate=private.key, handle="bob", role=role, by=alice)
        assert code(refused) == "no_such_role"
    factories.member(private, bob)
    with pytest.raises(Invalid):
        change_role(debate=private.key, seat=seat_of(private, bob), role="owner", by=alice)


def test_a_debate_has_so_many_members_and_no_more(
    private: Debate, alice: User, bob: User, dan: User
) -> None:
    crowd = factories.people(MEMBERS_MAX - 1)
    Membership.objects.bulk_create(Membership(debate=private, person=p) for p in crowd)
    seat_person(debate=private.key, handle="bob", role="member", by=alice)
    with pytest.raises(Conflict) as refused:
        seat_person(debate=private.key, handle="dan", role="member", by=alice)
    assert code(refused) == "too_many_members"
    change_role(debate=private.key, seat=seat_of(private, bob), role="reader", by=alice)
    remove_member(debate=private.key, seat=seat_of(private, bob), by=alice)
    seat_person(debate=private.key, handle="dan", role="member", by=alice)


def test_only_the_owner_gives_changes_and_takes_roles(
    private: Debate, alice: User, bob: User, dan: User, eve: User
) -> None:
    factories.member(private, bob, role=Role.MODERATOR)
    factories.member(private, dan)
    seat = seat_of(private, dan)

    def tries(by: User | None) -> list[type[Exception]]:
        raised: list[type[Exception]] = []
        for deed in (
            lambda: seat_person(debate=private.key, handle="eve", role="reader", by=by),
            lambda: change_role(debate=private.key, seat=seat, role="moderator", by=by),
            lambda: remove_member(debate=private.key, seat=seat, by=by),
        ):
            with pytest.raises(Refusal) as refused:
                deed()
            raised.append(refused.type)
        return raised

    assert tries(bob) == tries(dan) == [NotAllowed] * 3
    assert tries(eve) == tries(None) == [NotFound] * 3
    DebateRules.objects.filter(debate=private).update(posting="members")
    Debate.objects.filter(pk=private.pk).update(visibility=Visibility.PUBLIC)
    assert tries(None) == [NotSignedIn] * 3
    assert roles(private) == {"bob": "moderator", "dan": "member"}


def test_who_is_removed_sees_and_writes_no_more_and_what_they_wrote_stays(
    private: Debate, alice: User, bob: User
) -> None:
    factories.member(private, bob)
    written = factories.reply(factories.thesis_of(private), bob)
    seat = seat_of(private, bob)
    for _again in range(2):
        remove_member(debate=private.key, seat=seat, by=alice)
    assert roles(private) == {}
    assert told(private) == [("left", {"person": bob.pk, "role": "member"})]
    with pytest.raises(NotFound):
        post_reply(parent=written.key, relation="support", text="And more.", by=bob)
    assert read_claim(written.key, alice).byline == Byline("Bob", bob.key)


def test_a_pseudonym_outlasts_the_role(private: Debate, alice: User, bob: User, dan: User) -> None:
    """Without the seat their name would stand under all that they wrote."""
    for person, name in ((bob, "Zebra"), (dan, "Okapi")):
        factories.member(private, person, byline=name)
    by_bob = factories.reply(factories.thesis_of(private), bob)
    by_dan = factories.reply(factories.thesis_of(private), dan)
    shown = {row.name.name: row.seat for row in list_members(private.key, alice).page.rows}
    remove_member(debate=private.key, seat=shown["Zebra"], by=alice)
    leave_debate(debate=private.key, by=dan)
    assert read_claim(by_bob.key, alice).byline == Byline("Zebra")
    assert read_claim(by_dan.key, alice).byline == Byline("Okapi")
    assert list_members(private.key, alice).page.rows == ()
    for person in (bob, dan):
        with pytest.raises(NotFound):
            open_debate(private.key, person)
    link = make_invitation(debate=private.key, role="reader", by=alice)
    accept_invitation(key=link.key, by=bob)
    assert [row.name for row in list_members(private.key, alice).page.rows] == [Byline("Zebra")]


def test_a_handle_leads_to_nobodys_pseudonym(private: Debate, alice: User, bob: User) -> None:
    """Giving a role would tell: by whether it changes anything, or by who is new in the list."""
    seat = factories.member(private, bob, byline="Zebra")
    for present in ("member", None):
        seat.role = present
        seat.save()
        for role in Role:
            with pytest.raises(Conflict) as refused:
                seat_person(debate=private.key, handle="bob", role=role, by=alice)
            assert code(refused) == "goes_by_another_name"
    assert told(private) == []


def test_a_seat_belongs_to_one_debate_and_the_owners_is_on_no_list(
    private: Debate, alice: User, bob: User, eve: User
) -> None:
    factories.member(private, bob)
    other = factories.debate(eve, visibility=Visibility.MEMBERS)
    factories.member(other, eve, byline="Ermine")
    assert list_members(other.key, eve).owner == Byline("Ermine")
    assert list_members(other.key, eve).page.rows == ()
    foreign = seat_of(private, bob)
    for word in (foreign, "", "x", foreign + "x", "\ud800", "1:2"):
        with pytest.raises(NotFound):
            change_role(debate=other.key, seat=word, role="reader", by=eve)
    remove_member(debate=other.key, seat=foreign, by=eve)
    assert roles(private) == {"bob": "member"}


def test_a_member_leaves_and_nobody_else_can(
    private: Debate, debate: Debate, alice: User, bob: User, eve: User
) -> None:
    factories.member(private, bob)
    leave_debate(debate=private.key, by=bob)
    assert (roles(private), [kind for kind, _payload in told(private)]) == ({}, ["left"])
    with pytest.raises(NotFound):
        leave_debate(debate=private.key, by=bob)
    for person in (alice, eve):
        with pytest.raises(NotAllowed) as refused:
            leave_debate(debate=debate.key, by=person)
        assert code(refused) == "no_seat_to_leave"
    with pytest.raises(NotSignedIn):
        leave_debate(debate=debate.key, by=None)


def test_who_is_blocked_or_suspended_can_still_leave(private: Debate, bob: User, dan: User) -> None:
    for person in (bob, dan):
        factories.member(private, person)
    Block.objects.create(debate=private, person=bob)
    User.objects.filter(pk=dan.pk).update(banned=True)
    for person in (bob, dan):
        person.refresh_from_db()
        leave_debate(debate=private.key, by=person)
    assert roles(private) == {}


def test_a_role_in_a_draft_opens_nothing_before_the_draft_is_published(
    alice: User, bob: User
) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    seat_person(debate=draft.key, handle="bob", role="moderator", by=alice)
    with pytest.raises(NotFound):
        open_debate(draft.key, bob)
    assert Claim.objects.filter(debate=draft).exists()
