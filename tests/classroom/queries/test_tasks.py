from datetime import timedelta

from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from classroom.enums import Task
from classroom.logic.tasks import Progress
from classroom.models import Phase, Seat
from classroom.queries.access import open_session
from classroom.queries.student import read_desk
from classroom.queries.tasks import read_done, read_own_progress
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.actions.withdrawal import withdraw_claim
from debate.enums import Side, VoteValue
from debate.models import Claim
from tests import factories
from tests.classroom.factories import a_seat, a_session, debate_of, hold_phase


def test_what_was_done_belongs_to_the_phase_that_held(alice: User) -> None:
    begun = timezone.now() - timedelta(hours=1)
    session = a_session(alice, at=begun)
    iris, noor = a_seat(session, "Iris", side=Side.AGAINST), a_seat(session, "Noor", side=Side.FOR)
    thesis = factories.thesis_of(debate_of(session))

    hold_phase(session, "Open", at=begun + timedelta(minutes=8))
    at = begun + timedelta(minutes=9)
    opening = post_reply(
        parent=thesis.key, relation="rebut", text="Practice sticks.", by=iris.person, at=at
    )
    gone = post_reply(
        parent=thesis.key, relation="rebut", text="It is a habit.", by=iris.person, at=at
    )
    withdraw_claim(claim=gone.key, by=iris.person)

    hold_phase(session, "Rebut", at=begun + timedelta(minutes=14))
    at = begun + timedelta(minutes=15)
    post_reply(parent=opening.key, relation="rebut", text="Not for all.", by=noor.person, at=at)
    post_reply(parent=thesis.key, relation="question", text="Which age?", by=noor.person, at=at)

    hold_phase(session, "Vote", at=begun + timedelta(minutes=24))
    at = begun + timedelta(minutes=25)
    cast_vote(claim=opening.key, value=VoteValue.CONVINCING, by=noor.person, at=at)

    keys = dict(Phase.objects.filter(session=session).values_list("name", "key"))
    done = read_done(session)
    assert done[iris.key] == {keys["Open"]: counted(1, 0, 0)}
    assert done[noor.key] == {keys["Rebut"]: counted(2, 1, 0), keys["Vote"]: counted(0, 0, 1)}
    assert read_done(session, seat=iris) == {iris.key: done[iris.key]}

    assert own_progress(noor) == (Progress(Task.VOTES, 1, 1),)
    assert own_progress(iris) == (Progress(Task.VOTES, 1, 0),)


def test_no_more_votes_are_asked_for_than_there_are_claims_to_judge(alice: User) -> None:
    session = a_session(alice, phase="Vote")
    iris, noor = a_seat(session, "Iris"), a_seat(session, "Noor")
    thesis = factories.thesis_of(debate_of(session))
    assert own_progress(iris) == ()
    theirs = [factories.reply(thesis, person_of(noor), text=f"Sleep {n}.") for n in range(3)]
    factories.reply(thesis, person_of(iris), text="Practice sticks.")
    assert own_progress(iris) == (Progress(Task.VOTES, 3, 0),)
    cast_vote(claim=theirs[0].key, value=VoteValue.CONVINCING, by=iris.person)
    assert own_progress(iris) == (Progress(Task.VOTES, 3, 1),)
    for n in range(9):
        factories.reply(thesis, person_of(noor), text=f"Play {n}.")
    assert own_progress(iris) == (Progress(Task.VOTES, 8, 1),)


def test_a_claim_of_ones_own_side_is_a_claim_and_no_answer(alice: User) -> None:
    session = a_session(alice, phase="Open")
    iris, hana = (a_seat(session, name, side=Side.AGAINST) for name in ("Iris", "Hana"))
    own = factories.reply(factories.thesis_of(debate_of(session)), person_of(iris))
    factories.reply(own, person_of(hana))
    factories.reply(own, person_of(iris))
    phase = hold_phase(session, "Rebut")
    Claim.objects.filter(debate=debate_of(session)).update(created_at=timezone.now())
    done = read_done(session)
    assert done[hana.key][phase.key] == counted(1, 0, 0)
    assert done[iris.key][phase.key] == counted(2, 0, 0)


def test_it_is_one_statement_however_many_sit_there(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    session = a_session(alice, phase="Open")
    for name in ("Iris", "Noor", "Maja"):
        factories.reply(factories.thesis_of(debate_of(session)), person_of(a_seat(session, name)))
        with django_assert_num_queries(1):
            read_done(session)


def own_progress(seat: Seat) -> tuple[Progress, ...]:
    return read_own_progress(read_desk(open_session(seat.session.key, seat.person), seat.person))


def person_of(seat: Seat) -> User:
    assert seat.person
    return seat.person


def counted(claims: int, answers: int, votes: int) -> dict[Task, int]:
    return {Task.CLAIMS: claims, Task.ANSWERS: answers, Task.VOTES: votes}
