"""Rules of actions/following.py that do not show at the doors (see parity/test_following.py)."""

from accounts.models import User
from debate.actions.following import follow_debate, unfollow_debate
from debate.actions.outline import start_debate
from debate.actions.publication import publish_debate
from debate.models import Debate, Follow
from tests.factories import LONG_AGO


def test_following_again_keeps_since_when(debate: Debate, bob: User) -> None:
    for at in (LONG_AGO, None):
        follow_debate(debate=debate.key, by=bob, at=at)
    assert Follow.objects.get().created_at == LONG_AGO


def test_who_follows_anew_hears_only_of_what_happens_from_then_on(
    debate: Debate, bob: User
) -> None:
    follow_debate(debate=debate.key, by=bob, at=LONG_AGO)
    unfollow_debate(debate=debate.key, by=bob)
    follow_debate(debate=debate.key, by=bob)
    assert Follow.objects.get().created_at > LONG_AGO


def test_who_publishes_a_debate_follows_it_and_may_stop(alice: User) -> None:
    draft = start_debate(thesis="School should start later.", by=alice)
    publish_debate(debate=draft.key, by=alice)
    assert list(Follow.objects.values_list("person", "debate")) == [(alice.pk, draft.pk)]
    unfollow_debate(debate=draft.key, by=alice)
    publish_debate(debate=draft.key, by=alice)
    assert not Follow.objects.exists()
