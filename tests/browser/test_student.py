"""A student's phone while their teacher moves the phases."""

import re
import time

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from accounts.models import User
from classroom.models import Session
from debate.enums import Side
from debate.live.published import SLACK_SECONDS
from debate.models import Delta, Vote
from tests import factories
from tests.browser.chromium import PHONE
from tests.browser.fixtures import OpenPage
from tests.browser.people import axe_findings
from tests.browser.usable import findings
from tests.classroom.factories import a_seat, a_session, debate_of, hold_phase

pytestmark = pytest.mark.browser

TYPED = "Practice is how anything sticks."


def test_what_a_student_types_outlives_the_phase_and_the_page_follows(
    open_page: OpenPage, alice: User
) -> None:
    session = a_session(alice, phase="Open")
    iris, noor = a_seat(session, "Iris", side=Side.AGAINST), a_seat(session, "Noor", side=Side.FOR)
    assert noor.person
    thesis = factories.thesis_of(debate_of(session))
    for said in ("Evenings are for families.", "Half of us are up at eleven."):
        factories.reply(thesis, noor.person, text=said)
    page = open_page(iris.person, size=PHONE)
    page.goto(f"/sessions/{session.key}/")
    expect(page.locator("#live")).to_have_attribute("data-live-state", "open")
    bar, text = page.locator(".student-bar"), page.get_by_label("Your claim", exact=True).last
    expect(bar).to_contain_text("Open")
    text.fill(TYPED)

    hold_phase(session, "Vote")
    expect(bar).to_contain_text("Vote")
    expect(page.get_by_role("alert").filter(has_text="The phase is now: Vote.")).to_have_count(1)
    expect(page.locator("#session-unsent")).to_contain_text("What you wrote is kept")
    expect(text).to_have_value(TYPED)
    expect(text).to_be_focused()

    hold_phase(session, "Rebut")
    expect(bar).to_contain_text("Rebut")
    page.get_by_role("link", name="Go on with it in this phase").click()
    expect(page.get_by_label("Your claim", exact=True).last).to_have_value(TYPED)
    page.get_by_text("Rebut", exact=True).last.click()
    page.get_by_role("button", name="Post rebuttal").click()
    expect(page.locator("#session-mine")).to_contain_text(TYPED)
    assert findings(page) == []

    _post_once(page, "It is dull.")

    # With nothing typed the page goes on by itself.
    hold_phase(session, "Vote")
    card = page.locator("#card")
    expect(card).to_contain_text("you have voted on 0")
    assert axe_findings(page) == []
    card.get_by_role("button", name="Convincing", exact=True).click()
    expect(card).to_contain_text("you have voted on 1")
    expect(page.locator("#card-text")).to_be_focused()
    assert Vote.objects.filter(person=iris.person).count() == 1

    hold_phase(session, "Reflect")
    page.get_by_role("radio", name="Evenings are for families.").check()
    assert axe_findings(page) == []
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#flashes")).to_contain_text("It is noted.")
    assert Delta.objects.get().person == iris.person


def _post_once(page: Page, text: str) -> None:
    """What was posted before it could be saved is not offered again for the next claim."""
    page.get_by_text("Rebut", exact=True).last.click()
    page.get_by_label("Your claim", exact=True).last.fill(text)
    page.get_by_role("button", name="Post rebuttal").click()
    expect(page.locator("#session-mine")).to_contain_text(text)
    expect(page.get_by_label("Your claim", exact=True).last).to_have_value("")


def test_what_was_typed_a_moment_ago_is_there_after_a_reload(
    open_page: OpenPage, alice: User
) -> None:
    session = a_session(alice, phase="Open")
    iris = a_seat(session, "Iris", side=Side.AGAINST)
    page = open_page(iris.person, size=PHONE)
    page.goto(f"/sessions/{session.key}/")
    text = page.get_by_role("textbox", name="Your claim")
    text.fill(TYPED)
    page.get_by_text("Rebut", exact=True).last.click()
    hold_phase(session, "Vote")
    page.reload()  # before it could be saved
    expect(page.locator(".unsent")).to_contain_text("What you wrote is kept")
    expect(text).to_have_value(TYPED)
    expect(page.get_by_role("radio", checked=True)).to_have_value("rebut")


def test_the_ways_to_reply_are_those_of_the_phase_also_where_something_is_typed(
    open_page: OpenPage, alice: User
) -> None:
    session, page = _listening(open_page, alice)
    ways, kept = page.get_by_role("radio"), page.locator("#session-unsent")
    page.get_by_role("textbox", name="Your claim").fill(TYPED)
    page.get_by_text("Support", exact=True).last.click()
    hold_phase(session, "Rebut")
    expect(kept).to_contain_text("The phase has changed.")
    expect(page.get_by_role("radio", name="Question")).to_be_visible()
    assert [way.input_value() for way in ways.all()] == ["rebut", "question"]
    expect(page.get_by_role("button", name="Post reply")).to_be_visible()
    hold_phase(session, "Open")
    expect(kept).to_be_empty()
    assert [way.input_value() for way in ways.all()] == ["support", "rebut"]
    ways.last.check(force=True)
    page.get_by_role("button", name="Post rebuttal").click()
    expect(page.locator("#session-mine")).to_contain_text(TYPED)


class Slow:
    """A network that keeps the answers for one part of a page until they are let through."""

    def __init__(self, page: Page, part: str) -> None:
        self._page = page
        self._keeps = True
        self._kept: list[tuple[Route, APIResponse]] = []
        page.route(re.compile(rf"part={part}\b"), self._answer)

    def _answer(self, route: Route) -> None:
        if self._keeps:
            self._kept.append((route, route.fetch()))
        else:
            route.continue_()

    def wait(self) -> None:
        """Return once an answer is there, made of what was true then."""
        while not self._kept:
            self._page.wait_for_timeout(20)

    def let_through(self) -> None:
        """Keep nothing any more."""
        self._keeps = False
        for route, answer in self._kept:
            route.fulfill(response=answer)


def test_what_is_typed_while_an_answer_is_under_way_is_not_replaced_by_it(
    open_page: OpenPage, alice: User
) -> None:
    session, page = _listening(open_page, alice)
    slow = Slow(page, "ask")
    hold_phase(session, "Rebut")
    slow.wait()
    text = page.get_by_role("textbox", name="Your claim")
    text.fill(TYPED)
    slow.let_through()
    expect(page.locator("#session-unsent")).to_contain_text("The phase has changed.")
    expect(text).to_have_value(TYPED)


def test_what_is_chosen_while_an_answer_is_under_way_is_chosen_after_it(
    open_page: OpenPage, alice: User
) -> None:
    session, page = _listening(open_page, alice)
    page.get_by_role("textbox", name="Your claim").fill(TYPED)
    page.get_by_text("Rebut", exact=True).last.click()
    slow = Slow(page, "unsent")
    hold_phase(session, "Rebut")
    slow.wait()
    page.get_by_text("Support", exact=True).last.click()
    slow.let_through()
    expect(page.get_by_role("radio", name="Question")).to_be_visible()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Post reply")).to_be_visible()


def test_a_phase_that_comes_while_an_answer_is_under_way_is_shown_after_it(
    open_page: OpenPage, alice: User
) -> None:
    session, page = _listening(open_page, alice)
    slow = Slow(page, "now")
    hold_phase(session, "Rebut")
    slow.wait()
    page.evaluate("document.addEventListener('live:phase', () => (document.title = 'Told'))")
    hold_phase(session, "Vote")
    expect(page).to_have_title("Told")
    slow.let_through()
    expect(page.locator(".student-bar")).to_contain_text("Vote")


def test_a_phone_that_was_away_shows_the_phase_when_it_is_back(
    open_page: OpenPage, alice: User
) -> None:
    session, page = _listening(open_page, alice)
    expect(page.locator(".htmx-request")).to_have_count(0)
    page.context.set_offline(True)
    expect(page.locator("#live")).to_have_attribute("data-live-state", "lost")
    hold_phase(session, "Vote")
    time.sleep(SLACK_SECONDS + 0.5)  # so long ago that it is not told for the sake of slow clocks
    page.context.set_offline(False)
    expect(page.locator(".student-bar")).to_contain_text("Vote")


def _listening(open_page: OpenPage, teacher: User) -> tuple[Session, Page]:
    """A session in its phase Open, and the page of a student who is against; it is told of nothing
    that was before it."""
    session = a_session(teacher, phase="Open")
    student = a_seat(session, "Iris", side=Side.AGAINST).person
    time.sleep(SLACK_SECONDS + 1.5)  # it says its age in whole seconds, rounded up
    page = open_page(student, size=PHONE)
    page.goto(f"/sessions/{session.key}/")
    expect(page.locator("#live")).to_have_attribute("data-live-state", "open")
    return session, page
