import pytest

from accounts.models import User
from debate.actions.publication import close_debate
from debate.models import Claim, Tally
from debate.words import SENTENCES
from tests import factories
from tests.factories import Thread
from tests.parity.doors import CONFLICT, DONE, INVALID, NOT_ALLOWED, NOT_SIGNED_IN, Door


def counted(claim: Claim) -> tuple[int, int, int]:
    tally = Tally.objects.get(claim=claim)
    return tally.up, tally.down, tally.unsure


def test_a_vote_is_set_changed_and_taken_back(door: Door, thread: Thread, dan: User) -> None:
    for value, tally in [
        (1, (1, 0, 0)),
        (1, (1, 0, 0)),
        (-1, (0, 1, 0)),
        (0, (0, 0, 1)),
        (None, (0, 0, 0)),
        (None, (0, 0, 0)),
    ]:
        assert door.cast_vote(thread.point.key, by=dan, value=value).kind == DONE
        assert counted(thread.point) == tally


def test_the_same_vote_once_more_is_on_the_newer_wording(
    door: Door, thread: Thread, dan: User
) -> None:
    claim = thread.rebut
    door.cast_vote(claim.key, by=dan, value=1)
    factories.edit(claim, "Pupils who start later nap.")
    assert door.cast_vote(claim.key, by=dan, value=1).kind == DONE
    assert counted(claim) == (1, 0, 0)
    assert list(claim.votes.values_list("value", "revision")) == [(1, 2)]


@pytest.mark.parametrize("value", [2, -2, 100])
def test_there_are_three_values(door: Door, thread: Thread, dan: User, value: int) -> None:
    answer = door.cast_vote(thread.point.key, by=dan, value=value)
    assert answer.kind == INVALID
    assert str(SENTENCES["no_such_vote"]) in answer.told
    assert counted(thread.point) == (0, 0, 0)


def test_nobody_votes_on_their_own_claim(door: Door, thread: Thread, bob: User) -> None:
    answer = door.cast_vote(thread.rebut.key, by=bob, value=1)
    assert answer.kind == NOT_ALLOWED
    assert str(SENTENCES["own_claim"]) in answer.told


def test_nobody_votes_on_a_question(door: Door, thread: Thread, bob: User) -> None:
    answer = door.cast_vote(thread.question.key, by=bob, value=1)
    assert answer.kind == NOT_ALLOWED
    assert str(SENTENCES["a_question_takes_no_vote"]) in answer.told


def test_a_withdrawn_claim_takes_no_vote(door: Door, thread: Thread, dan: User) -> None:
    factories.withdraw(thread.rebut)
    answer = door.cast_vote(thread.rebut.key, by=dan, value=1)
    assert answer.kind == CONFLICT
    assert str(SENTENCES["claim_gone"]) in answer.told


def test_a_closed_debate_takes_no_vote(door: Door, thread: Thread, alice: User, dan: User) -> None:
    close_debate(debate=thread.debate.key, by=alice)
    answer = door.cast_vote(thread.rebut.key, by=dan, value=1)
    assert answer.kind == CONFLICT
    assert str(SENTENCES["votes_closed"]) in answer.told


def test_nobody_has_to_sign_in_first(door: Door, thread: Thread) -> None:
    answer = door.cast_vote(thread.rebut.key, by=None, value=1)
    assert answer.kind == NOT_SIGNED_IN
    assert str(SENTENCES["sign_in_to_vote"]) in answer.told
