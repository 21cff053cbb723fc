import pytest

from accounts.errors import NotAllowed
from accounts.models import User
from debate.actions.edit import edit_claim
from debate.actions.lock import lock_branch, unlock_branch
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.actions.withdrawal import withdraw_claim
from debate.enums import ActKind, ClaimState, VoteValue
from debate.errors import NotOpen
from debate.models import Act, Claim
from tests.factories import Thread


def locked(thread: Thread) -> set[str]:
    return set(
        Claim.objects.filter(debate=thread.debate, locked=True).values_list("key", flat=True)
    )


def test_a_locked_branch_takes_neither_replies_nor_edits_and_goes_on_taking_votes(
    thread: Thread, alice: User, bob: User, dan: User
) -> None:
    lock_branch(claim=thread.rebut.key, reason="heated", by=alice)
    for deed in (
        lambda: post_reply(parent=thread.rebut.key, relation="rebut", text="No more.", by=dan),
        lambda: post_reply(parent=thread.undercut.key, relation="rebut", text="No more.", by=bob),
        lambda: edit_claim(claim=thread.undercut.key, text="Other.", base_revision=1, by=dan),
    ):
        with pytest.raises(NotOpen) as refused:
            deed()
        assert refused.value.code == "branch_locked"
    cast_vote(claim=thread.undercut.key, value=VoteValue.CONVINCING, by=bob)
    assert withdraw_claim(claim=thread.undercut.key, by=dan).state == ClaimState.WITHDRAWN
    post_reply(parent=thread.support.key, relation="rebut", text="Elsewhere it goes on.", by=dan)


def test_a_lock_within_a_lock_stays_when_the_outer_one_goes(
    thread: Thread, bob: User, carol: User
) -> None:
    everything = set(Claim.objects.values_list("key", flat=True))
    lock_branch(claim=thread.undercut.key, reason="heated", by=carol)
    lock_branch(claim=thread.thesis.key, reason="heated", by=carol)
    assert locked(thread) == everything
    unlock_branch(claim=thread.thesis.key, reason="resolved", by=carol)
    assert locked(thread) == {thread.undercut.key}
    lock_branch(claim=thread.rebut.key, reason="heated", by=carol)
    unlock_branch(claim=thread.undercut.key, reason="resolved", by=carol)
    assert locked(thread) == {thread.rebut.key, thread.undercut.key}


def test_locking_and_unlocking_twice_is_harmless(thread: Thread, alice: User) -> None:
    for _again in range(2):
        lock_branch(claim=thread.rebut.key, reason="heated", by=alice)
    for _again in range(2):
        unlock_branch(claim=thread.rebut.key, reason="resolved", by=alice)
    assert [act.kind for act in Act.objects.order_by("id")] == [ActKind.LOCKED, ActKind.UNLOCKED]
    assert locked(thread) == set()


def test_who_keeps_order_locks_and_nobody_their_own_branch(
    thread: Thread, alice: User, dan: User
) -> None:
    for claim, by, code in (
        (thread.point, alice, "own_case"),
        (thread.rebut, dan, "moderators_only"),
    ):
        for deed in (lock_branch, unlock_branch):
            with pytest.raises(NotAllowed) as refused:
                deed(claim=claim.key, reason="heated", by=by)
            assert refused.value.code == code
