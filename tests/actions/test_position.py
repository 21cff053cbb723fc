import pytest

from accounts.errors import Invalid, NotSignedIn
from accounts.models import User
from debate.actions.position import state_position
from debate.actions.publication import close_debate
from debate.errors import NotOpen
from debate.models import Change, Debate, Position


def stated(debate: Debate) -> list[int | None]:
    return list(
        Position.objects.filter(debate=debate).order_by("id").values_list("value", flat=True)
    )


def test_positions_are_only_added(debate: Debate, bob: User) -> None:
    for value in (-3, 2, None, 0):
        state_position(debate=debate.key, value=value, by=bob)
    assert stated(debate) == [-3, 2, None, 0]


def test_the_same_position_again_adds_nothing(debate: Debate, bob: User) -> None:
    for value in (1, 1, None, None):
        state_position(debate=debate.key, value=value, by=bob)
    assert stated(debate) == [1, None]


def test_taking_back_what_was_never_said_adds_nothing(debate: Debate, bob: User) -> None:
    assert state_position(debate=debate.key, value=None, by=bob) is None
    assert stated(debate) == []


@pytest.mark.parametrize("value", [-4, 4, 10**30])
def test_a_position_off_the_scale_is_refused(debate: Debate, bob: User, value: int) -> None:
    with pytest.raises(Invalid) as refused:
        state_position(debate=debate.key, value=value, by=bob)
    assert refused.value.code == "no_such_position"


def test_a_position_leaves_no_change_that_others_could_read(debate: Debate, bob: User) -> None:
    before = Change.objects.count()
    state_position(debate=debate.key, value=3, by=bob)
    assert Change.objects.count() == before


def test_nobody_takes_a_position_without_signing_in(debate: Debate) -> None:
    with pytest.raises(NotSignedIn):
        state_position(debate=debate.key, value=1, by=None)


def test_nobody_takes_a_position_in_a_closed_debate(debate: Debate, alice: User, bob: User) -> None:
    close_debate(debate=debate.key, by=alice)
    with pytest.raises(NotOpen) as refused:
        state_position(debate=debate.key, value=1, by=bob)
    assert refused.value.code == "positions_closed"
