"""What a student meets from the lobby to the end can be used by everybody, whatever the phase."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from classroom.enums import Holding, SeatState
from debate.enums import Relation, Side
from debate.models import HeldClaim
from tests import factories
from tests.browser.fixtures import OpenPage
from tests.browser.usable import findings
from tests.classroom.factories import a_seat, a_session, debate_of, hold_phase

pytestmark = pytest.mark.browser

UNBROKEN = "Donaudampfschifffahrtsgesellschaftskapitän"


def test_everybody_can_use_the_students_page_in_each_phase(
    open_page: OpenPage, alice: User
) -> None:
    session = a_session(alice, holding=Holding.ALL, name=UNBROKEN)
    iris, noor = a_seat(session, "Iris", side=Side.AGAINST), a_seat(session, "Noor", side=Side.FOR)
    assert iris.person
    assert noor.person
    of = debate_of(session)
    thesis = factories.thesis_of(of)
    own = factories.reply(thesis, iris.person, text=UNBROKEN * 5)
    for relation in (Relation.REBUT, Relation.QUESTION):
        factories.reply(own, noor.person, relation, text=f"{relation} {UNBROKEN * 3}")
    page = open_page(iris.person)
    found = {}
    for name in ("Open", "Vote", "Reflect"):
        hold_phase(session, name)
        page.goto(f"/sessions/{session.key}/")
        found[name] = findings(page)
    held = HeldClaim.objects.create(
        debate=of,
        parent=thesis,
        parent_revision=1,
        relation=Relation.SUPPORT,
        author=iris.person,
        text=UNBROKEN * 4,
    )
    page.goto(f"/held/{held.key}/")
    expect(page.get_by_role("link", name="Your page")).to_be_visible()
    found["held"] = findings(page)
    assert {at: told for at, told in found.items() if told} == {}


def test_everybody_can_wait_in_the_lobby_and_be_let_in(open_page: OpenPage, dan: User) -> None:
    session = a_session(dan)
    maja = a_seat(session, "Maja", state=SeatState.LOBBY)
    phone, board = open_page(maja.person), open_page(dan)
    phone.goto(f"/sessions/{session.key}/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("You are in the lobby, Maja.")
    assert findings(phone) == []
    board.goto(f"/sessions/{session.key}/board/")
    words = board.get_by_label("What everybody is to read")
    words.fill("Five minutes more.")
    board.get_by_role("button", name="Let Maja in").click()
    expect(board.get_by_role("table").get_by_role("link", name="Maja")).to_be_visible()
    expect(words).to_have_value("Five minutes more.")
    board.get_by_role("table").get_by_role("link", name="Maja").click()
    board.get_by_role("button", name="Put on the side").first.click()
    expect(board.locator("#board-seat")).to_be_empty()
    expect(board.get_by_role("table").get_by_role("link", name="Maja")).to_be_visible()
    expect(words).to_have_value("Five minutes more.")
