"""Two people reply, edit, withdraw, close and vote at the same moment, in every pair."""

from datetime import timedelta
from functools import partial
from itertools import combinations_with_replacement
from typing import Any

import pytest
from django.utils import timezone

from accounts.errors import Conflict, NotFound
from accounts.models import User
from debate.actions.edit import edit_claim
from debate.actions.outline import discard_draft, draw_point, start_debate, state_thesis
from debate.actions.publication import close_debate, publish_debate, reopen_debate
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.actions.withdrawal import withdraw_claim
from debate.enums import ChangeKind, ClaimState, Visibility, VoteValue
from debate.errors import NotOpen, Stale
from debate.models import Change, Claim, Debate, Tally
from debate.tasks.recount import recount_debate
from debate.tasks.tally import tally_debate, tally_next_debate
from tests import factories
from tests.drills.racing import Deed, at_once
from tests.factories import Thread

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

ROUNDS = 4
DEEDS = ["reply", "edit", "withdraw", "vote", "close"]


def deeds_on(thread: Thread, alice: User, bob: User, dan: User) -> dict[str, Deed]:
    """What people may do with bob's rebuttal, each as somebody who may do it."""
    claim = thread.rebut.key
    return {
        "reply": lambda: post_reply(
            parent=claim, relation="rebut", text="That does not follow.", by=dan
        ),
        "edit": lambda: edit_claim(
            claim=claim, text="Pupils go to bed a little later.", base_revision=1, by=bob
        ),
        "withdraw": lambda: withdraw_claim(claim=claim, by=bob),
        "vote": lambda: cast_vote(claim=claim, value=VoteValue.CONVINCING, by=dan),
        "close": lambda: close_debate(debate=thread.debate.key, by=alice),
    }


def the_record_is_whole(thread: Thread) -> None:
    thread.debate.refresh_from_db()
    seqs = list(
        Change.objects.filter(debate=thread.debate).order_by("seq").values_list("seq", flat=True)
    )
    assert seqs == list(range(1, thread.debate.last_seq + 1))
    tally_debate(thread.debate.pk)
    assert recount_debate(thread.debate.pk) == []


@pytest.mark.parametrize("pair", list(combinations_with_replacement(DEEDS, 2)), ids="-".join)
def test_every_pair_of_deeds_ends_well_or_is_refused_in_words(
    alice: User, bob: User, dan: User, pair: tuple[str, str]
) -> None:
    """Catches: deciding before the lock (a reply below a tombstone, a vote after the close)."""
    for _round in range(ROUNDS):
        thread = factories.small_thread(alice, bob, dan)
        deeds = deeds_on(thread, alice, bob, dan)
        results = at_once([deeds[name] for name in pair])
        unexpected = [r for r in results if isinstance(r, Exception) and not refused(r)]
        assert unexpected == []
        assert any(not isinstance(r, Exception) for r in results)
        the_record_is_whole(thread)
        nothing_slipped_through(thread, pair, results)


def refused(error: Exception) -> bool:
    return isinstance(error, NotOpen | Stale | Conflict)


def nothing_slipped_through(thread: Thread, pair: tuple[str, str], results: list[Any]) -> None:
    """Who came second was refused, or what they did came first in the record."""
    changes = {c.kind: c for c in Change.objects.filter(debate=thread.debate).order_by("-seq")}
    done = {name for name, r in zip(pair, results, strict=True) if not isinstance(r, Exception)}
    if done == {"reply", "withdraw"}:
        reply = Change.objects.filter(debate=thread.debate, kind=ChangeKind.STATED).latest("seq")
        assert reply.seq < changes[ChangeKind.WITHDRAWN].seq
    if "close" in done:
        close = changes[ChangeKind.CLOSED]
        late = Change.objects.filter(
            debate=thread.debate, seq__gt=close.seq, kind__in=["stated", "edited"]
        )
        assert not late.exists()
        assert not thread.rebut.votes.filter(cast_at__gte=close.at).exists()
    if "withdraw" in done:
        assert Claim.objects.get(pk=thread.rebut.pk).state == ClaimState.WITHDRAWN


def rewording(claim: str, number: int, by: User) -> Deed:
    return lambda: edit_claim(claim=claim, text=f"Wording {number}.", base_revision=1, by=by)


def test_of_two_edits_one_is_kept_and_the_other_told(alice: User, bob: User, dan: User) -> None:
    """Catches: comparing revisions before the lock, where the later edit overwrites the first."""
    for _round in range(ROUNDS):
        thread = factories.small_thread(alice, bob, dan)
        results = at_once([rewording(thread.rebut.key, n, bob) for n in range(8)])
        assert sum(isinstance(r, Stale) for r in results) == 7
        assert Claim.objects.get(pk=thread.rebut.pk).revisions.count() == 2


def test_replies_at_once_get_different_places(alice: User, bob: User, dan: User) -> None:
    """Catches: numbering the next sibling by counting those there are."""
    thread = factories.small_thread(alice, bob, dan)
    results = at_once(
        [
            lambda n=n: post_reply(  # type: ignore[misc]
                parent=thread.point.key, relation="support", text=f"Reply number {n}.", by=bob
            )
            for n in range(24)
        ]
    )
    assert [r for r in results if isinstance(r, Exception)] == []
    assert len({claim.path for claim in results}) == 24
    the_record_is_whole(thread)


def test_a_reply_sent_eight_times_at_once_is_one_claim(alice: User, bob: User, dan: User) -> None:
    """Catches: looking for the same words before the lock."""
    thread = factories.small_thread(alice, bob, dan)
    reply = deeds_on(thread, alice, bob, dan)["reply"]
    assert len({claim.pk for claim in at_once([reply] * 8)}) == 1
    the_record_is_whole(thread)


def test_opening_and_closing_at_once_does_not_deadlock(alice: User, bob: User) -> None:
    """Catches: upgrading the shared lock on the rules to an exclusive one."""
    debate = factories.debate(alice)
    thesis = factories.thesis_of(debate).key
    for _round in range(ROUNDS):
        results = at_once(
            [
                lambda: close_debate(debate=debate.key, by=alice),
                lambda: reopen_debate(debate=debate.key, by=alice),
                lambda: close_debate(debate=debate.key, by=alice),
                lambda: reopen_debate(debate=debate.key, by=alice),
                lambda: cast_vote(claim=thesis, value=VoteValue.UNSURE, by=bob),
            ]
        )
        assert [r for r in results if isinstance(r, Exception) and not isinstance(r, NotOpen)] == []
    tally = Tally.objects.get(claim__key=thesis)
    assert tally.unsure <= 1


def test_publishing_from_two_tabs_opens_a_debate_once(alice: User) -> None:
    """Catches: looking at the visibility before the lock."""
    draft = start_debate(by=alice)
    state_thesis(debate=draft.key, text="School should start later.", by=alice)
    results = at_once([lambda: publish_debate(debate=draft.key, by=alice)] * 4)
    assert [r for r in results if isinstance(r, Exception)] == []
    assert Change.objects.filter(debate=draft, kind=ChangeKind.OPENED).count() == 1


def test_a_draft_discarded_while_the_worker_counts_it_is_gone(alice: User) -> None:
    """Catches: taking the debate before its mark, which the worker takes the other way round."""
    for _round in range(4 * ROUNDS):
        draft = start_debate(by=alice)
        state_thesis(debate=draft.key, text="School should start later.", by=alice)
        results = at_once(
            [
                lambda key=draft.key: discard_draft(debate=key, by=alice),  # type: ignore[misc]
                lambda: tally_next_debate(marked_before=timezone.now() + timedelta(hours=1)),
            ]
        )
        assert [r for r in results if isinstance(r, Exception)] == []
        assert not Debate.objects.filter(pk=draft.pk).exists()


def test_the_thesis_of_a_draft_stated_from_two_tabs_is_one(alice: User) -> None:
    """Catches: looking for the thesis, then inserting one."""
    draft = start_debate(by=alice)
    results = at_once(
        [
            lambda n=n: state_thesis(  # type: ignore[misc]
                debate=draft.key, text=f"School should start at {n}.", by=alice
            )
            for n in range(7, 11)
        ]
    )
    assert [r for r in results if isinstance(r, Exception)] == []
    assert Claim.objects.filter(debate=draft).count() == 1


def test_a_draft_that_is_discarded_twice_while_it_is_written_is_gone(alice: User) -> None:
    """Catches: holding the rules with others and then wanting them alone."""
    for _round in range(8):
        of = factories.debate(alice, visibility=Visibility.DRAFT)
        discard = partial(discard_draft, debate=of.key, by=alice)
        draw = partial(draw_point, debate=of.key, text="Buses are empty at noon.", by=alice)
        results = at_once([discard, draw, discard, draw])
        assert [
            r for r in results if isinstance(r, Exception) and not isinstance(r, NotFound)
        ] == []
        assert not Debate.objects.filter(pk=of.pk).exists()
