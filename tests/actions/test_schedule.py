from datetime import datetime, timedelta

import pytest

from accounts.errors import Invalid, NotAllowed
from accounts.models import User
from debate.actions.publication import close_debate
from debate.actions.schedule import schedule_debate
from debate.actions.vote import cast_vote
from debate.enums import ChangeKind, VoteValue
from debate.errors import NotOpen
from debate.limits import SCHEDULE_DAYS_MAX
from debate.models import Change, Debate
from tests import factories
from tests.factories import LONG_AGO

NOW = LONG_AGO + timedelta(days=400)
HOUR = timedelta(hours=1)


def takes_votes(debate: Debate, by: User, at: datetime) -> bool:
    try:
        cast_vote(claim=factories.thesis_of(debate).key, value=VoteValue.CONVINCING, by=by, at=at)
    except NotOpen:
        return False
    return True


def test_a_debate_opens_and_closes_by_itself(debate: Debate, alice: User, dan: User) -> None:
    for _again in range(2):
        schedule_debate(
            debate=debate.key, opens_at=NOW + HOUR, closes_at=NOW + 2 * HOUR, by=alice, at=NOW
        )
    moments = [NOW, NOW + HOUR - timedelta(seconds=1), NOW + HOUR, NOW + 2 * HOUR]
    assert [takes_votes(debate, dan, at) for at in moments] == [False, False, True, False]
    change = Change.objects.get(debate=debate, kind=ChangeKind.SCHEDULED)
    assert change.payload == {
        "opens_at": (NOW + HOUR).isoformat(),
        "closes_at": (NOW + 2 * HOUR).isoformat(),
    }


def test_another_plan_replaces_the_one_before_and_none_drops_it(
    debate: Debate, alice: User, dan: User
) -> None:
    schedule_debate(debate=debate.key, closes_at=NOW + HOUR, by=alice, at=NOW)
    schedule_debate(debate=debate.key, closes_at=NOW + 3 * HOUR, by=alice, at=NOW)
    assert takes_votes(debate, dan, NOW + 2 * HOUR)
    schedule_debate(debate=debate.key, by=alice, at=NOW)
    assert takes_votes(debate, dan, NOW + 9000 * HOUR)


def test_a_closed_debate_can_be_set_to_open(debate: Debate, alice: User, dan: User) -> None:
    close_debate(debate=debate.key, by=alice, at=NOW - HOUR)
    with pytest.raises(Invalid) as refused:
        schedule_debate(debate=debate.key, closes_at=NOW + HOUR, by=alice, at=NOW)
    assert (refused.value.code, refused.value.field) == ("nothing_to_close", "closes_at")
    schedule_debate(debate=debate.key, opens_at=NOW + HOUR, by=alice, at=NOW)
    assert not takes_votes(debate, dan, NOW)
    assert takes_votes(debate, dan, NOW + HOUR)


@pytest.mark.parametrize(
    ("opens", "closes", "code", "field"),
    [
        (timedelta(0), None, "moment_is_past", "opens_at"),
        (None, -HOUR, "moment_is_past", "closes_at"),
        (2 * HOUR, HOUR, "closes_before_it_opens", "closes_at"),
        (HOUR, HOUR, "closes_before_it_opens", "closes_at"),
        (None, timedelta(days=SCHEDULE_DAYS_MAX + 1), "too_far_ahead", "closes_at"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(
    debate: Debate,
    alice: User,
    opens: timedelta | None,
    closes: timedelta | None,
    code: str,
    field: str,
) -> None:
    with pytest.raises(Invalid) as refused:
        schedule_debate(
            debate=debate.key,
            opens_at=NOW + opens if opens is not None else None,
            closes_at=NOW + closes if closes is not None else None,
            by=alice,
            at=NOW,
        )
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Change.objects.filter(kind=ChangeKind.SCHEDULED).exists()


def test_only_the_owner_plans(debate: Debate, dan: User) -> None:
    with pytest.raises(NotAllowed):
        schedule_debate(debate=debate.key, closes_at=NOW + HOUR, by=dan, at=NOW)
