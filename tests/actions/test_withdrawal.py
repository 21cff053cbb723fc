import pytest

from accounts.errors import NotAllowed
from accounts.models import User
from debate.actions.publication import close_debate
from debate.actions.withdrawal import withdraw_claim
from debate.enums import ChangeKind, ClaimState
from debate.models import Change, Claim
from tests.factories import Thread


def test_a_withdrawn_claim_stays_in_its_place_with_its_replies(thread: Thread, bob: User) -> None:
    withdraw_claim(claim=thread.rebut.key, by=bob)
    claim = Claim.objects.get(pk=thread.rebut.pk)
    assert claim.state == ClaimState.WITHDRAWN
    assert claim.withdrawn_at is not None
    assert Claim.objects.get(pk=thread.undercut.pk).parent == claim
    assert Change.objects.filter(claim=claim, kind=ChangeKind.WITHDRAWN, actor=bob).count() == 1


def test_withdrawing_twice_is_harmless(thread: Thread, bob: User) -> None:
    for _again in range(2):
        withdraw_claim(claim=thread.rebut.key, by=bob)
    assert Change.objects.filter(claim=thread.rebut, kind=ChangeKind.WITHDRAWN).count() == 1


def test_a_claim_can_be_withdrawn_from_a_closed_debate(
    thread: Thread, alice: User, bob: User
) -> None:
    close_debate(debate=thread.debate.key, by=alice)
    assert withdraw_claim(claim=thread.rebut.key, by=bob).state == ClaimState.WITHDRAWN


def test_only_its_author_withdraws_a_claim(thread: Thread, alice: User) -> None:
    with pytest.raises(NotAllowed) as refused:
        withdraw_claim(claim=thread.rebut.key, by=alice)
    assert refused.value.code == "not_your_claim"


def test_a_thesis_is_not_withdrawn(thread: Thread, alice: User) -> None:
    with pytest.raises(NotAllowed) as refused:
        withdraw_claim(claim=thread.thesis.key, by=alice)
    assert refused.value.code == "a_thesis_stays"
