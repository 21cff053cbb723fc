"""Groups of a session: parallel copies of its debate."""

import pytest

from accounts.errors import Refusal
from accounts.models import User
from classroom.actions.entering import enter
from classroom.actions.groups import open_groups, place_all, place_in_group
from classroom.enums import Action, Preset
from classroom.models import Group, Seat
from classroom.queries.access import open_session
from classroom.queries.groups import compare_groups
from debate.actions.reply import post_reply
from debate.enums import ClaimKind, Relation, Side
from debate.models import Claim, Debate, DebateRules, Membership, Position
from tests.classroom.factories import THESIS, a_seat, a_session, debate_of


def person(seat: Seat) -> User:
    assert seat.person is not None
    return seat.person


def thesis(debate: Debate) -> Claim:
    return Claim.objects.get(debate=debate, kind=ClaimKind.THESIS)


def test_each_group_has_a_copy_under_the_same_clock(dan: User) -> None:
    session = a_session(dan, phase="Rebut")
    for _ in range(2):
        assert len(open_groups(session=session.key, groups=3, by=dan)) == 3
    debates = [group.debate for group in Group.objects.filter(session=session)]
    assert {thesis(debate).text for debate in debates} == {THESIS}
    assert {debate.owner_id for debate in debates} == {dan.pk}
    first, *others = [DebateRules.objects.get(debate=debate) for debate in debates]
    assert all((rules.windows, rules.keepers_judge) == (first.windows, False) for rules in others)


def test_a_newcomer_goes_where_the_fewest_sit(dan: User) -> None:
    session = a_session(dan, lobby=False)
    open_groups(session=session.key, groups=2, by=dan)
    code = session.code or ""
    seated = [enter(code=code, name=name, by=None, network="n").seat for name in "ABCD"]
    assert [seat.group.number for seat in seated if seat.group] == [1, 2, 1, 2]


def test_whoever_is_moved_writes_in_the_new_group_alone(dan: User) -> None:
    session = a_session(dan, preset=Preset.OPEN_DISCUSSION)
    iris = a_seat(session, "Iris", side=Side.FOR)
    old, new = open_groups(session=session.key, groups=2, by=dan)
    said = post_reply(
        parent=thesis(old.debate).key, relation=Relation.REBUT, text="Before.", by=person(iris)
    )
    for _ in range(2):
        place_in_group(session=session.key, seat=iris.key, group=new.key, by=dan)
    before, after = (
        Membership.objects.get(debate=group.debate, person=person(iris)) for group in (old, new)
    )
    assert (before.role, before.byline) == (None, "Iris")
    assert (after.role, after.byline, after.side) == ("member", "Iris", "for")
    with pytest.raises(Refusal, match="no_claim"):
        post_reply(
            parent=thesis(old.debate).key, relation=Relation.REBUT, text="Late.", by=person(iris)
        )
    assert Claim.objects.get(pk=said.pk).state == "live"


def test_whoever_comes_back_to_a_group_finds_their_place_there(dan: User) -> None:
    session = a_session(dan)
    iris = a_seat(session, "Iris", side=Side.FOR)
    old, new = open_groups(session=session.key, groups=2, by=dan)
    place_in_group(session=session.key, seat=iris.key, group=new.key, by=dan)
    place_in_group(session=session.key, seat=iris.key, group=old.key, by=dan)
    back = Membership.objects.get(debate=old.debate, person=person(iris))
    assert (back.role, back.side) == ("member", "for")


def test_all_are_dealt_into_groups_of_the_same_size_and_balance(dan: User) -> None:
    session = a_session(dan)
    for number in range(12):
        a_seat(session, f"S{number}", side=Side.FOR if number % 2 else Side.AGAINST)
    open_groups(session=session.key, groups=3, by=dan)
    place_all(session=session.key, by=dan)
    for group in Group.objects.filter(session=session):
        sides = Membership.objects.filter(debate=group.debate, role="member")
        assert (
            sorted(str(side) for side in sides.values_list("side", flat=True))
            == ["against"] * 2 + ["for"] * 2
        )


def test_groups_that_nobody_used_can_be_closed_and_others_stay(dan: User) -> None:
    session = a_session(dan)
    a_seat(session, "Iris")
    open_groups(session=session.key, groups=4, by=dan)
    assert len(open_groups(session=session.key, groups=2, by=dan)) == 2
    assert Group.objects.filter(session=session).count() == 2
    ada = a_seat(session, "Ada", group=2)
    with pytest.raises(Refusal, match="group_is_used"):
        open_groups(session=session.key, groups=1, by=dan)
    first = Group.objects.get(session=session, number=1)
    place_in_group(session=session.key, seat=ada.key, group=first.key, by=dan)
    assert len(open_groups(session=session.key, groups=1, by=dan)) == 1


@pytest.mark.parametrize("groups", [0, 21, 10**9])
def test_there_are_one_to_twenty_groups(dan: User, groups: int) -> None:
    with pytest.raises(Refusal, match="so_many_groups"):
        open_groups(session=a_session(dan).key, groups=groups, by=dan)


def test_groups_are_compared_by_what_became_of_the_thesis(dan: User) -> None:
    session = a_session(dan, preset=Preset.OPEN_DISCUSSION)
    for number in range(5):
        seat = a_seat(session, f"S{number}")
        Position.objects.create(
            debate=debate_of(session), person=person(seat), value=2 if number else -1
        )
    post_reply(
        parent=thesis(debate_of(session)).key, relation=Relation.REBUT, text="No.", by=person(seat)
    )
    open_groups(session=session.key, groups=2, by=dan)
    access = open_session(session.key, dan, Action.SEE_BOARD)
    first, second = compare_groups(access)
    assert (first.claims, [one.claim.text for one in first.top]) == (1, ["No."])
    assert first.leaning is not None
    assert (first.leaning.against, first.leaning.between, first.leaning.on_for) == (20, 0, 80)
    assert (second.claims, second.top, second.leaning) == (0, (), None)
