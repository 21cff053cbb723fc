"""What the board reads: the latest claims, what to call on, positions, credit; and the wall."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from classroom.enums import Action
from classroom.models import Feature, Seat, Session
from classroom.queries.access import SessionAccess, open_session
from classroom.queries.board import (
    list_credited,
    list_featured,
    read_board_head,
    read_shown,
    read_what_waits,
)
from classroom.queries.clock import read_clock
from classroom.queries.feed import list_calls, read_feed
from classroom.queries.flow import read_positions
from debate.enums import Relation, Side
from debate.models import Claim, Delta
from tests import factories
from tests.classroom.factories import a_seat, a_session, debate_of, hold_phase

pytestmark = pytest.mark.django_db


def seen_by(teacher: User, session: Session) -> SessionAccess:
    return open_session(session.key, teacher, Action.SEE_BOARD)


def says(seat: Seat, parent: Claim, relation: Relation = Relation.SUPPORT) -> Claim:
    assert seat.person
    return factories.reply(parent, seat.person, relation)


def thesis_in(session: Session) -> Claim:
    return factories.thesis_of(debate_of(session))


def test_the_feed_has_the_newest_first_and_nothing_that_is_gone(dan: User) -> None:
    session = a_session(dan)
    iris = a_seat(session, "Iris", side=Side.FOR)
    first = says(iris, thesis_in(session))
    factories.withdraw(says(iris, thesis_in(session)))
    factories.hide(says(iris, thesis_in(session)))
    last = says(iris, first)
    feed = read_feed(seen_by(dan, session))
    assert [row.claim.key for row in feed.claims] == [last.key, first.key]
    assert feed.count == 2
    assert {(row.seat, row.side, row.group) for row in feed.claims} == {(iris.key, Side.FOR, 1)}
    assert feed.claims[0].claim.byline.name == "Iris"  # type: ignore[union-attr]


def test_claims_of_another_session_are_on_no_board(dan: User) -> None:
    session, other = a_session(dan), a_session(dan)
    says(a_seat(other, "Iris"), thesis_in(other))
    assert read_feed(seen_by(dan, session)).count == 0


def test_a_rebuttal_is_to_be_called_on_until_the_other_side_answers_it(dan: User) -> None:
    session = a_session(dan)
    iris = a_seat(session, "Iris", side=Side.FOR)
    felix = a_seat(session, "Felix", side=Side.AGAINST)
    hana = a_seat(session, "Hana", side=Side.AGAINST)
    ground = says(iris, thesis_in(session))
    rebuttal = says(felix, ground, Relation.REBUT)
    against = says(felix, thesis_in(session), Relation.REBUT)
    says(hana, rebuttal)  # their own side: no answer
    calls = list_calls(seen_by(dan, session))
    assert [(call.claim.claim.key, call.ask, call.side) for call in calls] == [
        (rebuttal.key, "Iris", Side.FOR),
        (against.key, "", Side.FOR),
    ]
    says(iris, rebuttal, Relation.REBUT)
    keys = [call.claim.claim.key for call in list_calls(seen_by(dan, session))]
    assert rebuttal.key not in keys


def test_positions_go_from_the_first_to_the_last_of_those_who_sit_there(dan: User) -> None:
    session = a_session(dan)
    of = debate_of(session)
    for number in range(5):
        person = a_seat(session, f"Student {number}").person
        assert person
        factories.position(of, person, -1)
        factories.position(of, person, 2 if number else -3)
    gone = a_seat(session, "Gone").person
    assert gone
    factories.position(of, gone, 1)
    factories.position(of, gone, None)
    factories.position(of, dan, 3)
    positions = read_positions(seen_by(dan, session))
    assert (positions.seated, positions.stated) == (6, 5)
    assert positions.flow
    assert (positions.flow.towards_for, positions.flow.towards_against) == (4, 0)


def test_four_positions_are_counted_and_not_drawn(dan: User) -> None:
    session = a_session(dan)
    for number in range(4):
        person = a_seat(session, f"Student {number}").person
        assert person
        factories.position(debate_of(session), person, 1)
    positions = read_positions(seen_by(dan, session))
    assert (positions.stated, positions.flow) == (4, None)


def test_what_changed_most_minds_comes_first(dan: User) -> None:
    session = a_session(dan)
    iris, felix, hana = (a_seat(session, name) for name in ("Iris", "Felix", "Hana"))
    one, two = says(iris, thesis_in(session)), says(iris, thesis_in(session))
    for seat, claim in ((felix, one), (felix, two), (hana, two)):
        assert seat.person
        Delta.objects.create(
            claim=claim,
            claim_author=claim.author,
            claim_bears_as=claim.bears_as,
            person=seat.person,
        )
    credited = list_credited(seen_by(dan, session))
    assert [(row.claim.claim.key, row.people) for row in credited] == [(two.key, 2), (one.key, 1)]


def test_the_wall_shows_no_claim_while_those_who_said_nothing_see_none(dan: User) -> None:
    session = a_session(dan)
    iris = a_seat(session, "Iris", side=Side.FOR)
    claim = says(iris, thesis_in(session))
    Feature.objects.create(session=session, claim=claim, by=dan)
    for phase, hidden in (("Open", True), ("Rebut", False)):
        hold_phase(session, phase)
        access = seen_by(dan, Session.objects.get(pk=session.pk))
        clock = read_clock(access)
        shown = read_shown(access, clock)
        assert shown.hidden is hidden
        assert [row.claim.key for row in shown.claims] == ([] if hidden else [claim.key])
        assert [(side.side, side.people, side.claims) for side in shown.sides] == [
            (Side.FOR, 1, None if hidden else 1),
            (Side.AGAINST, 0, None if hidden else 0),
        ]


@pytest.mark.parametrize("students", [1, 3, 30])
def test_each_part_costs_the_same_whatever_the_number_of_students(
    dan: User, students: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    session = a_session(dan)
    thesis = thesis_in(session)
    for number in range(students):
        seat = a_seat(session, f"Student {number}", side=Side.FOR if number % 2 else Side.AGAINST)
        claim = says(seat, thesis, Relation.REBUT)
        if number < 10:
            Feature.objects.create(session=session, claim=claim, by=dan)
        assert seat.person
        factories.position(debate_of(session), seat.person, number % 3 - 1)
    hold_phase(session, "Rebut")
    access = seen_by(dan, Session.objects.get(pk=session.pk))
    clock = read_clock(access)
    with django_assert_num_queries(1):
        head = read_board_head(access)
    with django_assert_num_queries(2):
        read_feed(access)
    with django_assert_num_queries(2):
        list_calls(access)
    with django_assert_num_queries(2):
        list_featured(access)
    with django_assert_num_queries(1):
        read_positions(access)
    with django_assert_num_queries(2):
        list_credited(access)
    with django_assert_num_queries(3):
        read_shown(access, clock)
    with django_assert_num_queries(4):
        read_what_waits(access, head, dan)
