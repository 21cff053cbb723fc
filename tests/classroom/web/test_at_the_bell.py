"""At the bell: what a student was writing stays in the form, with the reason why it has to wait."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests.classroom.factories import a_seat, a_session, debate_of, hold_phase
from tests.factories import thesis_of
from tests.web.browsing import browser_of, htmx

pytestmark = pytest.mark.django_db

WRITTEN = {"text": "Practice is how anything sticks.", "relation": "rebut", "parent_revision": "1"}


@pytest.mark.parametrize("by_htmx", [False, True])
def test_words_that_come_too_late_are_kept_in_their_form(dan: User, by_htmx: bool) -> None:
    session = a_session(dan, phase="Open", runs_by_itself=True)
    seat = a_seat(session)
    address = reverse("replies", args=[thesis_of(debate_of(session)).key])
    student = browser_of(seat.person)
    hold_phase(session, "Vote")
    response = student.post(address, WRITTEN, headers=htmx() if by_htmx else {})
    assert response.status_code == 409
    assert "The class is in another phase now" in response.content.decode()
    if by_htmx:  # the form stays as it is on the page, under the message
        assert response["HX-Retarget"] == "#flashes"
    else:
        assert "Practice is how anything sticks." in response.content.decode()
    hold_phase(session, "Open")
    assert student.post(address, WRITTEN).status_code in {200, 303}
    assert debate_of(session).claims.count() == 2


def test_a_way_to_reply_of_another_phase_is_told_from_a_time_for_no_replies(dan: User) -> None:
    session = a_session(dan, phase="Rebut")
    seat = a_seat(session)
    address = reverse("replies", args=[thesis_of(debate_of(session)).key])
    support = WRITTEN | {"relation": "support"}
    response = browser_of(seat.person).post(address, support, headers=htmx())
    assert response.status_code == 409
    assert "claims are not answered in this way" in response.content.decode()


def test_it_is_told_when_it_can_be_sent_where_that_is_known(dan: User) -> None:
    session = a_session(dan, runs_by_itself=True)  # Read: Open follows in eight minutes
    seat = a_seat(session)
    address = reverse("replies", args=[thesis_of(debate_of(session)).key])
    told = browser_of(seat.person).post(address, WRITTEN).content.decode()
    assert "<time" in told
    assert "Practice is how anything sticks." in told
