"""The roster counts exactly, in one statement, and says names only where they may be seen."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from classroom.enums import Action, Naming, SeatState
from classroom.limits import HERE_SECONDS
from classroom.models import Reveal, Seat, Session, SessionTeacher
from classroom.queries.access import open_session
from classroom.queries.roster import Roster, RosterRow, read_roster
from debate.enums import Relation, Side
from tests import factories
from tests.classroom.factories import a_seat, a_session, debate_of

pytestmark = pytest.mark.django_db


def roster_of(session: Session, teacher: User) -> Roster:
    return read_roster(open_session(session.key, teacher, Action.SEE_BOARD))


def row_of(session: Session, teacher: User, byline: str) -> RosterRow:
    return next(row for row in roster_of(session, teacher).seated if row.byline == byline)


def test_claims_answers_votes_and_what_waits_are_counted(dan: User) -> None:
    session = a_session(dan)
    iris = a_seat(session, "Iris", side=Side.FOR)
    felix = a_seat(session, "Felix", side=Side.AGAINST)
    noor = a_seat(session, "Noor", side=Side.FOR)
    assert iris.person
    assert felix.person
    assert noor.person
    thesis = factories.thesis_of(debate_of(session))
    first = factories.reply(thesis, iris.person, Relation.SUPPORT)
    other = factories.reply(first, felix.person, Relation.REBUT)
    factories.reply(first, noor.person, Relation.SUPPORT)  # of one's own side: no answer to them
    factories.reply(other, iris.person, Relation.UNDERCUT)
    factories.hide(factories.reply(thesis, iris.person, Relation.SUPPORT))
    factories.vote(other, iris.person)
    rows = {row.byline: row for row in roster_of(session, dan).seated}
    assert [(row.claims, row.answers, row.votes) for row in rows.values()] == [
        (1, 1, 0),  # Felix
        (2, 1, 1),  # Iris
        (1, 0, 0),  # Noor
    ]
    assert roster_of(session, dan).quiet == 0


def test_who_has_no_side_answers_anybody_but_themselves(dan: User) -> None:
    session = a_session(dan)
    iris, felix = a_seat(session, "Iris"), a_seat(session, "Felix")
    assert iris.person
    assert felix.person
    first = factories.reply(factories.thesis_of(debate_of(session)), iris.person, Relation.SUPPORT)
    factories.reply(first, iris.person, Relation.SUPPORT)
    factories.reply(first, felix.person, Relation.REBUT)
    assert row_of(session, dan, "Iris").answers == 0
    assert row_of(session, dan, "Felix").answers == 1


def test_the_lobby_and_the_absent_stand_apart_and_removed_ones_nowhere(dan: User) -> None:
    session = a_session(dan)
    a_seat(session, "Iris")
    a_seat(session, "Greta", state=SeatState.LISTED)
    a_seat(session, "Maja", state=SeatState.LOBBY)
    a_seat(session, "Otis", state=SeatState.REMOVED)
    roster = roster_of(session, dan)
    assert [
        [row.name for row in rows] for rows in (roster.seated, roster.lobby, roster.absent)
    ] == [
        ["Iris"],
        ["Maja"],
        ["Greta"],
    ]
    assert roster.expected == 2


def test_somebody_is_here_for_a_while_after_their_page_asked_for_something(dan: User) -> None:
    session = a_session(dan)
    lately, long_ago = a_seat(session, "Iris"), a_seat(session, "Felix")
    now = timezone.now()
    Seat.objects.filter(pk=lately.pk).update(seen_at=now)
    Seat.objects.filter(pk=long_ago.pk).update(seen_at=now - timedelta(seconds=HERE_SECONDS + 60))
    roster = roster_of(session, dan)
    assert [row.here for row in roster.seated] == [False, True]
    assert roster.here == 1


def test_a_pseudonym_hides_the_name_until_it_was_looked_up(dan: User) -> None:
    session = a_session(dan, naming=Naming.PSEUDONYMS)
    seat = a_seat(session, "Iris Park", byline="Blue Heron")
    a_seat(session, "Maja Lund", state=SeatState.LOBBY)
    assert row_of(session, dan, "Blue Heron").name == ""
    assert roster_of(session, dan).lobby[0].name == "Maja Lund"
    Reveal.objects.create(seat=seat, by=dan)
    assert row_of(session, dan, "Blue Heron").name == "Iris Park"


def test_a_co_teacher_without_names_sees_none_even_after_a_look(dan: User, carol: User) -> None:
    session = a_session(dan, naming=Naming.PSEUDONYMS)
    seat = a_seat(session, "Iris Park", byline="Blue Heron")
    a_seat(session, "Greta Holm", state=SeatState.LISTED)
    a_seat(session, "Maja Lund", state=SeatState.LOBBY)
    Reveal.objects.create(seat=seat, by=dan)
    SessionTeacher.objects.create(session=session, person=carol, names=False)
    roster = roster_of(session, carol)
    assert [row.name for row in (*roster.seated, *roster.lobby, *roster.absent)] == ["", "", ""]


@pytest.mark.parametrize("students", [1, 3, 30])
def test_a_roster_costs_one_statement_whatever_its_length(
    dan: User, students: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    session = a_session(dan)
    for number in range(students):
        a_seat(session, f"Student {number}", side=Side.FOR if number % 2 else Side.AGAINST)
    access = open_session(session.key, dan, Action.SEE_BOARD)
    with django_assert_num_queries(1):
        assert len(read_roster(access).seated) == students
