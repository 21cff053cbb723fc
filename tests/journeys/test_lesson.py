"""A lesson: a teacher at a desktop and two students with phones, through a whole debate."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from classroom.enums import SideRule
from classroom.models import Seat, Session
from debate.enums import ClaimKind, Side
from debate.management.commands.work import do_one_pass
from debate.models import Claim, Delta, Membership, Position, Vote
from tests.browser.chromium import PHONE
from tests.browser.fixtures import OpenPage
from tests.classroom.factories import a_class, a_session, debate_of

pytestmark = pytest.mark.browser

FIRST = "Evenings are for families."
AGAINST = "Practice is how anything sticks."
REBUTTAL = "Families practise together, too."
HALF = "Half of a thought about"
WHOLE = "Half of a thought about evenings is better than none."
TOLD = "Two minutes, then we vote."


class Lesson:
    """A session of a debate with three people in it: the board of one, the phones of two.

    No worker runs here: where the board hears of something by way of it, one pass is made.
    """

    def __init__(self, open_page: OpenPage, teacher: User) -> None:
        self.session = a_session(
            teacher,
            side_rule=SideRule.BALANCED,
            running=False,
            of_class=a_class(teacher, "Noor").key,
        )
        self.board = open_page(teacher)
        self.iris, self.noor = (open_page(None, size=PHONE, touch=True) for _ in range(2))
        self.phones = [self.iris, self.noor]

    def come_together(self) -> None:
        """Noor has a slip and is in at once; Iris waits in the lobby until she is let in."""
        self.board.goto(f"/sessions/{self.session.key}/board/")
        listens(self.board)
        come_in(self.noor, self.session, pin=self.session.seats.get(name="Noor").pin)
        come_in(self.iris, self.session, name="Iris")
        expect(self.iris.locator("#session-lobby")).to_contain_text("You are in the lobby, Iris.")
        roster = self.board.locator("#board-roster")
        roster.get_by_role("button", name="Let 1 in").click()
        expect(self.iris.locator("#session-now")).to_contain_text("It has not started yet.")
        expect(roster.locator("tbody tr")).to_have_count(2)

    def read(self) -> None:
        """Each says where they stand, and the board counts them."""
        self.board.get_by_role("button", name="Start the session").click()
        for phone, place in ((self.iris, "2"), (self.noor, "-2")):
            expect(phone.locator(".student-bar")).to_contain_text("Read")
            phone.get_by_label("Where you stand on the thesis").fill(place)
            phone.get_by_role("button", name="Done").click()
            expect(phone.locator("#flashes")).to_contain_text("It is noted.")
        do_one_pass()
        expect(self.board.locator("#board-positions")).to_contain_text("2 said where they stand.")

    def open(self) -> None:
        """A claim of each; neither sees the other's until their own is there."""
        self.go_on("Open")
        sides = {seat.name: side_of(seat) for seat in Seat.objects.filter(session=self.session)}
        assert set(sides.values()) == {Side.FOR, Side.AGAINST}
        ways = {Side.FOR: "Support", Side.AGAINST: "Rebut"}
        state(self.iris, ways[Side(sides["Iris"] or "")], FIRST)
        expect(self.latest(FIRST)).to_have_count(1)
        self.noor.reload()
        listens(self.noor)
        expect(self.noor.locator("body")).not_to_contain_text(FIRST)
        state(self.noor, ways[Side(sides["Noor"] or "")], AGAINST)
        expect(self.latest(AGAINST)).to_have_count(1)
        expect(self.board.locator("#board-roster")).not_to_contain_text("quiet")

    def rebut(self) -> None:
        """Iris answers Noor, who has only begun to answer her."""
        self.go_on("Rebut")
        for phone, other in ((self.iris, AGAINST), (self.noor, FIRST)):
            expect(phone.locator(".student-answer")).to_contain_text(other)
        composer(self.noor).fill(HALF)
        state(self.iris, "Rebut", REBUTTAL)
        expect(self.noor.locator("#session-mine .student-answers")).to_contain_text(REBUTTAL)
        expect(self.latest(REBUTTAL)).to_have_count(1)
        expect(self.board.locator("#board-calls")).to_contain_text(REBUTTAL)

    def answer(self) -> None:
        """What Noor began is kept over the bell; the teacher tells everybody what comes."""
        self.go_on("Answer")
        expect(self.noor.locator("#session-unsent")).to_contain_text("What you wrote is kept.")
        expect(composer(self.noor)).to_have_value(HALF)
        self.board.get_by_label("What everybody is to read").fill(TOLD)
        self.board.get_by_role("button", name="Tell them").click()
        for phone in self.phones:
            expect(phone.locator("#session-told")).to_contain_text(TOLD)
        self.noor.get_by_role("link", name="Go on with it in this phase").click()
        expect(composer(self.noor)).to_have_value(HALF)
        state(self.noor, "Rebut", WHOLE)
        expect(self.iris.locator("#session-mine .student-answers")).to_contain_text(WHOLE)
        expect(self.latest(WHOLE)).to_have_count(1)

    def vote(self) -> None:
        self.go_on("Vote")
        for phone in self.phones:
            card = phone.locator("#card")
            card.get_by_role("button", name="Convincing", exact=True).click()
            expect(card).to_contain_text("Just now: convincing.")
        do_one_pass()
        votes = self.board.locator("#board-roster tbody td:last-child")
        expect(votes).to_have_text(["1", "1"])

    def reflect(self) -> None:
        self.go_on("Reflect")
        self.noor.get_by_label("Where you stand on the thesis").fill("1")
        self.noor.get_by_role("radio", name=FIRST).check()
        self.noor.get_by_role("button", name="Done").click()
        expect(self.noor.locator("#flashes")).to_contain_text("It is noted.")
        do_one_pass()
        expect(self.board.locator("#board-positions")).to_contain_text(FIRST)

    def end(self) -> None:
        self.board.get_by_text("End the session", exact=True).click()
        self.board.get_by_role("button", name="End it for everybody").click()
        for phone in self.phones:
            expect(phone.locator("#session-now")).to_contain_text("The session is over.")
            expect(phone.locator("#session-ask form")).to_have_count(0)
        self.iris.reload()
        expect(self.iris.locator("#session-mine")).to_contain_text(
            "It changed the view of 1 person."
        )

    def go_on(self, phase: str) -> None:
        """The teacher moves on, and both phones follow by themselves."""
        self.board.get_by_role("button", name=f"Next: {phase}").click()
        expect(self.board.locator("#board-bar [aria-current]")).to_contain_text(phase)
        for phone in self.phones:
            expect(phone.locator(".student-bar")).to_contain_text(phase)

    def latest(self, text: str) -> Locator:
        return self.board.locator("#board-latest .claim-text", has_text=text)


def come_in(page: Page, session: Session, *, name: str = "", pin: str = "") -> None:
    page.goto("/join/")
    page.get_by_label("Code on the board").fill((session.code or "").lower())
    if pin:
        page.get_by_text("I have a PIN").click()
        page.locator("[name=pin]").fill(pin)
    else:
        page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(f"**/sessions/{session.key}/")


def listens(page: Page) -> None:
    expect(page.locator("[data-live]")).to_have_attribute("data-live-state", "open")


def composer(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Your claim")


def state(page: Page, relation: str, text: str) -> None:
    """Post a claim from a student's page, where it then stands once."""
    page.locator(".composer-relation label", has_text=relation).click()
    composer(page).fill(text)
    page.locator(".composer-actions [type=submit]").click()
    claims = page.locator("#session-mine .student-claims article .claim-text", has_text=text)
    expect(claims).to_have_count(1)


def side_of(seat: Seat) -> str | None:
    return Membership.objects.get(person=seat.person).side


def test_a_teacher_and_two_students_go_through_a_debate(open_page: OpenPage, dan: User) -> None:
    lesson = Lesson(open_page, dan)
    lesson.come_together()
    lesson.read()
    lesson.open()
    lesson.rebut()
    lesson.answer()
    lesson.vote()
    lesson.reflect()
    lesson.end()
    of = debate_of(lesson.session)
    said = Claim.objects.filter(debate=of, kind=ClaimKind.REPLY).values_list("text", flat=True)
    assert sorted(said) == sorted([FIRST, AGAINST, REBUTTAL, WHOLE])  # none twice, none lost
    assert Vote.objects.filter(debate=of).count() == 2
    assert Position.objects.filter(debate=of).count() == 3
    assert Delta.objects.get().claim.text == FIRST
    lesson.board.goto(f"/sessions/{lesson.session.key}/report/")
    for name in ("Iris", "Noor"):
        expect(lesson.board.locator("main")).to_contain_text(name)
