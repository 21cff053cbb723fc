import pytest

from accounts.models import User
from debate.enums import Visibility
from debate.models import Debate, Follow
from tests import factories
from tests.parity.doors import CONFLICT, DONE, NOT_FOUND, NOT_SIGNED_IN, Door


def followers(debate: Debate) -> list[str | None]:
    return list(Follow.objects.filter(debate=debate).values_list("person__handle", flat=True))


def test_a_debate_is_followed_and_no_longer_and_twice_is_harmless(
    door: Door, debate: Debate, bob: User
) -> None:
    for _again in range(2):
        assert door.follow_debate(debate.key, by=bob).kind == DONE
        assert followers(debate) == ["bob"]
    for _again in range(2):
        assert door.unfollow_debate(debate.key, by=bob).kind == DONE
        assert followers(debate) == []


def test_nobody_has_to_sign_in_first(door: Door, debate: Debate) -> None:
    assert door.follow_debate(debate.key, by=None).kind == NOT_SIGNED_IN
    assert door.unfollow_debate(debate.key, by=None).kind == NOT_SIGNED_IN


def test_a_draft_is_not_followed(door: Door, alice: User) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    assert door.follow_debate(draft.key, by=alice).kind == CONFLICT
    assert followers(draft) == []


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.UNLISTED])
def test_what_is_not_open_to_somebody_is_not_followed_but_by_its_members(
    door: Door, alice: User, bob: User, eve: User, visibility: Visibility
) -> None:
    hidden = factories.debate(alice, visibility=visibility)
    factories.member(hidden, bob)
    assert door.follow_debate(hidden.key, by=eve).kind == NOT_FOUND
    assert door.follow_debate("0" * 12, by=eve).kind == NOT_FOUND
    assert door.follow_debate(hidden.key, by=bob).kind == DONE
    assert followers(hidden) == ["bob"]
