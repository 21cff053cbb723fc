"""Somebody judges claims: votes, changes the vote, is unsure, takes it back."""

import pytest
from playwright.sync_api import Locator, expect

from accounts.models import User
from debate.models import Claim, Position, Vote
from tests.browser.fixtures import OpenPage
from tests.factories import Thread
from tests.journeys.visit import Visit, Way, every_way

pytestmark = pytest.mark.browser


@every_way
def test_a_voter_votes_changes_it_is_unsure_and_takes_it_back(
    open_page: OpenPage, thread: Thread, eve: User, way: Way
) -> None:
    voter = Visit(open_page, way, eve)
    page, claim = voter.page, thread.rebut
    page.goto(f"/debates/{thread.debate.key}/threads/")
    votes = page.locator(f"#claim-{claim.key}-votes")
    up, down, unsure = (page.locator(f"#claim-{claim.key}-{v}") for v in ("up", "down", "unsure"))

    voter.press(up)
    stands(voter, up, count=1, said="Your vote: convincing. 1 convincing, 0 not convincing.")
    assert values(claim, eve) == [1]

    voter.press(down)
    stands(voter, down, count=1, said="Your vote: not convincing. 0 convincing, 1 not convincing.")
    expect(up).to_have_attribute("aria-pressed", "false")
    assert values(claim, eve) == [-1]

    voter.press(page.locator(f"#claim-{claim.key} .when"))
    expect(page.locator("h1")).to_have_text(claim.text)
    stands(voter, down, count=1)
    voter.press(unsure)
    stands(voter, unsure, count=1, said="Your vote: unsure. 0 convincing, 0 not convincing.")
    assert values(claim, eve) == [0]

    voter.press(unsure)
    expect(votes.locator("[aria-pressed=true]")).to_have_count(0)
    expect(votes.locator(".vote-count")).to_have_text(["0", "0", "0"])
    if way.javascript:
        expect(page.locator("#said")).to_have_text("Your vote is taken back.")
        expect(unsure).to_be_focused()
    assert values(claim, eve) == []


@every_way
def test_a_voter_says_where_they_stand_and_takes_it_back(
    open_page: OpenPage, thread: Thread, eve: User, way: Way
) -> None:
    voter = Visit(open_page, way, eve)
    page = voter.page
    page.goto(f"/debates/{thread.debate.key}/threads/")
    slider = page.get_by_label("Where do you stand?")
    if way.keyboard:
        voter.tab_to(slider)
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
    else:
        slider.fill("2")
    if not way.javascript:
        voter.press(page.get_by_role("button", name="Save"))
    back = page.get_by_role("button", name="Take back")
    expect(back).to_be_visible()
    expect(page.locator("#position-now")).to_have_text("You: for")
    voter.press(back)
    expect(page.locator("#position-now")).to_have_text("Taken back")
    stated = Position.objects.filter(person=eve).order_by("id")
    assert list(stated.values_list("value", flat=True)) == [2, None]


@every_way
def test_nobody_can_press_a_vote_on_their_own_claim(
    open_page: OpenPage, thread: Thread, bob: User, way: Way
) -> None:
    page = Visit(open_page, way, bob).page
    page.goto(f"/claims/{thread.rebut.key}/")
    buttons = page.locator(f"#claim-{thread.rebut.key}-votes button")
    expect(buttons).to_have_count(3)
    for button in buttons.all():
        expect(button).to_be_disabled()
    expect(page.locator(f"#claim-{thread.rebut.key}-votes")).to_contain_text(
        "You cannot vote on your own claim."
    )


@every_way
def test_a_vote_of_nobody_leads_to_the_door_and_back_to_the_claim(
    open_page: OpenPage, thread: Thread, way: Way
) -> None:
    visitor = Visit(open_page, way)
    page = visitor.page
    page.goto(f"/claims/{thread.rebut.key}/")
    visitor.press(page.locator(f"#claim-{thread.rebut.key}-votes .vote-choice").first)
    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.locator("input[name=next]")).to_have_value(f"/claims/{thread.rebut.key}/")


def stands(voter: Visit, button: Locator, *, count: int, said: str = "") -> None:
    """A vote is shown as pressed and counted; with a script it is said, and focus stays on it."""
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button.locator(".vote-count")).to_have_text(str(count))
    if said and voter.way.javascript:
        expect(voter.page.locator("#said")).to_have_text(said)
        expect(button).to_be_focused()


def values(claim: Claim, voter: User) -> list[int]:
    return list(Vote.objects.filter(claim=claim, person=voter).values_list("value", flat=True))
