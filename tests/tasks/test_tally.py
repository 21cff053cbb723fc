from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from debate.actions.position import state_position
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.actions.withdrawal import withdraw_claim
from debate.enums import ChangeKind, VoteValue
from debate.logic.ranking import contested
from debate.management.commands.work import do_one_pass
from debate.models import Change, Debate, DebateTally, DirtyDebate, Tally
from debate.tasks.dirty import mark_dirty_on_commit
from debate.tasks.tally import find_lost_marks, tally_debate, tally_next_debate
from tests import factories
from tests.factories import Thread


def told(debate: Debate) -> list[list[str]]:
    changes = Change.objects.filter(debate=debate, kind=ChangeKind.TALLIED).order_by("seq")
    return [c.payload["claims"] for c in changes]


def test_votes_are_told_once_with_the_claims_that_they_changed(thread: Thread, dan: User) -> None:
    cast_vote(claim=thread.point.key, value=VoteValue.CONVINCING, by=dan)
    cast_vote(claim=thread.support.key, value=VoteValue.NOT_CONVINCING, by=dan)
    cast_vote(claim=thread.support.key, value=VoteValue.UNSURE, by=dan)
    for _again in range(2):
        tally_debate(thread.debate.pk)
    assert told(thread.debate) == [[thread.point.key, thread.support.key]]


def test_a_debate_is_counted_from_its_rows(
    thread: Thread, alice: User, bob: User, dan: User, eve: User
) -> None:
    cast_vote(claim=thread.point.key, value=VoteValue.CONVINCING, by=eve)
    for person, value in ((alice, 3), (bob, -2), (bob, 3), (dan, 1), (dan, None)):
        state_position(debate=thread.debate.key, value=value, by=person)
    withdraw_claim(claim=thread.answer.key, by=alice)
    tally_debate(thread.debate.pk)
    tally = DebateTally.objects.get(debate=thread.debate)
    assert tally.claims == 5
    assert tally.people == 4
    assert tally.positions == [0, 0, 0, 0, 0, 0, 2]


def test_writing_marks_the_debate_once_it_is_committed(
    thread: Thread, dan: User, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        for _twice in range(2):
            post_reply(parent=thread.point.key, relation="rebut", text="Not so.", by=dan)
        assert not DirtyDebate.objects.exists()
    assert [d.debate for d in DirtyDebate.objects.all()] == [thread.debate]


def test_one_pass_takes_every_marked_debate_once(thread: Thread) -> None:
    DirtyDebate.objects.create(debate=thread.debate)
    assert do_one_pass() == 1
    assert do_one_pass() == 0


def test_what_is_marked_during_a_pass_waits_for_the_next(thread: Thread) -> None:
    began = timezone.now()
    DirtyDebate.objects.create(debate=thread.debate, marked_at=began + timedelta(milliseconds=1))
    assert tally_next_debate(marked_before=began) is False
    assert DirtyDebate.objects.count() == 1


@pytest.mark.parametrize("deed", ["vote", "reply", "position"])
def test_a_lost_mark_is_found_by_the_sweep(thread: Thread, dan: User, deed: str) -> None:
    """The marks are lost because a test's transaction is never committed."""
    tally_debate(thread.debate.pk)
    assert find_lost_marks() == 0
    if deed == "vote":
        cast_vote(claim=thread.point.key, value=VoteValue.CONVINCING, by=dan)
    if deed == "reply":
        post_reply(parent=thread.point.key, relation="rebut", text="Not so.", by=dan)
    if deed == "position":
        state_position(debate=thread.debate.key, value=2, by=dan)
    assert find_lost_marks() == 1
    assert do_one_pass() == 1
    assert find_lost_marks() == 0


def test_the_worker_leaves_votes_alone(thread: Thread, dan: User) -> None:
    cast_vote(claim=thread.point.key, value=VoteValue.CONVINCING, by=dan)
    before = Tally.objects.values("up", "down", "unsure", "best").get(claim=thread.point)
    tally_debate(thread.debate.pk)
    assert Tally.objects.values("up", "down", "unsure", "best").get(claim=thread.point) == before


def test_a_debate_is_counted_as_contested_by_votes_then_by_positions(
    thread: Thread, alice: User, bob: User, dan: User, eve: User
) -> None:
    def contest() -> float:
        tally_debate(thread.debate.pk)
        return DebateTally.objects.get(debate=thread.debate).contested

    assert contest() == 0
    cast_vote(claim=thread.thesis.key, value=VoteValue.CONVINCING, by=bob)
    cast_vote(claim=thread.thesis.key, value=VoteValue.NOT_CONVINCING, by=dan)
    assert contest() == contested(1, 1) == 2
    people = [alice, bob, dan, eve, factories.person("frank")]
    for person, value in zip(people, (3, 1, 2, -1, 0), strict=True):
        state_position(debate=thread.debate.key, value=value, by=person)
    assert contest() == contested(3, 1)


def test_a_debate_that_was_deleted_meanwhile_is_marked_no_more(
    db: None, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as done:
        mark_dirty_on_commit(404_404)
    assert len(done) == 1
    assert not DirtyDebate.objects.exists()
