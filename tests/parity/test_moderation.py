import pytest

from accounts.models import User
from debate.actions.reply import post_reply
from debate.enums import ClaimState, HeldState, Relation
from debate.models import Act, Claim, DebateRules, HeldClaim
from debate.words import SENTENCES
from tests.factories import Thread
from tests.parity.doors import (
    CONFLICT,
    DONE,
    INVALID,
    NOT_ALLOWED,
    NOT_FOUND,
    NOT_SIGNED_IN,
    Door,
)


def now(claim: Claim) -> Claim:
    return Claim.objects.get(pk=claim.pk)


def test_each_deed_is_done_and_twice_is_harmless(door: Door, thread: Thread, alice: User) -> None:
    claim, to = thread.rebut, thread.support.key
    for deed, said in (
        ("hide", {}),
        ("restore", {}),
        ("relate", {"relation": "support"}),
        ("move", {"to": to}),
        ("lock", {}),
        ("unlock", {}),
    ):
        for _again in range(2):
            assert door.moderate_claim(claim.key, deed, by=alice, **said).kind == DONE
    assert (now(claim).state, now(claim).relation, now(claim).parent) == (
        ClaimState.LIVE,
        Relation.SUPPORT,
        thread.support,
    )
    assert Act.objects.count() == 6


@pytest.mark.parametrize("deed", ["hide", "restore", "relate", "move", "lock", "unlock"])
def test_only_who_keeps_order_does_it(
    door: Door, thread: Thread, bob: User, dan: User, deed: str
) -> None:
    said = {"relation": "support", "to": thread.support.key}
    for by in (bob, dan):
        answer = door.moderate_claim(thread.rebut.key, deed, by=by, **said)
        assert answer.kind == NOT_ALLOWED
        assert str(SENTENCES["moderators_only"]) in answer.told
    assert door.moderate_claim(thread.rebut.key, deed, by=None, **said).kind == NOT_SIGNED_IN
    assert not Act.objects.exists()


def test_refusals_are_told_in_the_same_words(door: Door, thread: Thread, alice: User) -> None:
    claim = thread.rebut.key
    for kind, code, answer in (
        (INVALID, "choose_a_reason", door.moderate_claim(claim, "hide", by=alice, reason="")),
        (INVALID, "under_itself", door.moderate_claim(claim, "move", by=alice, to=claim)),
        (
            CONFLICT,
            "a_question_stays_one",
            door.moderate_claim(claim, "relate", by=alice, relation="question"),
        ),
    ):
        assert answer.kind == kind
        assert str(SENTENCES[code]) in answer.told


def test_an_author_changes_how_their_claim_bears(
    door: Door, thread: Thread, bob: User, dan: User
) -> None:
    assert door.change_relation(thread.support.key, "undercut", by=bob).kind == DONE
    assert now(thread.support).relation == Relation.UNDERCUT
    answer = door.change_relation(thread.rebut.key, "support", by=bob)
    assert answer.kind == NOT_ALLOWED
    assert str(SENTENCES["answered_already"]) in answer.told
    assert door.change_relation(thread.support.key, "support", by=dan).kind == NOT_ALLOWED
    assert door.change_relation(thread.support.key, "support", by=None).kind == NOT_SIGNED_IN


def test_a_debate_is_frozen_and_thawed(door: Door, thread: Thread, alice: User, dan: User) -> None:
    assert door.freeze_debate(thread.debate.key, "freeze", by=dan).kind == NOT_ALLOWED
    for _again in range(2):
        assert door.freeze_debate(thread.debate.key, "freeze", by=alice).kind == DONE
    answer = door.post_reply(thread.rebut.key, by=dan)
    assert answer.kind == CONFLICT
    assert str(SENTENCES["frozen"]) in answer.told
    assert door.freeze_debate(thread.debate.key, "thaw", by=alice).kind == DONE
    assert door.post_reply(thread.rebut.key, by=dan).kind == DONE


def held(thread: Thread, eve: User) -> str:
    DebateRules.objects.filter(debate=thread.debate).update(hold_newcomers=True)
    return post_reply(parent=thread.rebut.key, relation="rebut", text="Newcomers nap.", by=eve).key


def test_a_newcomers_reply_is_taken_and_waits(door: Door, thread: Thread, eve: User) -> None:
    DebateRules.objects.filter(debate=thread.debate).update(hold_newcomers=True)
    assert door.post_reply(thread.rebut.key, by=eve).kind == DONE
    assert not Claim.objects.filter(author=eve).exists()
    assert HeldClaim.objects.get().author == eve


def test_what_is_held_is_sent_back_sent_again_and_approved(
    door: Door, thread: Thread, alice: User, eve: User
) -> None:
    key = held(thread, eve)
    assert door.judge_held(key, "return", by=alice).kind == INVALID
    assert door.judge_held(key, "return", by=alice, note="Which?").kind == DONE
    assert door.resend_held(key, by=eve, text="x").kind == INVALID
    assert door.resend_held(key, by=eve, text="New pupils nap.").kind == DONE
    for _again in range(2):
        assert door.judge_held(key, "approve", by=alice).kind == DONE
    assert Claim.objects.get(key=key).text == "New pupils nap."


def test_what_is_held_is_removed_for_good_or_taken_back(
    door: Door, thread: Thread, alice: User, eve: User
) -> None:
    key = held(thread, eve)
    assert door.judge_held(key, "remove", by=alice).kind == DONE
    for answer in (door.resend_held(key, by=eve, text="Once more."), door.drop_held(key, by=eve)):
        assert answer.kind == CONFLICT
        assert str(SENTENCES["held_is_removed"]) in answer.told
    HeldClaim.objects.update(state=HeldState.WAITING)
    assert door.drop_held(key, by=eve).kind == DONE
    assert not HeldClaim.objects.exists()


def test_to_others_what_is_held_does_not_exist(
    door: Door, thread: Thread, dan: User, eve: User
) -> None:
    key = held(thread, eve)
    assert door.judge_held(key, "approve", by=dan).kind == NOT_FOUND
    assert door.resend_held(key, by=dan, text="Mine now.").kind == NOT_FOUND
    assert door.drop_held(key, by=dan).kind == NOT_FOUND
    assert door.judge_held(key, "approve", by=eve).kind == NOT_FOUND
