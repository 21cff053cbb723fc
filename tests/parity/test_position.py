import pytest

from accounts.models import User
from debate.actions.publication import close_debate
from debate.models import Debate, Position
from debate.words import SENTENCES
from tests.parity.doors import CONFLICT, DONE, INVALID, NOT_SIGNED_IN, Door


def stated(who: User) -> list[int | None]:
    return list(Position.objects.filter(person=who).order_by("id").values_list("value", flat=True))


def test_every_move_is_kept_and_the_same_place_twice_is_none(
    door: Door, debate: Debate, dan: User
) -> None:
    for value in (-3, -3, 0, 3, None, None):
        assert door.state_position(debate.key, by=dan, value=value).kind == DONE
    assert stated(dan) == [-3, 0, 3, None]


@pytest.mark.parametrize("value", [-4, 4, 99])
def test_there_are_seven_places(door: Door, debate: Debate, dan: User, value: int) -> None:
    answer = door.state_position(debate.key, by=dan, value=value)
    assert answer.kind == INVALID
    assert "Choose a place from -3 to +3." in answer.told
    assert stated(dan) == []


def test_in_a_closed_debate_positions_stay(
    door: Door, debate: Debate, alice: User, dan: User
) -> None:
    close_debate(debate=debate.key, by=alice)
    answer = door.state_position(debate.key, by=dan, value=1)
    assert answer.kind == CONFLICT
    assert str(SENTENCES["positions_closed"]) in answer.told


def test_nobody_has_to_sign_in_first(door: Door, debate: Debate) -> None:
    answer = door.state_position(debate.key, by=None, value=1)
    assert answer.kind == NOT_SIGNED_IN
    assert str(SENTENCES["sign_in_to_take_a_position"]) in answer.told
