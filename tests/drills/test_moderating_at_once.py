"""Whoever keeps order acts while people reply and vote, at the same moment and in both orders."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from accounts.errors import Conflict, NotFound, Refusal
from accounts.models import User
from debate.actions.freeze import freeze_debate
from debate.actions.held import approve_held, return_held
from debate.actions.hiding import hide_claim, restore_claim
from debate.actions.lock import lock_branch
from debate.actions.move import move_claim
from debate.actions.relation import change_relation
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.enums import ActKind, ChangeKind, ClaimState, HeldState, Relation, VoteValue
from debate.models import Act, Change, Claim, DebateRules, HeldClaim, Vote
from debate.tasks.recount import recount_debate
from debate.tasks.tally import tally_debate
from tests import factories
from tests.drills.racing import Deed, at_once
from tests.factories import Thread

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

ROUNDS = 3  # at once, for each pair; the two orders one after the other come besides

type Deeds = dict[str, Deed]


def deeds_on(thread: Thread, alice: User, bob: User, carol: User, dan: User) -> Deeds:
    """What may be done with bob's rebuttal and around it, each by somebody who may do it."""
    claim, support, undercut = thread.rebut.key, thread.support.key, thread.undercut.key

    def reply(to: str, by: User) -> Deed:
        return lambda: post_reply(parent=to, relation="support", text="That follows.", by=by)

    return {
        "hide": lambda: hide_claim(claim=claim, reason="insult", by=alice),
        "hide too": lambda: hide_claim(claim=claim, reason="spam", by=carol),
        "restore": lambda: restore_claim(claim=claim, reason="mistake", by=carol),
        "lock": lambda: lock_branch(claim=claim, reason="heated", by=alice),
        "relate": lambda: change_relation(
            claim=claim, relation="support", reason="misplaced", by=alice
        ),
        "relate own": lambda: change_relation(claim=support, relation="question", by=bob),
        "freeze": lambda: freeze_debate(debate=thread.debate.key, reason="heated", by=alice),
        "move": lambda: move_claim(claim=claim, to=support, reason="misplaced", by=alice),
        "cross": lambda: move_claim(claim=support, to=claim, reason="misplaced", by=carol),
        "reply": reply(claim, dan),
        "reply below": reply(undercut, bob),
        "reply to the new parent": reply(support, dan),
        "vote": lambda: cast_vote(claim=claim, value=VoteValue.CONVINCING, by=dan),
        "vote on the new parent": lambda: cast_vote(
            claim=support, value=VoteValue.CONVINCING, by=dan
        ),
    }


PAIRS = [
    ("hide", "reply"),
    ("hide", "vote"),
    ("hide", "hide too"),
    ("hide", "restore"),
    ("hide", "move"),
    ("move", "reply"),
    ("move", "reply below"),
    ("move", "reply to the new parent"),
    ("move", "vote"),
    ("move", "cross"),
    ("move", "lock"),
    ("lock", "reply"),
    ("lock", "reply below"),
    ("relate", "reply"),
    ("relate", "vote"),
    ("relate", "move"),
    ("relate own", "reply to the new parent"),
    ("relate own", "vote on the new parent"),
    ("freeze", "reply"),
    ("freeze", "vote"),
]


def is_whole(thread: Thread) -> None:
    thread.debate.refresh_from_db()
    seqs = list(
        Change.objects.filter(debate=thread.debate).order_by("seq").values_list("seq", flat=True)
    )
    assert seqs == list(range(1, thread.debate.last_seq + 1))
    tally_debate(thread.debate.pk)
    assert recount_debate(thread.debate.pk) == []
    for vote in Vote.objects.filter(debate=thread.debate).select_related("claim"):
        assert vote.claim_bears_as == vote.claim.bears_as != Relation.QUESTION
    logged = Act.objects.filter(debate_key=thread.debate.key).values_list("kind", flat=True)
    told = Change.objects.filter(debate=thread.debate, payload__has_key="act")
    assert sorted(logged) == sorted(told.values_list("kind", flat=True))


def nothing_slipped_through(thread: Thread) -> None:
    """What came after an act that shuts something out was refused."""
    last = {change.kind: change for change in thread.debate.changes.order_by("seq")}
    hidden, locked, frozen = (
        last.get(kind) for kind in (ChangeKind.HIDDEN, ChangeKind.LOCKED, ChangeKind.FROZEN)
    )
    stated = thread.debate.changes.filter(kind=ChangeKind.STATED)
    if hidden and Claim.objects.get(pk=thread.rebut.pk).state == ClaimState.HIDDEN:
        assert not stated.filter(seq__gt=hidden.seq, claim__parent=thread.rebut).exists()
    if locked:
        assert not stated.filter(seq__gt=locked.seq, claim__locked=True).exists()
    if frozen:
        assert not stated.filter(seq__gt=frozen.seq).exists()
        assert not Vote.objects.filter(debate=thread.debate, cast_at__gte=frozen.at).exists()


def run(pair: tuple[str, str], deeds: Deeds, how: Callable[[list[Deed]], list[Any]]) -> None:
    results = how([deeds[name] for name in pair])
    unexpected = [r for r in results if isinstance(r, Exception) and not isinstance(r, Refusal)]
    assert unexpected == []
    assert any(not isinstance(r, Exception) for r in results)


def in_turn(deeds: list[Deed]) -> list[Any]:
    results: list[Any] = []
    for deed in deeds:
        try:
            results.append(deed())
        except Refusal as refusal:
            results.append(refusal)
    return results


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_every_pair_leaves_the_tree_whole_and_lets_nothing_through(
    alice: User, bob: User, carol: User, dan: User, pair: tuple[str, str]
) -> None:
    """Catches: deciding before the lock; a vote that keeps the relation that was; a path worked
    out from where the new parent stood."""
    rounds = [(order, in_turn) for order in permutations(pair)] + [(pair, at_once)] * ROUNDS
    for order, how in rounds:
        thread = factories.small_thread(alice, bob, dan)
        deeds = deeds_on(thread, alice, bob, carol, dan)
        run((order[0], order[1]), deeds, how)
        is_whole(thread)
        nothing_slipped_through(thread)


def test_of_two_crossing_moves_one_is_refused(
    alice: User, bob: User, carol: User, dan: User
) -> None:
    """Catches: asking whether the new parent is within before the lock, which makes a ring."""
    for _round in range(ROUNDS):
        thread = factories.small_thread(alice, bob, dan)
        deeds = deeds_on(thread, alice, bob, carol, dan)
        results = at_once([deeds["move"], deeds["cross"]])
        refused = [r for r in results if isinstance(r, Refusal)]
        assert [r.code for r in refused] == ["under_itself"]
        is_whole(thread)


def test_hiding_eight_times_at_once_is_one_act(
    alice: User, bob: User, carol: User, dan: User
) -> None:
    """Catches: looking at the state before the lock."""
    thread = factories.small_thread(alice, bob, dan)
    deeds = deeds_on(thread, alice, bob, carol, dan)
    results = at_once([deeds["hide"], deeds["hide too"]] * 4)
    assert [r for r in results if isinstance(r, Exception)] == []
    assert Act.objects.filter(kind=ActKind.HIDDEN, claim_key=thread.rebut.key).count() == 1
    is_whole(thread)


@pytest.mark.parametrize("other", ["approve", "return"])
def test_what_is_held_is_judged_once(
    alice: User, bob: User, carol: User, dan: User, eve: User, other: str
) -> None:
    """Catches: reading what is held before the lock, which states it twice or loses it."""
    for _round in range(ROUNDS):
        thread = factories.small_thread(alice, bob, dan)
        DebateRules.objects.filter(debate=thread.debate).update(hold_newcomers=True)
        key = post_reply(
            parent=thread.rebut.key, relation="rebut", text="Newcomers nap.", by=eve
        ).key

        def judge(by: User, how: str, key: str = key) -> Deed:
            if how == "approve":
                return lambda: approve_held(held=key, by=by)
            return lambda: return_held(held=key, reason="unclear", note="Which?", by=by)

        results = at_once([judge(alice, "approve"), judge(carol, other)] * 2)
        refused = [r for r in results if isinstance(r, Exception)]
        assert [r for r in refused if not isinstance(r, Conflict | NotFound)] == []
        assert Claim.objects.filter(key=key).count() == 1
        assert not HeldClaim.objects.filter(key=key).exclude(state=HeldState.RETURNED).exists()
        assert Act.objects.filter(claim_key=key, kind=ActKind.APPROVED).count() == 1
        tally_debate(thread.debate.pk)
        assert recount_debate(thread.debate.pk) == []


def test_a_newcomers_claim_sent_eight_times_at_once_is_held_once(
    alice: User, bob: User, dan: User, eve: User
) -> None:
    """Catches: looking for the same words before the lock."""
    thread = factories.small_thread(alice, bob, dan)
    DebateRules.objects.filter(debate=thread.debate).update(hold_newcomers=True)
    deed: Deed = lambda: post_reply(  # noqa: E731
        parent=thread.rebut.key, relation="rebut", text="Newcomers nap.", by=eve
    )
    assert len({held.pk for held in at_once([deed] * 8)}) == 1
    assert HeldClaim.objects.count() == 1
