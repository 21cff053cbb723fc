from datetime import timedelta

import pytest

from accounts.errors import Conflict, Invalid, NotAllowed
from accounts.models import User
from debate.actions.edit import edit_claim
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.enums import ChangeKind, VoteValue
from debate.errors import Stale
from debate.limits import EDIT_GRACE_SECONDS
from debate.models import Change, Claim, Tally
from tests import factories
from tests.factories import LONG_AGO, Thread

WORDS = "Pupils who start later go to bed a little later."


def fresh(thread: Thread, by: User) -> Claim:
    return factories.say(
        parent=thread.point.key, relation="rebut", text="A slip of teh pen.", by=by, at=LONG_AGO
    )


def test_an_edit_adds_a_revision_and_keeps_the_earlier_one(thread: Thread, bob: User) -> None:
    edit_claim(claim=thread.rebut.key, text=WORDS, base_revision=1, by=bob)
    claim = Claim.objects.get(pk=thread.rebut.pk)
    assert (claim.text, claim.revision) == (WORDS, 2)
    assert [r.text for r in claim.revisions.order_by("number")] == [thread.rebut.text, WORDS]


def test_an_edit_keeps_the_votes_and_leaves_a_mark_and_a_change(
    thread: Thread, bob: User, dan: User
) -> None:
    cast_vote(claim=thread.rebut.key, value=VoteValue.CONVINCING, by=dan)
    edit_claim(claim=thread.rebut.key, text=WORDS, base_revision=1, by=bob)
    claim = Claim.objects.get(pk=thread.rebut.pk)
    assert claim.edited_at is not None
    assert Tally.objects.get(claim=claim).up == 1
    assert Change.objects.filter(claim=claim, kind=ChangeKind.EDITED, revision=2).count() == 1


def test_a_typo_mended_at_once_leaves_no_mark(thread: Thread, bob: User) -> None:
    claim = fresh(thread, bob)
    soon = LONG_AGO + timedelta(seconds=EDIT_GRACE_SECONDS)
    edited = edit_claim(
        claim=claim.key, text="A slip of the pen.", base_revision=1, by=bob, at=soon
    )
    assert edited.edited_at is None


@pytest.mark.parametrize("what", ["late", "voted", "answered"])
def test_after_five_minutes_a_vote_or_a_reply_an_edit_shows(
    thread: Thread, bob: User, dan: User, what: str
) -> None:
    claim = fresh(thread, bob)
    at = LONG_AGO + timedelta(seconds=10)
    if what == "voted":
        cast_vote(claim=claim.key, value=VoteValue.UNSURE, by=dan, at=at)
    if what == "answered":
        post_reply(parent=claim.key, relation="question", text="Whose pen?", by=dan, at=at)
    if what == "late":
        at = LONG_AGO + timedelta(seconds=EDIT_GRACE_SECONDS + 1)
    edited = edit_claim(claim=claim.key, text="A slip of the pen.", base_revision=1, by=bob, at=at)
    assert edited.edited_at == at


def test_a_stale_edit_is_refused_and_nothing_is_overwritten(thread: Thread, bob: User) -> None:
    edit_claim(claim=thread.rebut.key, text=WORDS, base_revision=1, by=bob)
    with pytest.raises(Stale) as refused:
        edit_claim(claim=thread.rebut.key, text="From another tab.", base_revision=1, by=bob)
    assert refused.value.current == 2
    assert Claim.objects.get(pk=thread.rebut.pk).text == WORDS


def test_the_same_words_again_change_nothing_even_from_a_stale_page(
    thread: Thread, bob: User
) -> None:
    for _again in range(2):
        edit_claim(claim=thread.rebut.key, text=WORDS, base_revision=1, by=bob)
    assert Claim.objects.get(pk=thread.rebut.pk).revision == 2


def test_only_its_author_edits_a_claim(thread: Thread, alice: User) -> None:
    with pytest.raises(NotAllowed) as refused:
        edit_claim(claim=thread.rebut.key, text=WORDS, base_revision=1, by=alice)
    assert refused.value.code == "not_your_claim"


def test_a_withdrawn_claim_cannot_be_edited(thread: Thread, bob: User) -> None:
    factories.withdraw(thread.rebut)
    with pytest.raises(Conflict):
        edit_claim(claim=thread.rebut.key, text=WORDS, base_revision=1, by=bob)


def test_a_refused_wording_keeps_the_claim_as_it_was(thread: Thread, bob: User) -> None:
    with pytest.raises(Invalid):
        edit_claim(claim=thread.rebut.key, text="", base_revision=1, by=bob)
    assert Claim.objects.get(pk=thread.rebut.pk).revision == 1
