import pytest

from accounts.errors import Conflict, NotAllowed, NotFound
from accounts.models import User
from classroom.actions.clock import end_session
from classroom.actions.moved import say_what_moved
from classroom.errors import NotInThisState
from classroom.models import Seat, Session
from debate.errors import NotOpen
from debate.models import Claim, Delta
from tests import factories
from tests.classroom.factories import a_seat, a_session, debate_of, hold_phase


@pytest.fixture
def session(alice: User) -> Session:
    return a_session(alice, phase="Reflect")


def claims_of(seat: Seat, count: int) -> list[Claim]:
    thesis = factories.thesis_of(debate_of(seat.session))
    assert seat.person
    return [factories.reply(thesis, seat.person) for _ in range(count)]


def named(seat: Seat) -> list[tuple[int, str]]:
    return list(Delta.objects.filter(person=seat.person).values_list("claim_id", "reason"))


def test_one_claim_is_named_and_another_takes_its_place(session: Session) -> None:
    iris, noor = a_seat(session, "Iris"), a_seat(session, "Noor")
    first, second = claims_of(noor, 2)
    say_what_moved(session=session.key, claim=first.key, reason="A figure.", by=iris.person)
    assert named(iris) == [(first.pk, "A figure.")]
    say_what_moved(session=session.key, claim=second.key, by=iris.person)
    assert named(iris) == [(second.pk, "")]
    say_what_moved(session=session.key, claim="", by=iris.person)
    assert named(iris) == []


def test_what_cannot_be_named_leaves_what_was(session: Session) -> None:
    iris, noor = a_seat(session, "Iris"), a_seat(session, "Noor")
    first, gone = claims_of(noor, 2)
    (own,) = claims_of(iris, 1)
    factories.withdraw(gone)
    say_what_moved(session=session.key, claim=first.key, by=iris.person)
    for claim, refusal in ((own, NotAllowed), (gone, Conflict)):
        with pytest.raises(refusal):
            say_what_moved(session=session.key, claim=claim.key, by=iris.person)
    assert named(iris) == [(first.pk, "")]


def test_a_claim_of_another_debate_is_not_there(session: Session, alice: User) -> None:
    iris = a_seat(session, "Iris")
    elsewhere = a_session(alice, phase="Reflect")
    (theirs,) = claims_of(a_seat(elsewhere, "Noor"), 1)
    public = factories.reply(factories.thesis_of(factories.debate(alice)), alice)
    for claim in (theirs, public):
        with pytest.raises(NotFound):
            say_what_moved(session=session.key, claim=claim.key, by=iris.person)


def test_it_is_said_in_its_phase_by_who_sits_there(session: Session, alice: User) -> None:
    iris, noor = a_seat(session, "Iris"), a_seat(session, "Noor")
    (claim,) = claims_of(noor, 1)
    with pytest.raises(NotAllowed, match="students_only"):
        say_what_moved(session=session.key, claim=claim.key, by=alice)
    with pytest.raises(NotFound):
        say_what_moved(session=session.key, claim=claim.key, by=factories.person("mallory"))
    hold_phase(session, "Vote")
    with pytest.raises(NotOpen):
        say_what_moved(session=session.key, claim=claim.key, by=iris.person)
    end_session(session=session.key, by=alice)
    with pytest.raises(NotInThisState):
        say_what_moved(session=session.key, claim=claim.key, by=iris.person)
    assert named(iris) == []
