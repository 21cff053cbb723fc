"""What waits for those who keep order, the log, and blocks."""

import pytest
from django.test import Client

from accounts.models import User
from debate.actions.appeal import appeal
from debate.actions.block import block_person
from debate.actions.flag import flag_claim
from debate.actions.hiding import hide_claim
from debate.actions.relation import change_relation
from debate.actions.withdrawal import withdraw_claim
from debate.enums import Queue, Role, Visibility
from debate.limits import ACTS_PER_PAGE, QUEUE_PER_PAGE
from debate.models import Act, Block, Flag, HeldClaim, Membership
from debate.words import SENTENCES
from tests import factories
from tests.factories import Thread
from tests.web.browsing import browser_of, words


def held(thread: Thread, author: User, text: str = "Buses run late anyway.") -> HeldClaim:
    return HeldClaim.objects.create(
        debate=thread.debate,
        parent=thread.thesis,
        parent_revision=1,
        relation="rebut",
        author=author,
        text=text,
    )


def test_who_keeps_order_sees_what_waits_and_how_much(
    thread: Thread, alice: User, dan: User, eve: User, as_alice: Client, as_dan: Client
) -> None:
    at = f"/debates/{thread.debate.key}/moderation/"
    assert "Nothing waits here." in words(as_alice.get(at))
    flag_claim(claim=thread.rebut.key, reason="spam", note="Look at the end.", by=dan)
    flag_claim(claim=thread.rebut.key, reason="spam", by=eve)
    held(thread, eve)
    page = words(as_alice.get(at))
    assert "2 waiting" in page
    assert "Buses run late anyway." in page  # the first list that is not empty
    page = words(as_alice.get(f"{at}?show=flags"))
    assert thread.rebut.text in page
    assert "2 flags" in page
    assert "Look at the end." in page
    assert "Dan" not in page.replace("Dan teaches", "")
    assert "Nothing waits here." in words(as_alice.get(f"{at}?show=appeals"))
    for other in (as_dan, browser_of(eve)):
        assert other.get(at).status_code == 404
        assert "waiting" not in words(other.get(f"/debates/{thread.debate.key}/threads/"))
    assert browser_of(None).get(at).status_code == 303


def test_flags_are_dismissed_in_the_queue(
    thread: Thread, dan: User, as_alice: Client, as_dan: Client
) -> None:
    flag_claim(claim=thread.rebut.key, reason="spam", by=dan)
    at = f"/debates/{thread.debate.key}/moderation/"
    form = {"deed": "settle", "claim": thread.rebut.key}
    assert as_dan.post(at, form).status_code == 404
    assert as_alice.post(at, form | {"deed": "nothing"}).status_code == 422
    assert as_alice.post(at, form | {"claim": "nosuchclaim1"}).status_code == 404
    response = as_alice.post(at, form)
    assert "The flags are dismissed." in words(as_alice.get(response["Location"]))
    assert Flag.objects.filter(settled_at=None).count() == 0


def test_ones_own_case_is_shown_without_the_deeds(
    thread: Thread, alice: User, bob: User, dan: User
) -> None:
    factories.member(thread.debate, bob, role=Role.MODERATOR)
    flag_claim(claim=thread.rebut.key, reason="spam", by=dan)
    page = browser_of(bob).get(f"/debates/{thread.debate.key}/moderation/?show=flags")
    assert "Somebody else has to decide." in words(page)
    assert b'value="settle"' not in page.content
    flag_claim(claim=thread.point.key, reason="spam", by=dan)
    page = browser_of(bob).get(f"/debates/{thread.debate.key}/moderation/?show=flags")
    assert page.content.count(b'value="settle"') == 1


def test_a_long_queue_is_read_page_by_page(
    thread: Thread, alice: User, dan: User, as_alice: Client
) -> None:
    for number in range(QUEUE_PER_PAGE + 1):
        flag_claim(
            claim=factories.reply(thread.thesis, alice, text=f"Claim number {number}.").key,
            reason="spam",
            by=dan,
        )
    at = f"/debates/{thread.debate.key}/moderation/?show=flags"
    first = as_alice.get(at).context["shown"]
    assert first.counts[Queue.FLAGS] == QUEUE_PER_PAGE + 1
    assert [row.claim.text for row in first.page.rows] == [
        f"Claim number {n}." for n in range(QUEUE_PER_PAGE)
    ]
    second = as_alice.get(f"{at}&after={first.page.next}").context["shown"]
    assert [row.claim.text for row in second.page.rows] == [f"Claim number {QUEUE_PER_PAGE}."]
    assert second.page.next is None
    assert as_alice.get(f"{at}&after=nonsense").status_code == 422


# ---- The log


def test_everybody_sees_what_was_done_and_nobody_the_words_or_the_note(
    thread: Thread, alice: User, nobody: Client, as_dan: Client
) -> None:
    hide_claim(claim=thread.rebut.key, reason="insult", note="For Bob alone.", by=alice)
    for client in (nobody, as_dan):
        page = words(client.get(f"/debates/{thread.debate.key}/moderation/log/"))
        assert "Alice hid a claim." in page
        assert "Reason: It insults or attacks somebody" in page
        for private in (thread.rebut.text, "For Bob alone.", "Bob"):
            assert private not in page


def test_the_log_of_a_debate_is_for_those_who_see_it(alice: User, nobody: Client) -> None:
    closed = factories.debate(alice, visibility=Visibility.MEMBERS)
    assert nobody.get(f"/debates/{closed.key}/moderation/log/").status_code == 404


def test_who_goes_by_a_pseudonym_does_so_in_the_log(
    thread: Thread, carol: User, nobody: Client
) -> None:
    Membership.objects.create(debate=thread.debate, person=carol, role=Role.MODERATOR, byline="Owl")
    hide_claim(claim=thread.rebut.key, reason="spam", by=carol)
    page = nobody.get(f"/debates/{thread.debate.key}/moderation/log/")
    assert "Owl hid a claim." in words(page)
    assert "Carol" not in words(page)
    assert carol.key.encode() not in page.content


def test_a_long_log_is_read_page_by_page_both_ways(thread: Thread, nobody: Client) -> None:
    for number in range(ACTS_PER_PAGE + 1):
        Act.objects.create(
            kind="frozen",
            reason="heated",
            debate_key=thread.debate.key,
            actor_number=thread.debate.owner_id,
            detail={"number": number},
            at=thread.debate.created_at,
        )
    at = f"/debates/{thread.debate.key}/moderation/log/"
    first = nobody.get(at).context["shown"].page
    assert len(first.rows) == ACTS_PER_PAGE
    second = nobody.get(f"{at}?after={first.next}").context["shown"].page
    assert len(second.rows) == 1
    assert nobody.get(f"{at}?before={second.previous}").context["shown"].page.rows == first.rows


def test_the_log_does_not_tell_whose_a_claim_was_that_its_author_withdrew(
    thread: Thread, bob: User, nobody: Client
) -> None:
    factories.member(thread.debate, bob, role=Role.MODERATOR)
    change_relation(claim=thread.rebut.key, relation="support", reason="misplaced", by=bob)
    at = f"/debates/{thread.debate.key}/moderation/log/"
    told = "changed the relation of a claim."
    assert f"Bob {told}" in words(nobody.get(at))
    withdraw_claim(claim=thread.rebut.key, by=bob)
    page = words(nobody.get(at))
    assert f"Somebody who keeps order {told}" in page
    assert "Bob" not in page


# ---- Blocks


def test_who_keeps_order_blocks_by_a_claim_and_lets_in_again(
    thread: Thread, bob: User, as_alice: Client, as_dan: Client
) -> None:
    at = f"/debates/{thread.debate.key}/blocks/"
    assert as_dan.get(at).status_code == 403
    assert thread.rebut.text in words(as_alice.get(f"{at}?claim={thread.rebut.key}"))
    form = {"deed": "block", "claim": thread.rebut.key, "reason": "insult", "note": "Enough."}
    assert as_dan.post(at, form).status_code == 403
    response = as_alice.post(at, form)
    page = words(as_alice.get(response["Location"]))
    assert "Let Bob take part again" in page
    act = Act.objects.filter(kind="blocked").order_by("-id").first()
    assert act is not None
    response = as_alice.post(at, {"deed": "unblock", "act": act.key})
    assert "Nobody is blocked from this debate." in words(as_alice.get(response["Location"]))
    assert not Block.objects.exists()


def test_the_list_of_blocks_leads_to_nobody_behind_a_pseudonym(
    thread: Thread, alice: User, bob: User, as_alice: Client
) -> None:
    Membership.objects.create(debate=thread.debate, person=bob, role=Role.MEMBER, byline="Owl")
    block_person(debate=thread.debate.key, claim=thread.rebut.key, reason="spam", by=alice)
    page = as_alice.get(f"/debates/{thread.debate.key}/blocks/")
    assert "Owl" in words(page)
    for told in ("Bob", "bob", bob.key):
        assert told not in page.content.decode()


@pytest.mark.parametrize(
    "form",
    [
        {"deed": "block", "handle": "nobody-at-all", "reason": "spam"},
        {"deed": "block", "handle": "bob", "reason": ""},
        {"deed": "block", "handle": "bob", "reason": "spam", "note": "x" * 501},
        {"deed": "nonsense"},
    ],
)
def test_a_block_that_cannot_be_made_is_refused_in_words(
    thread: Thread, as_alice: Client, form: dict[str, str]
) -> None:
    response = as_alice.post(f"/debates/{thread.debate.key}/blocks/", form)
    assert response.status_code == 422
    assert not Block.objects.exists()


@pytest.mark.parametrize("key", ["", "\x00", "a\x00b", "9" * 400, "nosuchkey123"])
def test_what_is_no_key_of_a_claim_or_an_act_is_found_nowhere(
    thread: Thread, as_alice: Client, key: str
) -> None:
    at = f"/debates/{thread.debate.key}/"
    settling = as_alice.post(f"{at}moderation/", {"deed": "settle", "claim": key})
    unblocking = as_alice.post(f"{at}blocks/", {"deed": "unblock", "act": key})
    assert (settling.status_code, unblocking.status_code) == (404, 404)


def test_an_appeal_waits_in_the_queue_of_the_others(
    thread: Thread, alice: User, bob: User, as_alice: Client
) -> None:
    hide_claim(claim=thread.rebut.key, reason="insult", by=alice)
    act = Act.objects.filter(claim_key=thread.rebut.key).latest("id")
    appeal(act=act.key, text="That was no insult.", by=bob)
    mona = factories.person("mona")
    factories.member(thread.debate, mona, role=Role.MODERATOR)
    at = f"/debates/{thread.debate.key}/moderation/?show=appeals"
    page = words(browser_of(mona).get(at))
    assert "That was no insult." in page
    assert "Look and decide" in page
    assert "It is against what you did." in words(as_alice.get(at))


def test_the_activity_of_a_debate_tells_of_a_block_and_not_of_whom(
    thread: Thread, alice: User, bob: User, nobody: Client
) -> None:
    block_person(debate=thread.debate.key, handle="bob", reason="spam", by=alice)
    page = nobody.get(f"/debates/{thread.debate.key}/activity/")
    assert "Alice blocked somebody from the debate." in words(page)
    told = page.content.decode().split("Alice</bdi></a> blocked somebody")[1].split("</li>")[0]
    assert "Bob" not in told


def test_who_is_blocked_is_told_so_where_they_would_answer(
    thread: Thread, alice: User, eve: User, as_eve: Client, as_dan: Client
) -> None:
    at = f"/debates/{thread.debate.key}/threads/"
    told = "You are blocked from this debate. You can read it, but not add to it."
    assert told not in words(as_eve.get(at))
    block_person(debate=thread.debate.key, handle="eve", reason="insult", by=alice)
    assert told in words(as_eve.get(at))
    assert told not in words(as_dan.get(at))


def test_a_block_of_who_keeps_order_is_refused_where_it_was_asked_for(
    thread: Thread, as_alice: Client
) -> None:
    mona = factories.person("mona")
    factories.member(thread.debate, mona, role=Role.MODERATOR)
    form = {"deed": "block", "handle": "mona", "reason": "insult", "note": "Kept."}
    answer = as_alice.post(f"/debates/{thread.debate.key}/blocks/", form)
    assert answer.status_code == 403
    assert str(SENTENCES["they_keep_order"]) in words(answer)
    assert "Kept." in answer.content.decode()


def test_the_log_tells_how_a_relation_was_changed(
    thread: Thread, alice: User, nobody: Client
) -> None:
    change_relation(claim=thread.rebut.key, relation="support", reason="misplaced", by=alice)
    page = words(nobody.get(f"/debates/{thread.debate.key}/moderation/log/"))
    assert "Alice changed the relation of a claim." in page
    assert "Rebuttal → Support" in page
