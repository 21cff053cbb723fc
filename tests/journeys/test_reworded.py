"""A claim is reworded: whoever voted on it is asked again, sees what changed and confirms."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from debate.models import Vote
from tests import factories
from tests.browser.fixtures import OpenPage
from tests.factories import Thread
from tests.journeys.visit import NO_SCRIPT, PHONE_DARK, Visit, Way

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("way", [NO_SCRIPT, PHONE_DARK], ids=lambda way: way.name)
def test_a_voter_is_asked_again_sees_what_changed_and_confirms(
    open_page: OpenPage, thread: Thread, bob: User, eve: User, way: Way
) -> None:
    claim = thread.rebut
    factories.vote(claim, eve)
    threads = f"/debates/{thread.debate.key}/threads/"

    author = Visit(open_page, way, bob)
    author.page.goto(threads)
    author.press(author.page.locator(f"#claim-{claim.key}-edit"))
    form = author.page.locator(f"#claim-{claim.key}-wording")
    author.write(form.get_by_label("Your claim"), "Pupils who start later stay up later.")
    author.press(form.get_by_role("button", name="Save", exact=True))
    expect(author.page.locator(f"#claim-{claim.key} .edited").first).to_have_text("edited")

    voter = Visit(open_page, way, eve)
    page = voter.page
    page.goto(threads)
    votes = page.locator(f"#claim-{claim.key}-votes")
    voter.press(votes.get_by_role("link", name="You voted on an earlier wording"))
    expect(page.locator("h1")).to_have_text("What changed")
    expect(page.locator(".wording-text del")).to_have_text("(removed: go to bed)")
    expect(page.locator(".wording-text ins")).to_have_text("(added: stay up)")
    counted = page.locator(".earlier-votes")
    expect(counted).to_have_text("1 of 1 votes is on an earlier wording.")

    voter.press(page.locator(f"#claim-{claim.key}-up"))
    expect(votes.locator(".vote-earlier")).to_have_count(0)
    expect(page.locator(f"#claim-{claim.key}-up")).to_have_attribute("aria-pressed", "true")
    expect(counted).to_have_text("")
    expect(page.locator("h1")).to_have_text("What changed")
    assert list(Vote.objects.values_list("value", "revision")) == [(1, 2)]

    page.goto(f"/claims/{thread.undercut.key}/")
    voter.press(page.get_by_role("link", name="parent edited since"))
    expect(page.locator(".wording-text ins")).to_have_text("(added: stay up)")
    expect(page.locator(".vote-earlier")).to_have_count(0)
