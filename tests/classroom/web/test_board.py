"""The teacher's board: who may see it, what it shows, and in how many statements."""

import pytest
from django.test import Client

from accounts.models import User
from classroom.enums import Naming
from classroom.models import SessionTeacher
from debate.enums import Relation, Side
from tests.classroom.factories import a_seat, a_session, debate_of

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_board_shows_everything(dan: User) -> None:
    session = a_session(dan)
    a_seat(session, "Iris", side=Side.FOR)
    page = signed_in(dan).get(f"/sessions/{session.key}/board/")
    assert page.status_code == 200
