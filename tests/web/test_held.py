from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from debate.actions.draft import save_draft
from debate.actions.held import remove_held, return_held
from debate.enums import DraftPurpose, HeldState
from debate.models import Act, Claim, DebateRules, Draft, HeldClaim
from tests.factories import Thread

WORDS = "Newcomers nap as well."
HTMX = {"HX-Request": "true"}


@pytest.fixture
def thread(thread: Thread) -> Thread:
    """Alice's debate, in which newcomers are held."""
    DebateRules.objects.filter(debate=thread.debate).update(hold_newcomers=True)
    return thread


def signed_in(who: User) -> Client:
    browser = Client()
    browser.force_login(who)
    return browser


def post(browser: Client, thread: Thread, **how: Any) -> Any:
    form = {"relation": "rebut", "text": WORDS, "details": "**So** they do.", "into": "thread"}
    return browser.post(f"/claims/{thread.rebut.key}/replies/", form, **how)


def waiting(thread: Thread, eve: User) -> str:
    post(signed_in(eve), thread)
    return HeldClaim.objects.get().key


def test_a_newcomer_is_told_that_their_claim_waits(thread: Thread, eve: User) -> None:
    browser = signed_in(eve)
    response = post(browser, thread)
    held = HeldClaim.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/held/{held.key}/")
    assert "Your claim waits for approval." in browser.get(response["Location"]).content.decode()
    by_htmx = post(browser, thread, headers=HTMX)
    assert by_htmx.status_code == 200
    assert f'href="/held/{held.key}/"' in by_htmx.content.decode()
    assert HeldClaim.objects.count() == 1


def test_their_draft_is_dropped_as_after_posting(thread: Thread, eve: User) -> None:
    save_draft(
        purpose=DraftPurpose.REPLY,
        claim=thread.rebut.key,
        content={"text": WORDS, "relation": "rebut"},
        base_version=0,
        by=eve,
    )
    form = {"relation": "rebut", "text": WORDS, "draft_version": str(Draft.objects.get().version)}
    signed_in(eve).post(f"/claims/{thread.rebut.key}/replies/", form)
    assert not Draft.objects.exists()


def test_the_author_finds_it_at_the_top_of_the_debate_and_among_their_drafts(
    thread: Thread, alice: User, eve: User
) -> None:
    key = waiting(thread, eve)
    for address in (
        f"/debates/{thread.debate.key}/threads/",
        f"/debates/{thread.debate.key}/",
        f"/claims/{thread.point.key}/",
        "/drafts/",
    ):
        assert f'href="/held/{key}/"' in signed_in(eve).get(address).content.decode()
        for other in (signed_in(alice), Client()):
            told = other.get(address).content.decode()
            assert WORDS not in told


def test_to_others_there_is_no_such_page(
    thread: Thread, alice: User, carol: User, dan: User, eve: User
) -> None:
    key = waiting(thread, eve)
    assert signed_in(dan).get(f"/held/{key}/").status_code == 404
    assert signed_in(dan).post(f"/held/{key}/", {"deed": "approve"}).status_code == 404
    assert WORDS not in Client().get(f"/held/{key}/", follow=True).content.decode()
    for who in (eve, alice, carol):
        assert WORDS in signed_in(who).get(f"/held/{key}/").content.decode()
    assert signed_in(alice).get("/held/abcdefgh2345/").status_code == 404


def test_it_is_approved_and_its_address_leads_to_the_claim(
    thread: Thread, alice: User, dan: User, eve: User
) -> None:
    key = waiting(thread, eve)
    done = signed_in(alice).post(f"/held/{key}/", {"deed": "approve"})
    assert (done.status_code, done["Location"]) == (303, f"/claims/{key}/")
    assert Claim.objects.get(key=key).author == eve
    for who in (eve, alice, dan):
        assert signed_in(who).get(f"/held/{key}/")["Location"] == f"/claims/{key}/"


def test_it_is_sent_back_reworded_and_sent_again(thread: Thread, alice: User, eve: User) -> None:
    key = waiting(thread, eve)
    address = f"/held/{key}/"
    refused = signed_in(alice).post(address, {"deed": "return", "reason": "unclear"})
    assert refused.status_code == 422
    assert "Write a note" in refused.content.decode()
    form = {"deed": "return", "reason": "unclear", "note": "Which newcomers?"}
    assert signed_in(alice).post(address, form).status_code == 303
    told = signed_in(eve).get(address).content.decode()
    assert "Which newcomers?" in told
    assert f"/acts/{Act.objects.get().key}/" in told
    assert "Sent back to you" in (
        signed_in(eve).get(f"/debates/{thread.debate.key}/threads/").content.decode()
    )
    short = signed_in(eve).post(address, {"deed": "resend", "text": "x"})
    assert short.status_code == 422
    sent = signed_in(eve).post(address, {"deed": "resend", "text": "New pupils nap."})
    assert sent.status_code == 303
    held = HeldClaim.objects.get()
    assert (held.state, held.text) == (HeldState.WAITING, "New pupils nap.")


def test_what_was_removed_says_why_and_how_to_appeal(
    thread: Thread, alice: User, eve: User
) -> None:
    key = waiting(thread, eve)
    remove_held(held=key, reason="spam", note="Elsewhere, please.", by=alice)
    told = signed_in(eve).get(f"/held/{key}/").content.decode()
    assert "Elsewhere, please." in told
    assert f"/acts/{Act.objects.get().key}/" in told
    assert 'value="drop"' not in told
    assert key not in signed_in(eve).get(f"/debates/{thread.debate.key}/threads/").content.decode()


def test_its_author_takes_it_back(thread: Thread, eve: User) -> None:
    key = waiting(thread, eve)
    assert signed_in(eve).post(f"/held/{key}/", {"deed": "drop"}).status_code == 303
    assert not HeldClaim.objects.exists()
    assert signed_in(eve).post(f"/held/{key}/", {"deed": "drop"}).status_code == 404


def test_the_same_words_can_be_sent_back_only_while_they_wait(
    thread: Thread, alice: User, eve: User
) -> None:
    key = waiting(thread, eve)
    return_held(held=key, reason="unclear", note="Which?", by=alice)
    refused = signed_in(alice).post(f"/held/{key}/", {"deed": "burn", "reason": "spam"})
    assert refused.status_code == 422


def test_a_browser_asks_for_a_reason_where_one_is_needed_and_not_to_approve(
    thread: Thread, alice: User, eve: User
) -> None:
    page = signed_in(alice).get(f"/held/{waiting(thread, eve)}/").content.decode()
    buttons = {
        deed: " formnovalidate " in page.split(f'value="{deed}">')[0].rsplit("<button", 1)[1]
        for deed in ("approve", "return", "remove")
    }
    assert buttons == {"approve": True, "return": False, "remove": False}
    assert "required" in page.split('name="reason"')[1].split(">")[0]
