import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.errors import Conflict, Invalid, NotAllowed
from accounts.models import User
from debate.actions.lock import lock_branch
from debate.actions.move import move_claim
from debate.actions.vote import cast_vote
from debate.enums import ActKind, ChangeKind, ClaimKind, Relation, VoteValue
from debate.limits import CLAIM_DEPTH_MAX, PATH_LABEL_CHARS
from debate.models import Act, Change, Claim
from debate.tasks.recount import recount_debate
from debate.tasks.tally import tally_debate
from tests import factories
from tests.factories import Thread


def move(claim: Claim, to: Claim, by: User) -> Claim:
    move_claim(claim=claim.key, to=to.key, reason="misplaced", by=by)
    return Claim.objects.get(pk=claim.pk)


def is_whole(thread: Thread) -> bool:
    tally_debate(thread.debate.pk)
    return recount_debate(thread.debate.pk) == []


def test_a_branch_moves_whole(thread: Thread, alice: User, dan: User) -> None:
    cast_vote(claim=thread.rebut.key, value=VoteValue.CONVINCING, by=dan)
    move(thread.rebut, thread.support, alice)
    moved = Claim.objects.get(pk=thread.rebut.pk)
    below = Claim.objects.get(pk=thread.undercut.pk)
    assert (moved.parent, moved.depth) == (thread.support, 3)
    assert (below.parent, below.depth) == (moved, 4)
    assert moved.votes.count() == 1
    assert is_whole(thread)


def test_keys_and_labels_stay(thread: Thread, alice: User) -> None:
    before = {c.key: c.path[-PATH_LABEL_CHARS:] for c in Claim.objects.all()}
    move(thread.rebut, thread.thesis, alice)
    assert {c.key: c.path[-PATH_LABEL_CHARS:] for c in Claim.objects.all()} == before


def test_a_point_that_leaves_the_thesis_is_a_reply(
    thread: Thread, alice: User, carol: User
) -> None:
    other = factories.point(thread.debate, "Buses can be late.")
    moved = move(other, thread.support, carol)
    assert (moved.kind, moved.relation) == (ClaimKind.REPLY, Relation.SUPPORT)
    assert move(moved, thread.thesis, carol).kind == ClaimKind.REPLY
    assert is_whole(thread)


def test_a_moved_claim_answers_the_newest_wording_of_its_parent(
    thread: Thread, alice: User
) -> None:
    factories.edit(thread.support, "Marks rose a little.")
    move(thread.rebut, thread.support, alice)
    assert Claim.objects.get(pk=thread.rebut.pk).parent_revision == 2


def test_a_move_has_a_change_and_a_line_in_the_log(thread: Thread, alice: User) -> None:
    for _again in range(2):
        move(thread.rebut, thread.support, alice)
    act = Act.objects.get(kind=ActKind.MOVED)
    told = {"from": thread.point.key, "to": thread.support.key}
    assert act.detail == told
    assert Change.objects.get(kind=ChangeKind.MOVED).payload == {"act": act.key, **told}


def test_a_branch_is_moved_by_one_statement_however_large(
    thread: Thread, alice: User, dan: User
) -> None:
    def statements(claim: Claim, to: Claim) -> int:
        with CaptureQueriesContext(connection) as asked:
            move(claim, to, alice)
        return len(asked)

    few = statements(thread.rebut, thread.support)
    for _another in range(20):
        factories.reply(thread.undercut, dan)
    assert statements(thread.rebut, thread.point) == few


def test_locks_follow_what_is_moved(thread: Thread, alice: User, carol: User) -> None:
    lock_branch(claim=thread.support.key, reason="heated", by=alice)
    lock_branch(claim=thread.undercut.key, reason="heated", by=alice)

    def locked() -> set[str]:
        return set(Claim.objects.filter(locked=True).values_list("key", flat=True))

    support, rebut, undercut = (c.key for c in (thread.support, thread.rebut, thread.undercut))
    move(thread.rebut, thread.support, alice)
    assert locked() == {support, rebut, undercut}
    move(thread.rebut, thread.point, alice)
    assert locked() == {support, undercut}
    assert is_whole(thread)


def test_a_claim_hangs_neither_below_itself_nor_elsewhere(thread: Thread, alice: User) -> None:
    elsewhere = factories.thesis_of(factories.debate(alice))
    for to, code in (
        (thread.rebut, "under_itself"),
        (thread.undercut, "under_itself"),
        (elsewhere, "no_claim_here"),
    ):
        with pytest.raises(Invalid) as refused:
            move(thread.rebut, to, alice)
        assert (refused.value.code, refused.value.field) == (code, "to")


def test_a_move_makes_no_thread_too_deep(thread: Thread, alice: User, bob: User) -> None:
    deep = thread.support
    while deep.depth < CLAIM_DEPTH_MAX - 2:
        deep = factories.reply(deep, bob)
    move(thread.rebut, deep, alice)
    assert Claim.objects.get(pk=thread.undercut.pk).depth == CLAIM_DEPTH_MAX
    deeper = factories.reply(deep, bob)
    with pytest.raises(Conflict) as refused:
        move(thread.rebut, deeper, alice)
    assert refused.value.code == "thread_too_deep"


def test_a_claim_has_to_fit_its_new_parent(thread: Thread, alice: User) -> None:
    for claim, to in ((thread.rebut, thread.question), (thread.undercut, thread.thesis)):
        with pytest.raises(Invalid) as refused:
            move(claim, to, alice)
        assert refused.value.code == "relation_does_not_fit"


def test_only_live_claims_other_than_the_thesis_move_below_live_ones(
    thread: Thread, alice: User, carol: User
) -> None:
    with pytest.raises(NotAllowed) as refused:
        move(thread.thesis, thread.point, carol)
    assert refused.value.code == "a_thesis_stays"
    factories.withdraw(thread.support)
    for claim, to in ((thread.support, thread.thesis), (thread.rebut, thread.support)):
        with pytest.raises(Conflict) as gone:
            move(claim, to, alice)
        assert gone.value.code == "claim_gone"


def test_nobody_moves_their_own_claim_nor_without_keeping_order(
    thread: Thread, alice: User, dan: User
) -> None:
    for claim, by, code in (
        (thread.point, alice, "own_case"),
        (thread.rebut, dan, "moderators_only"),
    ):
        with pytest.raises(NotAllowed) as refused:
            move(claim, thread.support, by)
        assert refused.value.code == code


def test_many_moves_leave_the_tree_whole(alice: User, bob: User, carol: User) -> None:
    """Catches: a place worked out from the parent's old path, a lock that stays behind."""
    for seed in range(3):
        chance = random.Random(seed)
        debate = factories.debate(bob)
        claims = [factories.thesis_of(debate)]
        for number in range(25):
            parent = chance.choice(claims)
            relation = Relation.SUPPORT if chance.random() < 0.7 else Relation.QUESTION
            claims.append(factories.reply(parent, bob, relation, f"Claim {number}."))
        moved = 0
        for _turn in range(60):
            claim, to = chance.choice(claims), chance.choice(claims)
            if chance.random() < 0.15:
                lock_branch(claim=claim.key, reason="heated", by=carol)
            try:
                moved += move(claim, to, carol).parent_id == to.pk
            except (Invalid, Conflict, NotAllowed):
                continue
        tally_debate(debate.pk)
        assert moved > 10
        assert recount_debate(debate.pk) == []
