"""Somebody leaves while they, and others, are still writing: all or nothing, and no word stays."""

from functools import partial
from itertools import chain

import pytest

from accounts.actions.deletion import erase_person
from accounts.enums import PersonKind, Role
from accounts.errors import Conflict, Refusal
from accounts.models import User
from debate.actions.draft import save_draft
from debate.actions.edit import edit_claim
from debate.actions.held import approve_held
from debate.actions.position import state_position
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.enums import ClaimState, Relation, VoteValue
from debate.models import (
    Claim,
    ClaimRevision,
    Debate,
    DebateRules,
    Draft,
    HeldClaim,
    Position,
    Vote,
)
from debate.tasks.recount import recount_debate
from debate.tasks.tally import tally_debate
from tests import factories
from tests.drills.racing import at_once

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]


def leave(person: User) -> None:
    erase_person(by=person, confirmation=person.handle or "")


@pytest.mark.parametrize("round_", range(2))
def test_what_is_written_at_the_same_moment_is_emptied_or_refused(round_: int) -> None:
    alice, bob, dan = (factories.person(name) for name in ("alice", "bob", "dan"))
    thread = factories.small_thread(alice, bob, dan)
    point, rebut, debate = thread.point.key, thread.rebut.key, thread.debate.key

    def write(text: str) -> None:
        post_reply(parent=point, relation=Relation.SUPPORT, text=text, by=bob)

    own = [
        lambda: write("Mine one."),
        lambda: write("Mine two."),
        lambda: cast_vote(claim=point, value=VoteValue.CONVINCING, by=bob),
        lambda: state_position(debate=debate, value=2, by=bob),
        lambda: edit_claim(claim=rebut, text="Mine three.", base_revision=1, by=bob),
        lambda: save_draft(purpose="reply", claim=point, content={"text": "Mine."}, by=bob),
    ]
    others = [
        lambda: post_reply(parent=rebut, relation=Relation.REBUT, text="Theirs.", by=dan),
        lambda: cast_vote(claim=rebut, value=VoteValue.CONVINCING, by=alice),
        lambda: tally_debate(thread.debate.pk),
    ]
    order = chain(own, others) if round_ % 2 else chain(others, own)
    results = at_once([lambda: leave(bob), *order])

    assert results[0] is None
    raised = [result for result in results if isinstance(result, Exception)]
    assert [error for error in raised if not isinstance(error, Refusal)] == []
    bobs = Claim.objects.filter(author=bob)
    assert set(bobs.values_list("state", "text")) == {(ClaimState.WITHDRAWN, "")}
    assert set(ClaimRevision.objects.filter(by=bob).values_list("text")) == {("",)}
    for rows in (Vote.objects, Position.objects, Draft.objects):
        assert not rows.filter(person=bob).exists()
    recounted = recount_debate(thread.debate.pk)
    assert [drift for drift in recounted if drift.number not in {"people", "positions"}] == []
    tally_debate(thread.debate.pk)
    assert recount_debate(thread.debate.pk) == []


def test_all_of_a_debate_leave_at_once() -> None:
    alice, bob, dan = (factories.person(name) for name in ("alice", "bob", "dan"))
    thread = factories.small_thread(alice, bob, dan)
    for person in (bob, dan):
        cast_vote(claim=thread.point.key, value=VoteValue.CONVINCING, by=person)
    assert at_once([partial(leave, p) for p in (alice, bob, dan, bob)]) == [None] * 4
    assert set(User.objects.values_list("kind", "display_name")) == {(PersonKind.GONE, "")}
    # Who left last may have found nobody else's claim, for each only empties their own.
    for debate in Debate.objects.all():
        assert set(Claim.objects.values_list("text")) == {("",)}
        assert recount_debate(debate.pk) == []


def test_of_the_last_members_of_staff_one_stays() -> None:
    staff = [factories.person(f"staff-{n}", role=Role.STAFF) for n in range(4)]
    results = at_once([partial(leave, p) for p in staff])
    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert User.objects.filter(role=Role.STAFF, is_active=True).count() == 1


def test_a_held_claim_is_approved_and_emptied_or_not_approved() -> None:
    otto, lea = (factories.person(name) for name in ("otto", "lea"))
    debate = factories.debate(otto)
    DebateRules.objects.filter(debate=debate).update(hold_newcomers=True)
    thesis = factories.thesis_of(debate)
    held = post_reply(parent=thesis.key, relation=Relation.REBUT, text="Held words.", by=lea)
    results = at_once([lambda: approve_held(held=held.key, by=otto), partial(leave, lea)])
    assert results[1] is None
    assert not isinstance(results[0], Exception) or isinstance(results[0], Refusal)
    assert not HeldClaim.objects.exists()
    assert not Claim.objects.filter(text="Held words.").exists()
