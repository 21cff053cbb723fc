"""Coming into a class, and arranging its seats, can be done by everybody."""

import pytest

from accounts.models import User
from classroom.actions.groups import open_groups
from classroom.enums import Preset, SeatState, SideRule
from debate.enums import Relation, Side
from tests import factories
from tests.browser.fixtures import OpenPage
from tests.browser.usable import findings
from tests.classroom.factories import a_class, a_seat, a_session, debate_of

pytestmark = pytest.mark.browser

UNBROKEN = "Donaudampfschifffahrtsgesellschaftskapitän"


def test_everybody_can_come_in_by_typing_a_code(open_page: OpenPage, dan: User) -> None:
    session = a_session(dan)
    page = open_page(None)
    page.goto("/join/")
    assert findings(page) == []
    page.get_by_label("Code on the board").fill("23456789")
    page.get_by_label("Your name").fill("Iris")
    page.get_by_role("button", name="Join").click()
    assert findings(page) == []
    page.get_by_label("Code on the board").fill((session.code or "").lower())
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(f"**/sessions/{session.key}/")
    page.goto(f"/sessions/{session.key}/leaving/")
    assert findings(page) == []


def test_everybody_can_arrange_seats_groups_and_slips(open_page: OpenPage, dan: User) -> None:
    course = a_class(dan, "Maja", UNBROKEN)
    session = a_session(
        dan, preset=Preset.OPEN_DISCUSSION, side_rule=SideRule.BALANCED, of_class=course.key
    )
    seats = [a_seat(session, f"{UNBROKEN} {number}", side=Side.FOR) for number in range(5)]
    a_seat(session, "Luca", state=SeatState.LOBBY)
    a_seat(session, "Remo", state=SeatState.REMOVED)
    of = debate_of(session)
    for number, seat in enumerate(seats):
        assert seat.person
        factories.position(of, seat.person, number - 2)
        factories.reply(factories.thesis_of(of), seat.person, Relation.REBUT, UNBROKEN * 8)
    open_groups(session=session.key, groups=3, by=dan)
    page = open_page(dan)
    found = {}
    for part in ("seats", "groups", "slips", "code"):
        page.goto(f"/sessions/{session.key}/{part}/")
        found[part] = findings(page)
    assert {part: told for part, told in found.items() if told} == {}


def test_a_guest_can_keep_their_work(open_page: OpenPage, dan: User) -> None:
    session = a_session(dan)
    page = open_page(a_seat(session, "Iris").person)
    page.goto(f"/sessions/{session.key}/keeping/")
    assert findings(page) == []
