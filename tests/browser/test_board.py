"""The board, the wall and the questions that are asked from them can be used by everybody."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from classroom.enums import Naming, SeatState
from classroom.models import Feature
from debate.actions.flag import flag_claim
from debate.enums import Relation, Side
from debate.models import HeldClaim
from tests import factories
from tests.browser.fixtures import OpenPage
from tests.browser.usable import findings
from tests.classroom.factories import a_seat, a_session, debate_of

pytestmark = pytest.mark.browser

UNBROKEN = "Donaudampfschifffahrtsgesellschaftskapitän" * 8


def test_everybody_can_use_the_board_and_what_it_leads_to(open_page: OpenPage, dan: User) -> None:
    session = a_session(dan, phase="Rebut", naming=Naming.PSEUDONYMS)
    seats = [
        a_seat(session, f"Student {n}", byline=f"{UNBROKEN[:20]} {n}", side=side)
        for n, side in enumerate((Side.FOR, Side.AGAINST) * 3)
    ]
    a_seat(session, "Maja", state=SeatState.LOBBY)
    a_seat(session, "Greta", state=SeatState.LISTED)
    of = debate_of(session)
    thesis = factories.thesis_of(of)
    for number, seat in enumerate(seats):
        assert seat.person
        factories.position(of, seat.person, number - 2)
        factories.position(of, seat.person, 2 - number)
        claim = factories.reply(thesis, seat.person, Relation.REBUT, UNBROKEN[: 100 + number])
    Feature.objects.create(session=session, claim=claim, by=dan)
    flag_claim(claim=claim.key, reason="insult", note=UNBROKEN[:200], by=seats[0].person)
    assert seats[0].person
    HeldClaim.objects.create(
        debate=of,
        parent=thesis,
        parent_revision=1,
        relation=Relation.SUPPORT,
        author=seats[0].person,
        text=UNBROKEN[:300],
    )
    page = open_page(dan)
    at = f"/sessions/{session.key}/"
    page.goto(f"{at}board/?seat={seats[0].key}")
    expect(page.locator("#board-waiting .held-card")).to_have_count(2)
    assert findings(page) == []
    for path in (
        "projector/",
        f"claims/?deed=return&claim={claim.key}",
        "announcement/",
        f"reveals/?seat={seats[0].key}",
    ):
        page.goto(at + path)
        assert findings(page) == [], path
