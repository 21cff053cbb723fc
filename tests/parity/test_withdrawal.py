from accounts.models import User
from debate.actions.publication import close_debate
from debate.enums import ClaimState
from debate.models import Claim
from debate.words import SENTENCES
from tests.factories import Thread
from tests.parity.doors import DONE, NOT_ALLOWED, NOT_SIGNED_IN, Door


def state(claim: Claim) -> str:
    claim.refresh_from_db()
    return claim.state


def test_the_author_withdraws_and_twice_is_harmless(door: Door, thread: Thread, bob: User) -> None:
    for _again in range(2):
        assert door.withdraw_claim(thread.rebut.key, by=bob).kind == DONE
    assert state(thread.rebut) == ClaimState.WITHDRAWN


def test_a_claim_can_be_withdrawn_from_a_closed_debate(
    door: Door, thread: Thread, alice: User, bob: User
) -> None:
    close_debate(debate=thread.debate.key, by=alice)
    assert door.withdraw_claim(thread.rebut.key, by=bob).kind == DONE


def test_nobody_else_withdraws_it(door: Door, thread: Thread, alice: User, dan: User) -> None:
    for other in (alice, dan):
        answer = door.withdraw_claim(thread.rebut.key, by=other)
        assert answer.kind == NOT_ALLOWED
        assert str(SENTENCES["not_your_claim"]) in answer.told
    assert door.withdraw_claim(thread.rebut.key, by=None).kind == NOT_SIGNED_IN
    assert state(thread.rebut) == ClaimState.LIVE


def test_a_thesis_is_not_withdrawn(door: Door, thread: Thread, alice: User) -> None:
    answer = door.withdraw_claim(thread.thesis.key, by=alice)
    assert answer.kind == NOT_ALLOWED
    assert str(SENTENCES["a_thesis_stays"]) in answer.told
