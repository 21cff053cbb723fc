import pytest

from accounts.errors import Conflict, Invalid, NotAllowed
from accounts.models import User
from debate.actions.lock import lock_branch
from debate.actions.publication import close_debate
from debate.actions.relation import change_relation
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.enums import ChangeKind, Relation, VoteValue
from debate.errors import NotOpen
from debate.models import Act, Change, Claim, Tally, Vote
from debate.tasks.recount import recount_debate
from debate.tasks.tally import tally_debate
from tests.factories import Thread


def test_votes_and_replies_stay_and_follow_the_relation(
    thread: Thread, alice: User, dan: User
) -> None:
    cast_vote(claim=thread.rebut.key, value=VoteValue.CONVINCING, by=dan)
    change_relation(claim=thread.rebut.key, relation="support", reason="misplaced", by=alice)
    assert Claim.objects.get(pk=thread.rebut.pk).relation == Relation.SUPPORT
    assert Claim.objects.get(pk=thread.undercut.pk).parent_bears_as == Relation.SUPPORT
    assert Vote.objects.get(claim=thread.rebut).claim_bears_as == Relation.SUPPORT
    assert Tally.objects.get(claim=thread.rebut).up == 1
    tally_debate(thread.debate.pk)
    assert recount_debate(thread.debate.pk) == []


def test_the_record_tells_the_relation_before_and_after(thread: Thread, alice: User) -> None:
    change_relation(claim=thread.rebut.key, relation="undercut", reason="misplaced", by=alice)
    act = Act.objects.get()
    told = {"before": "rebut", "after": "undercut"}
    assert Change.objects.get(kind=ChangeKind.RELATED).payload == {"act": act.key, **told}
    assert act.detail == told


def test_the_author_does_it_without_a_reason_and_the_log_is_silent(
    thread: Thread, bob: User
) -> None:
    for _again in range(2):
        change_relation(claim=thread.support.key, relation="undercut", by=bob)
    change = Change.objects.get(kind=ChangeKind.RELATED)
    assert change.payload == {"before": "support", "after": "undercut"}
    assert (change.actor, Act.objects.count()) == (bob, 0)


def test_once_somebody_replied_the_author_does_it_no_more(thread: Thread, bob: User) -> None:
    with pytest.raises(NotAllowed) as refused:
        change_relation(claim=thread.rebut.key, relation="support", by=bob)
    assert refused.value.code == "answered_already"
    with pytest.raises(NotAllowed) as refused:
        change_relation(claim=thread.rebut.key, relation="support", reason="unclear", by=bob)
    assert refused.value.code == "moderators_only"


def test_nobody_else_does_it(thread: Thread, dan: User) -> None:
    with pytest.raises(NotAllowed) as refused:
        change_relation(claim=thread.support.key, relation="rebut", reason="misplaced", by=dan)
    assert refused.value.code == "moderators_only"


def test_who_keeps_order_gives_a_reason(thread: Thread, alice: User) -> None:
    with pytest.raises(NotAllowed) as refused:
        change_relation(claim=thread.rebut.key, relation="support", by=alice)
    assert refused.value.code == "not_your_claim"


def test_an_author_waits_for_nobody_where_the_debate_is_closed_or_the_branch_locked(
    thread: Thread, alice: User, bob: User
) -> None:
    lock_branch(claim=thread.support.key, reason="heated", by=alice)
    with pytest.raises(NotOpen) as refused:
        change_relation(claim=thread.support.key, relation="rebut", by=bob)
    assert refused.value.code == "branch_locked"
    close_debate(debate=thread.debate.key, by=alice)
    with pytest.raises(NotOpen) as refused:
        change_relation(claim=thread.support.key, relation="rebut", by=bob)
    assert refused.value.code == "replies_closed"
    change_relation(claim=thread.support.key, relation="rebut", reason="misplaced", by=alice)


def test_what_has_votes_or_replies_does_not_become_a_question_nor_stop_being_one(
    thread: Thread, alice: User, dan: User
) -> None:
    cast_vote(claim=thread.support.key, value=VoteValue.UNSURE, by=dan)
    for claim, relation in (
        (thread.support, "question"),
        (thread.rebut, "question"),
        (thread.question, "support"),
    ):
        with pytest.raises(Conflict) as refused:
            change_relation(claim=claim.key, relation=relation, reason="misplaced", by=alice)
        assert refused.value.code == "a_question_stays_one"


def test_a_question_loses_its_tally_and_gets_one_when_it_is_none(
    thread: Thread, bob: User, dan: User
) -> None:
    change_relation(claim=thread.support.key, relation="question", by=bob)
    assert not Tally.objects.filter(claim=thread.support).exists()
    change_relation(claim=thread.support.key, relation="rebut", by=bob)
    cast_vote(claim=thread.support.key, value=VoteValue.CONVINCING, by=dan)
    assert Tally.objects.get(claim=thread.support).up == 1


def test_a_relation_has_to_fit_what_it_answers(thread: Thread, alice: User, bob: User) -> None:
    own = post_reply(parent=thread.thesis.key, relation="rebut", text="It should not.", by=bob)
    for claim, relation, code in (
        (own, "undercut", "relation_does_not_fit"),
        (thread.answer, "rebut", "relation_does_not_fit"),
        (own, "applaud", "choose_a_relation"),
    ):
        with pytest.raises(Invalid) as refused:
            change_relation(claim=claim.key, relation=relation, reason="misplaced", by=alice)
        assert refused.value.code == code


def test_the_thesis_and_its_points_bear_as_they_do(thread: Thread, alice: User) -> None:
    for claim in (thread.thesis, thread.point):
        with pytest.raises(NotAllowed) as refused:
            change_relation(claim=claim.key, relation="rebut", reason="misplaced", by=alice)
        assert refused.value.code == "relation_is_fixed"
