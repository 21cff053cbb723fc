import pytest
from django.test import Client

from accounts.enums import Role as SiteRole
from accounts.models import User
from debate.actions.appeal import appeal
from debate.actions.block import block_person
from debate.actions.hiding import hide_claim
from debate.actions.move import move_claim
from debate.actions.suspension import suspend_person
from debate.enums import ClaimState, Role, Visibility
from debate.models import Act
from debate.words import SENTENCES
from tests import factories
from tests.factories import Thread
from tests.web.browsing import browser_of, words

NOTE = "Please leave people out of it."
APPEAL = "That was no insult at all."
ANSWER = "You are right, sorry."


@pytest.fixture
def act(thread: Thread, alice: User) -> Act:
    """Alice hid bob's rebuttal."""
    hide_claim(claim=thread.rebut.key, reason="insult", note=NOTE, by=alice)
    return Act.objects.filter(claim_key=thread.rebut.key).latest("id")


@pytest.fixture
def as_mona(thread: Thread) -> Client:
    """A browser of somebody who moderates the debate."""
    mona = factories.person("mona")
    factories.member(thread.debate, mona, role=Role.MODERATOR)
    return browser_of(mona)


def test_everybody_sees_the_act_and_those_concerned_what_was_said(
    thread: Thread,
    act: Act,
    bob: User,
    nobody: Client,
    as_dan: Client,
    as_bob: Client,
    as_alice: Client,
    as_mona: Client,
) -> None:
    at = f"/acts/{act.key}/"
    appeal(act=act.key, text=APPEAL, by=bob)
    for client in (nobody, as_dan):
        page = words(client.get(at))
        assert "Alice hid a claim." in page
        for private in (NOTE, APPEAL, thread.rebut.text, "ppeal"):
            assert private not in page
    for client in (as_bob, as_alice, as_mona):
        page = words(client.get(at))
        for told in (NOTE, APPEAL, thread.rebut.text):
            assert told in page


def test_an_appeal_is_sent_decided_and_answered_on_one_page(
    thread: Thread, act: Act, as_bob: Client, as_alice: Client, as_mona: Client, nobody: Client
) -> None:
    at = f"/acts/{act.key}/"
    assert b'value="appeal"' in as_bob.get(at).content
    empty = as_bob.post(at, {"deed": "appeal", "text": " "})
    assert empty.status_code == 422
    assert str(SENTENCES["appeal_is_missing"]) in words(empty)
    assert as_alice.post(at, {"deed": "appeal", "text": APPEAL}).status_code == 404
    sent = as_bob.post(at, {"deed": "appeal", "text": APPEAL})
    sent_page = as_bob.get(sent["Location"])
    assert "Somebody else who keeps order here will decide this appeal." in words(sent_page)
    assert b'value="appeal"' not in sent_page.content
    again = as_bob.post(at, {"deed": "appeal", "text": "And another thing."})
    assert again.status_code == 409
    assert "And another thing." in words(again)
    decide = {"deed": "decide", "decision": "overturned", "answer": ANSWER}
    assert str(SENTENCES["own_act"]) in words(as_alice.get(at))
    assert as_alice.post(at, decide).status_code == 403
    assert as_mona.post(at, decide | {"decision": ""}).status_code == 422
    assert b'value="decide"' in as_mona.get(at).content
    assert as_mona.post(at, decide).status_code == 303
    thread.rebut.refresh_from_db()
    assert thread.rebut.state == ClaimState.LIVE
    assert ANSWER in words(as_bob.get(at))
    page = words(nobody.get(at))
    assert "After an appeal this was found to be a mistake." in page
    assert ANSWER not in page
    assert as_mona.post(at, decide | {"decision": "upheld"}).status_code == 409


def test_where_nobody_can_decide_the_page_says_so(alice: User, bob: User) -> None:
    closed = factories.debate(alice, visibility=Visibility.MEMBERS)
    factories.member(closed, bob)
    claim = factories.reply(closed.claims.get(), bob)
    hide_claim(claim=claim.key, reason="spam", by=alice)
    act = Act.objects.filter(claim_key=claim.key).latest("id")
    page = words(browser_of(bob).get(f"/acts/{act.key}/"))
    assert "Nobody can decide an appeal here" in page


def test_in_a_public_debate_of_one_owner_staff_decides(
    act: Act, bob: User, carol: User, as_bob: Client
) -> None:
    appeal(act=act.key, text=APPEAL, by=bob)
    at = f"/acts/{act.key}/"
    assert "The staff of this site will decide this appeal." in words(as_bob.get(at))
    assert b'value="decide"' in browser_of(carol).get(at).content


@pytest.mark.parametrize("deed", ["", "nonsense"])
def test_a_form_that_says_nothing_is_refused(act: Act, as_bob: Client, deed: str) -> None:
    assert as_bob.post(f"/acts/{act.key}/", {"deed": deed}).status_code == 422


def test_an_act_in_a_debate_that_one_may_not_see_is_not_there(
    alice: User, bob: User, as_dan: Client
) -> None:
    closed = factories.debate(alice, visibility=Visibility.MEMBERS)
    claim = factories.reply(closed.claims.get(), bob)
    hide_claim(claim=claim.key, reason="spam", by=alice)
    act = Act.objects.filter(claim_key=claim.key).latest("id")
    assert as_dan.get(f"/acts/{act.key}/").status_code == 404
    assert as_dan.get("/acts/nosuchactkey/").status_code == 404


def test_an_act_on_the_site_is_for_its_subject_and_staff(
    bob: User, carol: User, as_bob: Client, as_dan: Client, nobody: Client
) -> None:
    sam = factories.person("sam", role=SiteRole.STAFF)
    act = suspend_person(person=bob.key, days=7, reason="spam", note=NOTE, by=sam)
    assert act is not None
    at = f"/acts/{act.key}/"
    for client in (as_dan, nobody, browser_of(carol)):
        assert client.get(at).status_code == 404
        assert client.post(at, {"deed": "appeal", "text": APPEAL}).status_code in {401, 404}
    assert NOTE in words(as_bob.get(at))
    assert as_bob.post(at, {"deed": "appeal", "text": APPEAL}).status_code == 303
    assert APPEAL in words(browser_of(sam).get(at))


def test_who_keeps_order_reads_whom_an_act_concerns_and_others_do_not(
    thread: Thread, bob: User, alice: User, as_mona: Client, nobody: Client, as_dan: Client
) -> None:
    block_person(debate=thread.debate.key, handle="bob", reason="insult", by=alice)
    at = f"/acts/{Act.objects.latest('id').key}/"
    assert "It concerns: Bob" in words(as_mona.get(at))
    for client in (nobody, as_dan, browser_of(bob)):
        assert "It concerns:" not in words(client.get(at))
    factories.member(thread.debate, bob, byline="Hare")
    page = words(as_mona.get(at))
    assert "It concerns: Hare" in page
    assert "Bob" not in page


def test_what_an_appeal_does_not_put_back_leads_whoever_keeps_order_to_where_they_can(
    thread: Thread, bob: User, alice: User, as_mona: Client, as_bob: Client
) -> None:
    move_claim(claim=thread.rebut.key, to=thread.support.key, reason="misplaced", by=alice)
    moved = Act.objects.latest("id")
    appeal(act=moved.key, text=APPEAL, by=bob)
    at = f"/acts/{moved.key}/"
    as_mona.post(at, {"deed": "decide", "decision": "overturned", "answer": ANSWER})
    back = f'href="/claims/{thread.rebut.key}/moderation/"'
    before = f'href="/claims/{thread.point.key}/"'
    assert back in as_mona.get(at).content.decode()
    assert back not in as_bob.get(at).content.decode()
    assert before in as_bob.get(at).content.decode()
