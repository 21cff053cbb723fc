"""Somebody follows a debate, others write in it, and what is new is found, opened and seen."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from debate.actions.reply import post_reply
from debate.models import Follow, Notice
from debate.tasks.notices import tell_next_changes
from tests.browser.fixtures import OpenPage
from tests.factories import Thread
from tests.journeys.visit import NO_SCRIPT, PHONE_DARK, Visit, Way

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("way", [NO_SCRIPT, PHONE_DARK], ids=lambda way: way.name)
def test_what_is_new_is_told_opened_and_seen(
    open_page: OpenPage, thread: Thread, alice: User, bob: User, dan: User, way: Way
) -> None:
    while tell_next_changes():
        pass
    Notice.objects.all().delete()
    reader = Visit(open_page, way, bob)
    page = reader.page
    count = page.locator(".masthead-unseen")
    page.goto(f"/debates/{thread.debate.key}/threads/")
    reader.press(page.locator("#follow"))
    expect(page.locator("#follow")).to_have_text("Following")
    if way.javascript:
        expect(page.locator("#said")).to_contain_text("You follow this debate.")
        expect(page.locator("#follow")).to_be_focused()
    else:
        expect(page.locator(".flash")).to_contain_text("You follow this debate.")
    expect(count).to_have_count(0)

    others_answer(thread, alice, dan)
    page.goto("/debates/")
    expect(count).to_have_text("3")
    reader.press(page.locator(".masthead-me"))
    reader.press(page.locator("#me").get_by_role("link", name="For you"))
    titles = page.locator(".notice-title")
    expect(titles).to_have_text(["News in a debate that you follow", "2 replies to your claim"])
    expect(page.locator(".deed-new")).to_have_count(3)

    reader.press(page.get_by_role("link", name="They fall asleep at the same hour."))
    expect(page.locator(".claim:target")).to_contain_text("They fall asleep at the same hour.")
    expect(count).to_have_text("2")
    reader.press(page.get_by_role("link", name="Activity"))
    expect(page.locator(".deed").first).to_contain_text("Alice answered a question.")

    page.goto("/for-you/?reason=reply")
    expect(page.locator(".deed")).to_have_count(2)
    expect(page.locator(".deed-new")).to_have_count(1)
    page.goto("/for-you/")
    reader.press(page.get_by_role("button", name="Mark all as seen"))
    expect(page.locator(".flash")).to_contain_text("Everything is marked as seen.")
    expect(count).to_have_count(0)
    assert not Notice.objects.filter(person=bob, seen_at=None).exists()

    reader.press(page.locator(".followed a"))
    reader.press(page.locator("#follow"))
    expect(page.locator("#follow")).to_have_text("Follow")
    assert not Follow.objects.exists()


def others_answer(thread: Thread, alice: User, dan: User) -> None:
    """Bob's rebuttal is answered twice, somebody else's question once; the worker tells it."""
    for parent, by, text in (
        (thread.rebut, dan, "They fall asleep at the same hour."),
        (thread.rebut, alice, "Bodies keep their own time."),
        (thread.question, alice, "In all that come before ten."),
    ):
        post_reply(parent=parent.key, relation="support", text=text, by=by)
    assert tell_next_changes() == 3
