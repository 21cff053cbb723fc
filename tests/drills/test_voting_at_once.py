"""64 people vote, change their minds and take votes back at the same moment."""

import random
from collections import Counter

import pytest

from accounts.models import User
from debate.actions.vote import cast_vote
from debate.enums import VoteValue
from debate.logic.ranking import best
from debate.models import Claim, Debate, Tally, Vote
from debate.tasks.recount import recount_debate
from debate.tasks.tally import tally_debate
from tests import factories
from tests.drills.racing import at_once

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

VOTERS = 64
CHOICES = [VoteValue.CONVINCING, VoteValue.NOT_CONVINCING, VoteValue.UNSURE, None]


@pytest.fixture
def voters(db: None) -> list[User]:
    return factories.people(VOTERS)


def tallies_equal_the_votes(debate: Debate) -> None:
    for claim in Claim.objects.filter(debate=debate):
        counted = Counter(Vote.objects.filter(claim=claim).values_list("value", flat=True))
        tally = Tally.objects.get(claim=claim)
        assert (tally.up, tally.down, tally.unsure) == (counted[1], counted[-1], counted[0])
        assert tally.best == pytest.approx(best(tally.up, tally.down))


def test_on_one_claim_the_tally_equals_the_votes(alice: User, voters: list[User]) -> None:
    """Catches: read the old vote, then compute the difference; and counting with a sub-select."""
    debate = factories.debate(alice)
    claim = factories.thesis_of(debate).key
    last: dict[int, VoteValue | None] = {}

    def vote(person: User) -> None:
        chance = random.Random(person.pk)
        for _turn in range(6):
            value = chance.choice(CHOICES)
            cast_vote(claim=claim, value=value, by=person)
            last[person.pk] = value

    results = at_once([lambda p=p: vote(p) for p in voters])  # type: ignore[misc]
    assert results == [None] * VOTERS
    tallies_equal_the_votes(debate)
    kept = dict(Vote.objects.values_list("person_id", "value"))
    assert kept == {person: value for person, value in last.items() if value is not None}


def test_one_person_clicking_in_eight_tabs_has_one_vote(alice: User, bob: User) -> None:
    """Catches: toggling, and looking for a vote before inserting one (an IntegrityError)."""
    debate = factories.debate(alice)
    claim = factories.thesis_of(debate).key
    for _round in range(5):
        results = at_once(
            [
                lambda v=v: cast_vote(claim=claim, value=v, by=bob)  # type: ignore[misc]
                for v in CHOICES * 2
            ]
        )
        assert [r for r in results if isinstance(r, Exception)] == []
        tallies_equal_the_votes(debate)


def test_on_many_claims_in_any_order_nobody_waits_for_ever(alice: User, voters: list[User]) -> None:
    """Catches: FOR UPDATE on a claim after inserting a vote on it (deadlock on the foreign key)."""
    debate = factories.debate(alice)
    keys = [factories.point(debate, f"Point {n} of the essay.").key for n in range(6)]

    def vote(person: User) -> None:
        chance = random.Random(person.pk)
        for key in chance.sample(keys, len(keys)):
            cast_vote(claim=key, value=chance.choice(CHOICES), by=person)

    def count() -> None:
        for _time in range(5):
            tally_debate(debate.pk)

    results = at_once([count, *(lambda p=p: vote(p) for p in voters)])
    assert results == [None] * (VOTERS + 1)
    tallies_equal_the_votes(debate)
    tally_debate(debate.pk)
    assert recount_debate(debate.pk) == []
