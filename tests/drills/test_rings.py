"""The votes of a ring of accounts are voided and counted again, while others go on voting."""

import random
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.enums import Role
from accounts.models import User
from debate.actions.vote import cast_vote
from debate.actions.votes_in_bulk import count_votes, void_votes
from debate.enums import VoteValue
from debate.logic.ranking import best
from debate.models import Act, Claim, DebateTally, DirtyDebate, Tally, Vote
from debate.tasks.recount import recount_debate
from debate.tasks.tally import count_votes_anew, tally_debate
from tests import factories
from tests.drills.racing import at_once

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

RING, HONEST, CLAIMS = 500, 32, 12
CHOICES = [VoteValue.CONVINCING, VoteValue.NOT_CONVINCING, VoteValue.UNSURE, None]

# What the tallies have to be, counted by a statement that shares nothing with the code.
COUNTED = """
SELECT claim.id,
       coalesce(sum((value = 1)::int), 0), coalesce(sum((value = -1)::int), 0),
       coalesce(sum((value = 0)::int), 0)
  FROM debate_claim AS claim
  LEFT JOIN (debate_vote AS vote JOIN accounts_user AS voter ON voter.id = vote.person_id
                                 AND NOT voter.votes_void) ON vote.claim_id = claim.id
 GROUP BY claim.id ORDER BY claim.id
"""
MARKED_WRONGLY = """
SELECT count(*) FROM debate_vote AS vote JOIN accounts_user AS voter ON voter.id = vote.person_id
 WHERE vote.valid = voter.votes_void
"""


class Ring:
    """500 accounts that voted for everything in two debates, among 32 people who did not agree."""

    def __init__(self, owner: User, staff: User) -> None:
        self.staff = staff
        self.debates = [factories.debate(owner) for _ in range(2)]
        for debate in self.debates:
            for number in range(CLAIMS // 2 - 1):
                factories.point(debate, f"Point {number} of the essay.")
        self.claims = list(Claim.objects.order_by("pk"))
        self.accounts = factories.people(RING, prefix="ring")
        self.honest = factories.people(HONEST, prefix="honest")
        chance = random.Random(7)
        votes = [(person, claim, 1) for person in self.accounts for claim in self.claims]
        votes += [
            (person, claim, chance.choice([1, 0, -1]))
            for person in self.honest
            for claim in self.claims
        ]
        Vote.objects.bulk_create(
            Vote(
                claim=claim,
                claim_author_id=claim.author_id,
                claim_bears_as=claim.bears_as,
                debate_id=claim.debate_id,
                person=person,
                value=value,
                revision=1,
            )
            for person, claim, value in votes
        )
        count_votes_anew([claim.pk for claim in self.claims])

    def void(self) -> Act | None:
        handles = [person.handle or "" for person in self.accounts]
        return void_votes(people=handles, reason="ring", by=self.staff)

    def count_again(self, run: Act) -> Act | None:
        return count_votes(run=run.key, reason="mistake", by=self.staff)


@pytest.fixture
def ring(alice: User) -> Ring:
    return Ring(alice, factories.person("sam", role=Role.STAFF))


def kept() -> list[tuple[int, int, int, int]]:
    rows = list(Tally.objects.order_by("pk").values_list("pk", "up", "down", "unsure", "best"))
    assert [row[4] for row in rows] == pytest.approx([best(row[1], row[2]) for row in rows])
    return [row[:4] for row in rows]


def counted() -> list[tuple[int, int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(MARKED_WRONGLY)
        assert cursor.fetchone() == (0,)
        cursor.execute(COUNTED)
        return [tuple(row) for row in cursor.fetchall()]


def test_voided_and_counted_again_every_tally_is_what_it_was(ring: Ring) -> None:
    """Catches: counting by difference what is voided twice; and a mark that restoring forgets."""
    before = kept()
    assert before == counted()
    assert all(up >= RING for _claim, up, _down, _unsure in before)
    DirtyDebate.objects.all().delete()
    run = ring.void()
    assert run is not None
    assert run.detail | {"people": ""} == {
        "accounts": RING,
        "votes": RING * CLAIMS,
        "claims": CLAIMS,
        "people": "",
    }
    assert ring.void() is None
    assert kept() == counted()
    assert all(up <= HONEST for _claim, up, _down, _unsure in kept())
    assert DirtyDebate.objects.count() == len(ring.debates)
    for debate in ring.debates:
        tally_debate(debate.pk)
        assert DebateTally.objects.get(debate=debate).people == HONEST + 1
        assert recount_debate(debate.pk) == []
    assert ring.count_again(run) is not None
    assert ring.count_again(run) is None
    assert kept() == before == counted()


def test_while_32_people_and_the_ring_itself_vote_no_vote_is_lost_or_counted_twice(
    ring: Ring,
) -> None:
    """Catches: reading who is void before the person is held; counting before the tally is."""
    voters = ring.honest[: HONEST // 2] + ring.accounts[: HONEST // 2]

    def vote(person: User) -> None:
        chance = random.Random(person.handle)
        for _turn in range(8):
            claim = chance.choice(ring.claims)
            cast_vote(claim=claim.key, value=chance.choice(CHOICES), by=person)

    def toggle() -> None:
        for _turn in range(3):
            run = ring.void()
            if run is not None:
                ring.count_again(run)

    def work() -> None:
        for debate in ring.debates * 3:
            tally_debate(debate.pk)

    voting: list[Callable[[], None]] = [lambda p=p: vote(p) for p in voters]  # type: ignore[misc]
    assert at_once([toggle, toggle, work, *voting]) == [None] * (len(voting) + 3)
    assert kept() == counted()
    run = ring.void()
    assert kept() == counted()
    if run is not None:
        ring.count_again(run)
    assert kept() == counted()


def test_what_a_voided_person_votes_meanwhile_counts_from_the_day_it_counts_again(
    ring: Ring,
) -> None:
    new, changed, taken_back = ring.claims[:3]
    person = ring.accounts[0]
    Vote.objects.filter(person=person, claim=new).delete()
    count_votes_anew([new.pk])
    run = ring.void()
    assert run is not None
    voided = kept()
    cast_vote(claim=new.key, value=VoteValue.NOT_CONVINCING, by=person)
    cast_vote(claim=changed.key, value=VoteValue.UNSURE, by=person)
    cast_vote(claim=taken_back.key, value=None, by=person)
    assert kept() == voided == counted()
    ring.count_again(run)
    assert kept() == counted()
    rows = {row[0]: row[1:] for row in kept()}
    honest = {row[0]: row[1:] for row in voided}
    difference = [
        tuple(now - then for now, then in zip(rows[claim.pk], honest[claim.pk], strict=True))
        for claim in (new, changed, taken_back)
    ]
    assert difference == [(RING - 1, 1, 0), (RING - 1, 0, 1), (RING - 1, 0, 0)]


def test_of_two_runs_each_is_taken_back_for_those_alone_whom_it_changed(ring: Ring) -> None:
    names = [person.handle or "" for person in ring.accounts[:3]]
    first = void_votes(people=names[:2], reason="ring", by=ring.staff)
    second = void_votes(people=names[1:], reason="ring", by=ring.staff)
    assert first is not None
    assert second is not None
    assert (first.detail["accounts"], second.detail["accounts"]) == (2, 1)
    count_votes(run=second.key, reason="mistake", by=ring.staff)
    void = User.objects.filter(votes_void=True).order_by("pk").values_list("handle", flat=True)
    assert list(void) == names[:2]
    assert kept() == counted()
