import re

import pytest
from django.test import Client

from accounts.models import User
from debate.actions.hiding import hide_claim
from debate.actions.lock import lock_branch
from debate.actions.move import move_claim
from debate.enums import ClaimState, Relation
from debate.models import Act, Claim
from debate.words import SENTENCES
from tests import factories
from tests.factories import Thread


def signed_in(who: User) -> Client:
    browser = Client()
    browser.force_login(who)
    return browser


def page(browser: Client, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


def deeds_offered(html: str) -> list[str]:
    return re.findall(r'name="deed" value="(\w+)"', html)


def moderation(claim: Claim) -> str:
    return f"/claims/{claim.key}/moderation/"


def test_the_page_offers_what_can_be_done_to_a_claim(
    thread: Thread, alice: User, carol: User
) -> None:
    assert deeds_offered(page(signed_in(carol), moderation(thread.rebut))) == [
        "hide",
        "relate",
        "move",
        "lock",
    ]
    assert deeds_offered(page(signed_in(carol), moderation(thread.thesis))) == ["lock"]
    hide_claim(claim=thread.rebut.key, reason="spam", by=alice)
    lock_branch(claim=thread.rebut.key, reason="heated", by=alice)
    assert deeds_offered(page(signed_in(carol), moderation(thread.rebut))) == ["restore", "unlock"]


def test_who_keeps_no_order_is_told_so(thread: Thread, bob: User) -> None:
    assert signed_in(bob).get(moderation(thread.rebut)).status_code == 403
    assert Client().get(moderation(thread.rebut)).status_code in {302, 303}


def test_a_refused_form_comes_back_with_what_was_typed(thread: Thread, alice: User) -> None:
    form = {"deed": "hide", "reason": "", "note": "Mind your words."}
    response = signed_in(alice).post(moderation(thread.rebut), form)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Choose a reason." in html
    assert "Mind your words." in html
    for form, status in (
        ({"deed": "burn", "reason": "spam"}, 422),
        ({"reason": "spam"}, 422),
        ({"deed": "relate", "relation": "", "reason": "spam"}, 422),
        ({"deed": "relate", "relation": "support"}, 422),
        ({"deed": "restore", "reason": "spam"}, 302),
        ({"deed": "move", "to": "nowhere", "reason": "spam"}, 422),
        ({"deed": "move", "to": "\x00", "reason": "spam"}, 422),
        ({"deed": "relate", "relation": "question", "reason": "spam"}, 409),
    ):
        answer = signed_in(alice).post(moderation(thread.rebut), form)
        assert answer.status_code == (303 if status == 302 else status), form


def test_a_move_is_shown_before_it_is_done(thread: Thread, alice: User) -> None:
    browser = signed_in(alice)
    key = thread.support.key
    for typed in (
        key,
        f" {key} ",
        f"https://example.org/claims/{key}/?sort=new#x",
        f"/debates/{thread.debate.key}/threads/?at={key}#claim-{key}",
    ):
        form = {"deed": "move", "to": typed, "reason": "misplaced", "note": "Here."}
        html = browser.post(moderation(thread.rebut), form).content.decode()
        assert thread.support.text in html
        assert Claim.objects.get(pk=thread.rebut.pk).parent == thread.point
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', html))
    assert again.pop("csrfmiddlewaretoken", "") == "" or again
    assert browser.post(moderation(thread.rebut), {**again, "note": "Here."}).status_code == 303
    assert Claim.objects.get(pk=thread.rebut.pk).parent == thread.support
    assert Act.objects.get().case.note == "Here."


def test_a_move_that_cannot_be_is_refused_before_it_is_asked_about(
    thread: Thread, alice: User
) -> None:
    browser, below = signed_in(alice), thread.support
    move_claim(claim=below.key, to=thread.rebut.key, reason="misplaced", by=alice)
    for to in (thread.rebut, below):
        form = {"deed": "move", "to": to.key, "reason": "misplaced", "note": "Kept."}
        answer = browser.post(moderation(thread.rebut), form)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert str(SENTENCES["under_itself"]) in html
        assert "Kept." in html
        assert "Move this claim?" not in html


def test_no_field_of_a_single_deed_keeps_a_browser_from_sending_another(
    thread: Thread, alice: User
) -> None:
    html = page(signed_in(alice), moderation(thread.rebut))
    for name in ("relation", "to"):
        fields = re.findall(rf'<input[^>]*name="{name}"[^>]*>', html)
        assert fields
        assert not [field for field in fields if "required" in field]


def test_the_words_of_a_claim_of_another_debate_are_not_shown(
    thread: Thread, alice: User, bob: User
) -> None:
    elsewhere = factories.thesis_of(factories.debate(bob, thesis="Buses are late."))
    form = {"deed": "move", "to": elsewhere.key, "reason": "misplaced"}
    response = signed_in(alice).post(moderation(thread.rebut), form)
    assert response.status_code == 422
    assert "Buses are late." not in response.content.decode()


def test_a_hidden_claim_shows_its_words_to_its_author_and_to_who_keeps_order(
    thread: Thread, alice: User, bob: User, carol: User, dan: User
) -> None:
    hide_claim(claim=thread.rebut.key, reason="insult", note="Mind your words.", by=alice)
    own = f"/claims/{thread.rebut.key}/"
    act = f"/acts/{Act.objects.get().key}/"
    for who in (bob, alice, carol):
        html = page(signed_in(who), own)
        assert thread.rebut.text in html
        assert act in html
        assert "It insults or attacks somebody" in html
    for browser in (signed_in(dan), Client()):
        html = page(browser, own)
        assert thread.rebut.text not in html
        assert act not in html


def test_a_tombstone_leads_its_author_to_what_was_removed(
    thread: Thread, alice: User, bob: User, dan: User
) -> None:
    hide_claim(claim=thread.rebut.key, reason="insult", by=alice)
    threads = f"/debates/{thread.debate.key}/threads/"
    for who, led in ((bob, True), (alice, True), (dan, False)):
        html = page(signed_in(who), threads)
        assert thread.rebut.text not in html
        assert ("What was removed, and why" in html) == led


def test_a_locked_branch_says_so(thread: Thread, alice: User, dan: User) -> None:
    threads = f"/debates/{thread.debate.key}/threads/"
    assert "claim-locked" not in page(signed_in(dan), threads)
    lock_branch(claim=thread.rebut.key, reason="heated", by=alice)
    html = page(signed_in(dan), threads)
    assert html.count("claim-locked") == 2
    assert f'id="claim-{thread.undercut.key}-reply"' not in html


def test_an_author_changes_how_their_claim_bears_until_somebody_replies(
    thread: Thread, bob: User
) -> None:
    browser = signed_in(bob)
    address = f"/claims/{thread.support.key}/relation/"
    assert address in page(browser, f"/claims/{thread.support.key}/")
    assert browser.post(address, {"relation": ""}).status_code == 422
    assert browser.post(address, {"relation": "undercut"}).status_code == 303
    assert Claim.objects.get(pk=thread.support.pk).relation == Relation.UNDERCUT
    answered = f"/claims/{thread.rebut.key}/relation/"
    assert answered not in page(browser, f"/claims/{thread.rebut.key}/")
    assert browser.get(answered).status_code == 403
    assert browser.post(answered, {"relation": "support"}).status_code == 403
    assert browser.get(f"/claims/{thread.point.key}/relation/").status_code == 403


def test_only_who_keeps_order_is_offered_to_moderate(
    thread: Thread, alice: User, dan: User
) -> None:
    for address in (f"/debates/{thread.debate.key}/threads/", f"/claims/{thread.rebut.key}/"):
        assert moderation(thread.rebut) in page(signed_in(alice), address)
        assert moderation(thread.rebut) not in page(signed_in(dan), address)


@pytest.mark.parametrize("deed", ["hide", "lock"])
def test_what_is_done_leads_to_the_claim(thread: Thread, alice: User, deed: str) -> None:
    browser = signed_in(alice)
    response = browser.post(
        moderation(thread.rebut), {"deed": deed, "reason": "heated"}, follow=True
    )
    assert response.redirect_chain == [(f"/claims/{thread.rebut.key}/", 303)]
    claim = Claim.objects.get(pk=thread.rebut.pk)
    assert (claim.state == ClaimState.HIDDEN) == (deed == "hide")


def test_a_debate_is_frozen_and_goes_on(thread: Thread, alice: User, dan: User) -> None:
    browser, address = signed_in(alice), f"/debates/{thread.debate.key}/freeze/"
    assert deeds_offered(page(browser, address)) == ["freeze"]
    assert browser.post(address, {"deed": "freeze"}).status_code == 422
    assert browser.post(address, {"deed": "freeze", "reason": "heated"}).status_code == 303
    assert deeds_offered(page(browser, address)) == ["thaw"]
    reply = {"relation": "rebut", "text": "That does not follow."}
    said = signed_in(dan).post(f"/claims/{thread.rebut.key}/replies/", reply)
    assert said.status_code == 409
    assert browser.post(address, {"deed": "thaw", "reason": "resolved"}).status_code == 303
    assert signed_in(dan).get(address).status_code == 403


def test_every_reading_of_a_debate_follows_what_was_moved_and_hidden(
    thread: Thread, alice: User, carol: User
) -> None:
    move_claim(claim=thread.rebut.key, to=thread.support.key, reason="misplaced", by=alice)
    hide_claim(claim=thread.support.key, reason="spam", by=alice)
    debate, reader = f"/debates/{thread.debate.key}/", Client()
    for address in (
        f"{debate}threads/",
        f"{debate}print/",
        f"{debate}activity/",
        f"{debate}feed/",
        f"/claims/{thread.support.key}/",
        f"/claims/{thread.support.key}/history/",
        f"/claims/{thread.rebut.key}/",
        f"/claims/{thread.rebut.key}/history/",
        f"/claims/{thread.point.key}/replies/",
        "/search/?q=marks",
    ):
        response = reader.get(address)
        assert response.status_code == 200
        assert thread.support.text not in response.getvalue().decode(), address
    own = page(reader, f"/claims/{thread.rebut.key}/")
    assert own.index(f"/claims/{thread.support.key}/") < own.index("<h1")
    assert thread.rebut.key in page(reader, "/search/?q=later")
