"""The demo's many: their votes and positions, written at once and counted anew."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from django.db.models import F

from accounts.models import User
from debate.enums import ClaimState, Relation, VoteValue
from debate.limits import POSITION_MAX, POSITION_MIN
from debate.management.demo.shape import DemoDebate
from debate.models import Claim, ClaimRevision, Debate, Position, Tally, Vote
from debate.tasks.recount import recount_debate

_STATE_A_POSITION_SHARE = 0.8  # of those who came by


def let_the_crowd_judge(
    told: DemoDebate,
    claims: Mapping[str, Claim],
    people: Mapping[str, User],
    passers_by: Mapping[str, User],
    *,
    at: datetime,
) -> None:
    """Have everybody who came by vote on the claims and say where they stand.

    They do so in the same way wherever and whenever the demo is loaded.
    Effects: the debate's kept numbers are right, and no vote is left for the worker to tell.
    """
    debate = Debate.objects.get(pk=claims[""].debate_id)
    chance = random.Random(told.essay.title)  # noqa: S311  it chooses votes, not secrets
    came = _who_came(told, people, passers_by)
    _vote(told, claims, came, chance, at=at)
    _take_positions(told, debate, came, chance, at=at)
    recount_debate(debate.pk)
    Tally.objects.filter(debate=debate).update(told=F("version"))


def _who_came(
    told: DemoDebate, people: Mapping[str, User], passers_by: Mapping[str, User]
) -> list[User]:
    named = told.visitors | {told.owner} | {claim.by for claim in told.claims}
    by_name = [people[handle] for handle in sorted(named)]
    return by_name + list(passers_by.values())[: round(told.crowd * len(passers_by))]


def _vote(
    told: DemoDebate,
    claims: Mapping[str, Claim],
    came: Sequence[User],
    chance: random.Random,
    *,
    at: datetime,
) -> None:
    now_of = Claim.objects.in_bulk([claim.pk for claim in claims.values()])
    worded = _wordings(now_of)
    shares = {claim.name: (claim.up, claim.unsure, claim.down) for claim in told.claims}
    shares[""] = (told.up, told.unsure, told.down)
    votes = []
    for name, share in shares.items():
        claim = now_of[claims[name].pk]
        if claim.state != ClaimState.LIVE or claim.bears_as == Relation.QUESTION:
            continue
        judges = [person for person in came if person.pk != claim.author_id]
        values = [
            value
            for value, part in zip(
                (VoteValue.CONVINCING, VoteValue.UNSURE, VoteValue.NOT_CONVINCING),
                share,
                strict=True,
            )
            for _one in range(round(part * len(judges)))
        ]
        for person, value in zip(chance.sample(judges, len(values)), values, strict=True):
            # Most votes come soon: the cube leans towards the claim's first hours.
            cast_at = claim.created_at + (at - claim.created_at) * chance.random() ** 3
            votes.append(
                Vote(
                    claim=claim,
                    claim_author_id=claim.author_id,
                    claim_bears_as=claim.bears_as,
                    debate_id=claim.debate_id,
                    person=person,
                    value=value,
                    revision=_wording_at(worded[claim.pk], cast_at),
                    cast_at=cast_at,
                )
            )
    Vote.objects.bulk_create(votes, batch_size=2_000)


def _wordings(claims: Mapping[int, Claim]) -> dict[int, list[tuple[int, datetime]]]:
    worded: dict[int, list[tuple[int, datetime]]] = {pk: [] for pk in claims}
    for revision in ClaimRevision.objects.filter(claim__in=claims).order_by("number"):
        worded[revision.claim_id].append((revision.number, revision.created_at))
    return worded


def _wording_at(wordings: Sequence[tuple[int, datetime]], moment: datetime) -> int:
    return max(number for number, since in wordings if since <= moment)


def _take_positions(
    told: DemoDebate,
    debate: Debate,
    came: Sequence[User],
    chance: random.Random,
    *,
    at: datetime,
) -> None:
    opened = at - timedelta(hours=told.opened_hours)
    stated = chance.sample(came, round(_STATE_A_POSITION_SHARE * len(came)))
    moved = round(told.moved * len(stated))
    steps = list(_apportioned(told.positions, len(stated)))
    chance.shuffle(steps)
    positions = []
    for number, (person, value) in enumerate(zip(stated, steps, strict=True)):
        first, last = sorted(opened + (at - opened) * chance.random() for _time in range(2))
        before = value + chance.choice([-2, -1, 1, 2])
        if number < moved and POSITION_MIN <= before <= POSITION_MAX:
            positions.append(Position(debate=debate, person=person, value=before, at=first))
        positions.append(Position(debate=debate, person=person, value=value, at=last))
    # The newest row of a person holds, and rows are numbered as they come.
    Position.objects.bulk_create(sorted(positions, key=lambda position: position.at))


def _apportioned(shares: Sequence[float], people: int) -> list[int]:
    """Positions from -3 to +3 for so many people, as near to the shares as whole people allow."""
    whole = sum(shares)
    bounds = [round(people * part / whole) for part in accumulate(shares)]
    return [
        value
        for value, (below, bound) in enumerate(
            zip([0, *bounds], bounds, strict=False), start=POSITION_MIN
        )
        for _one in range(bound - below)
    ]
