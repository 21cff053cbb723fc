import pytest
from django.test import Client

from accounts.models import User
from classroom.actions.clock import freeze, pause
from classroom.actions.feature import feature_claim
from classroom.models import Seat, Session
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.enums import Side
from debate.models import Claim, Delta, Position, Vote
from tests import factories
from tests.classroom.factories import a_seat, a_session, debate_of, hold_phase
from tests.web.browsing import fields, htmx, words


@pytest.fixture
def session(alice: User) -> Session:
    return a_session(alice, phase="Open")


@pytest.fixture
def iris(session: Session) -> Seat:
    return a_seat(session, "Iris", side=Side.AGAINST)


@pytest.fixture
def noor(session: Session) -> Seat:
    return a_seat(session, "Noor", side=Side.FOR)


def browser(seat: Seat) -> Client:
    client = Client()
    assert seat.person
    client.force_login(seat.person)
    return client


def here(session: Session) -> str:
    return f"/sessions/{session.key}/"


def say(seat: Seat, text: str, *, to: Claim | None = None, relation: str = "rebut") -> Claim:
    of = to or factories.thesis_of(debate_of(seat.session))
    stated = post_reply(parent=of.key, relation=relation, text=text, by=seat.person)
    assert isinstance(stated, Claim)
    return stated


def test_the_page_says_where_the_session_stands(session: Session, iris: Seat) -> None:
    told = words(browser(iris).get(here(session)))
    assert "2 Open then Rebut" in told
    assert "Your side: against" in told
    assert "1 claim 0 done" in told
    assert f"Your PIN, to come back from another device: {iris.pin}" in told
