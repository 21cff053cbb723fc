"""Counting everything anew from the rows that count: votes, revisions, sources, changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose

from django.db import connection, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from debate.enums import ChangeKind, Relation, VoteValue
from debate.limits import PATH_LABEL_CHARS
from debate.logic.ranking import best
from debate.models import Claim, Debate, DebateTally, Tally
from debate.tasks.tally import count_debate
from debate.tasks.telling import tell_of_claims


@dataclass(frozen=True, slots=True)
class Drift:
    """A kept number that was wrong: of what, its name, what was kept and what was counted."""

    of: str
    number: str
    kept: object
    counted: object


def recount_debate(debate_id: int) -> list[Drift]:
    """Rebuild every kept number of a debate; answers the ones that were wrong.

    Holds the debate's row and its tallies meanwhile, so that no vote is counted twice or missed.
    Effects: a Change for claims that look different; the worker tells of the votes.
    """
    with transaction.atomic():
        debate = Debate.objects.select_for_update(no_key=True).get(pk=debate_id)
        return [
            *_mend_record(debate),  # first: what is told below takes the next number
            *_mend_tallies(debate),
            *_mend_claims(debate),
            *_mend_debate_tally(debate),
        ]


def _mend_tallies(debate: Debate) -> Iterator[Drift]:
    voted_on = Claim.objects.filter(debate=debate).exclude(bears_as=Relation.QUESTION)
    without = voted_on.filter(tally=None)
    Tally.objects.bulk_create(
        Tally(claim=claim, debate=debate, best=best(0, 0), version=1) for claim in without
    )
    kept = {
        t.pk: t
        for t in Tally.objects.select_for_update(no_key=True).filter(debate=debate).order_by("pk")
    }
    counted = voted_on.annotate(
        up=Count("votes", filter=Q(votes__value=VoteValue.CONVINCING, votes__valid=True)),
        down=Count("votes", filter=Q(votes__value=VoteValue.NOT_CONVINCING, votes__valid=True)),
        unsure=Count("votes", filter=Q(votes__value=VoteValue.UNSURE, votes__valid=True)),
    )
    wrong = []
    for pk, key, up, down, unsure in counted.values_list("pk", "key", "up", "down", "unsure"):
        tally = kept[pk]
        right = (up, down, unsure)
        score = best(up, down)
        if (tally.up, tally.down, tally.unsure) != right or not isclose(tally.best, score):
            yield Drift(key, "votes", (tally.up, tally.down, tally.unsure, tally.best), right)
            tally.up, tally.down, tally.unsure, tally.best = up, down, unsure, score
            tally.version += 1
            wrong.append(tally)
    Tally.objects.bulk_update(wrong, ["up", "down", "unsure", "best", "version"], batch_size=500)


def _mend_claims(debate: Debate) -> Iterator[Drift]:
    """Revisions, sources, depths and paths; a place that is wrong is told but not moved."""
    wrong: list[int] = []
    claims = Claim.objects.filter(debate=debate).annotate(newest=Max("revisions__number"))
    for claim in claims.select_related("parent"):
        if claim.newest is not None and claim.revision != claim.newest:
            yield Drift(claim.key, "revision", claim.revision, claim.newest)
            Claim.objects.filter(pk=claim.pk).update(revision=claim.newest)
            wrong.append(claim.pk)
        above = f"{claim.parent.path}." if claim.parent else ""
        if claim.path[:-PATH_LABEL_CHARS] != above:
            yield Drift(claim.key, "path", claim.path, f"{above}…")
        depth = claim.parent.depth + 1 if claim.parent else 0
        if claim.depth != depth:
            yield Drift(claim.key, "depth", claim.depth, depth)
        bears_as = claim.parent.bears_as if claim.parent else None
        if claim.parent_bears_as != bears_as:
            yield Drift(claim.key, "parent_bears_as", claim.parent_bears_as, bears_as)
    for mended in _wrongly_locked(debate):
        yield Drift(mended.key, "locked", not mended.locked, mended.locked)
        wrong.append(mended.pk)
    tell_of_claims(ChangeKind.MENDED, wrong, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_SOURCES, {"debate": debate.pk})
        for key, kept, counted in cursor.fetchall():
            yield Drift(key, "sources", kept, counted)


def _wrongly_locked(debate: Debate) -> list[Claim]:
    """A claim is locked where a lock was put on it, or on a claim that it hangs from."""
    claims = list(Claim.objects.filter(debate=debate).order_by("depth", "pk"))
    locked: dict[int, bool] = {}
    wrong = []
    for claim in claims:
        above = claim.parent_id is not None and locked.get(claim.parent_id, False)
        locked[claim.pk] = claim.locked_here or above
        if claim.locked != locked[claim.pk]:
            claim.locked = locked[claim.pk]
            wrong.append(claim)
    Claim.objects.bulk_update(wrong, ["locked"], batch_size=500)
    return wrong


_SOURCES = """
WITH counted AS (
    SELECT claim.id, claim.key, claim.sources_count AS kept, count(source.id) AS counted
      FROM debate_claim AS claim
      JOIN debate_claimrevision AS revision
           ON revision.claim_id = claim.id AND revision.number = claim.revision
      LEFT JOIN debate_source AS source ON source.revision_id = revision.id
     WHERE claim.debate_id = %(debate)s
     GROUP BY claim.id
), mended AS (
    UPDATE debate_claim SET sources_count = counted.counted FROM counted
     WHERE counted.id = debate_claim.id AND counted.kept <> counted.counted
)
SELECT key, kept, counted FROM counted WHERE kept <> counted
"""


def _mend_record(debate: Debate) -> Iterator[Drift]:
    # It may be ahead: a point that is dropped from a draft takes its Changes along.
    newest = debate.changes.aggregate(seq=Max("seq"))["seq"] or 0
    if debate.last_seq < newest:
        yield Drift(debate.key, "last_seq", debate.last_seq, newest)
        debate.last_seq = newest
        debate.save(update_fields=["last_seq"])


def _mend_debate_tally(debate: Debate) -> Iterator[Drift]:
    kept, _new = DebateTally.objects.get_or_create(debate=debate)
    count_debate(debate.pk)
    counted = DebateTally.objects.get(debate=debate)
    for number in ("claims", "people", "positions"):
        before, now = getattr(kept, number), getattr(counted, number)
        if before != now and not (number == "positions" and not before and not any(now)):
            yield Drift(debate.key, number, before, now)
    if not isclose(kept.contested, counted.contested):
        yield Drift(debate.key, "contested", kept.contested, counted.contested)
