"""Giving sides to those who sit in a session."""

import pytest

from accounts.errors import Refusal
from accounts.models import User
from classroom.actions.sides import choose_side, deal_sides_anew, set_side, switch_sides
from classroom.enums import SideRule
from classroom.models import Seat, Session
from debate.enums import ClaimKind, Side
from debate.models import Claim, Membership, Position
from tests import factories
from tests.classroom.factories import a_seat, a_session, debate_of


def sides(session: Session) -> dict[str, str | None]:
    """The side of everybody, by byline."""
    return dict(
        Membership.objects.filter(debate=debate_of(session), role="member").values_list(
            "byline", "side"
        )
    )


def person(seat: Seat) -> User:
    assert seat.person is not None
    return seat.person


def test_students_choose_where_sides_are_chosen_and_stay_once_they_spoke(dan: User) -> None:
    session = a_session(dan, side_rule=SideRule.CHOSEN)
    iris = a_seat(session, "Iris")
    choose_side(session=session.key, side="for", by=person(iris))
    choose_side(session=session.key, side="against", by=person(iris))
    assert sides(session) == {"Iris": "against"}
    thesis = Claim.objects.get(debate=debate_of(session), kind=ClaimKind.THESIS)
    factories.reply(thesis, person(iris))
    choose_side(session=session.key, side="against", by=person(iris))
    with pytest.raises(Refusal, match="spoke_from_this_side"):
        choose_side(session=session.key, side="for", by=person(iris))


@pytest.mark.parametrize("rule", [rule for rule in SideRule if rule != SideRule.CHOSEN])
def test_elsewhere_nobody_chooses(dan: User, rule: SideRule) -> None:
    session = a_session(dan, side_rule=rule)
    iris = a_seat(session, "Iris")
    with pytest.raises(Refusal, match="sides_are_not_chosen"):
        choose_side(session=session.key, side="for", by=person(iris))


def test_a_side_is_for_or_against(dan: User) -> None:
    session = a_session(dan, side_rule=SideRule.CHOSEN)
    with pytest.raises(Refusal, match="choose_a_side"):
        choose_side(session=session.key, side="both", by=person(a_seat(session, "Iris")))


def test_a_teacher_puts_one_on_a_side_or_on_none(dan: User) -> None:
    session = a_session(dan, side_rule=SideRule.BALANCED)
    iris = a_seat(session, "Iris", side=Side.FOR)
    set_side(session=session.key, seat=iris.key, side="against", by=dan)
    assert sides(session) == {"Iris": "against"}
    set_side(session=session.key, seat=iris.key, side="", by=dan)
    assert sides(session) == {"Iris": None}


def test_all_sides_are_switched_and_back(dan: User) -> None:
    session = a_session(dan, side_rule=SideRule.BALANCED)
    a_seat(session, "Iris", side=Side.FOR)
    a_seat(session, "Teo", side=Side.AGAINST)
    a_seat(session, "Ada")
    switch_sides(session=session.key, by=dan)
    assert sides(session) == {"Iris": "against", "Teo": "for", "Ada": None}
    switch_sides(session=session.key, by=dan)
    assert sides(session) == {"Iris": "for", "Teo": "against", "Ada": None}


def test_sides_against_ones_own_are_those_of_the_opening_position(dan: User) -> None:
    session = a_session(dan, side_rule=SideRule.AGAINST_OWN)
    iris, teo = a_seat(session, "Iris"), a_seat(session, "Teo")
    for seat, value in ((iris, 2), (teo, -1), (iris, -3)):
        Position.objects.create(debate=debate_of(session), person=person(seat), value=value)
    deal_sides_anew(session=session.key, by=dan)
    assert sides(session) == {"Iris": "against", "Teo": "for"}


def test_sides_are_dealt_to_who_sits_and_to_nobody_else(dan: User) -> None:
    session = a_session(dan, side_rule=SideRule.BALANCED)
    for name in ("Iris", "Teo", "Ada", "Noor"):
        a_seat(session, name)
    deal_sides_anew(session=session.key, by=dan)
    assert sorted(str(side) for side in sides(session).values()) == [
        "against",
        "against",
        "for",
        "for",
    ]
    assert not Membership.objects.filter(debate=debate_of(session), person=dan, side="for").exists()


def test_only_teachers_deal_and_switch(dan: User, eve: User) -> None:
    session = a_session(dan, side_rule=SideRule.BALANCED)
    iris = a_seat(session, "Iris")
    for who, code in ((eve, "no_session"), (person(iris), "teachers_only")):
        for act in (deal_sides_anew, switch_sides):
            with pytest.raises(Refusal, match=code):
                act(session=session.key, by=who)
