"""Counting a debate: its kept numbers, and the `tallied` Change that tells which claims changed."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from debate.enums import UNSAID, ChangeKind
from debate.limits import POSITION_MAX, POSITION_MIN
from debate.logic.ranking import best, debate_contested
from debate.models import Change, Claim, Debate, DirtyDebate, Tally

# Everything is counted from the rows, never adjusted: a lost or a doubled run does no harm.
_COUNT = """
WITH newest AS (
    SELECT DISTINCT ON (person_id) person_id, value
      FROM debate_position WHERE debate_id = %(debate)s
     ORDER BY person_id, id DESC
), places AS (
    SELECT value, count(*) AS people FROM newest WHERE value IS NOT NULL GROUP BY value
), people AS (
    SELECT author_id AS person_id FROM debate_claim
     WHERE debate_id = %(debate)s AND state = 'live'
    UNION SELECT vote.person_id FROM debate_vote AS vote
            JOIN debate_claim AS claim ON claim.id = vote.claim_id
           WHERE claim.debate_id = %(debate)s AND vote.valid
    UNION SELECT person_id FROM newest WHERE value IS NOT NULL
)
UPDATE debate_debatetally
   SET claims = (SELECT count(*) FROM debate_claim
                  WHERE debate_id = %(debate)s AND state = 'live' AND kind <> 'thesis'),
       people = (SELECT count(*) FROM people),
       positions = (SELECT jsonb_agg(coalesce(places.people, 0) ORDER BY place)
                      FROM generate_series(%(least)s, %(most)s) AS place
                      LEFT JOIN places ON places.value = place),
       active_at = greatest(
           (SELECT created_at FROM debate_debate WHERE id = %(debate)s),
           (SELECT at FROM debate_change
             WHERE debate_id = %(debate)s AND kind <> ALL(%(unsaid)s)
             ORDER BY seq DESC LIMIT 1),
           (SELECT max(at) FROM debate_position WHERE debate_id = %(debate)s)),
       seq = (SELECT last_seq FROM debate_debate WHERE id = %(debate)s),
       position = coalesce((SELECT max(id) FROM debate_position
                             WHERE debate_id = %(debate)s), 0)
 WHERE debate_id = %(debate)s
RETURNING positions::text,
          coalesce((SELECT up FROM debate_tally JOIN debate_claim ON id = claim_id
                     WHERE debate_claim.debate_id = %(debate)s AND kind = 'thesis'), 0),
          coalesce((SELECT down FROM debate_tally JOIN debate_claim ON id = claim_id
                     WHERE debate_claim.debate_id = %(debate)s AND kind = 'thesis'), 0)
"""

_CONTEST = """
UPDATE debate_debatetally SET contested = %(contested)s
 WHERE debate_id = %(debate)s AND contested <> %(contested)s
"""

_COUNT_VOTES = """
SELECT tally.claim_id,
       count(*) FILTER (WHERE value = 1), count(*) FILTER (WHERE value = -1),
       count(*) FILTER (WHERE value = 0)
  FROM debate_tally AS tally
  LEFT JOIN debate_vote AS vote ON vote.claim_id = tally.claim_id AND vote.valid
 WHERE tally.claim_id = ANY(%(claims)s)
 GROUP BY tally.claim_id
"""
_KEEP_VOTES = """
UPDATE debate_tally AS tally
   SET up = counted.up, down = counted.down, unsure = counted.unsure, best = counted.best,
       version = tally.version + 1
  FROM unnest(%(claims)s::bigint[], %(up)s::integer[], %(down)s::integer[], %(unsure)s::integer[],
              %(best)s::float8[]) AS counted (claim_id, up, down, unsure, best)
 WHERE tally.claim_id = counted.claim_id
   AND (tally.up, tally.down, tally.unsure, tally.best)
       IS DISTINCT FROM (counted.up, counted.down, counted.unsure, counted.best)
"""

# A mark that was lost leaves one of these traces. The claims are looked at by the narrow table.
_LOST = """
SELECT debate_id FROM debate_debatetally AS kept JOIN debate_debate ON id = debate_id
 WHERE kept.seq < last_seq
UNION
SELECT debate_id FROM debate_tally WHERE told < version
UNION
SELECT debate_id FROM debate_debatetally AS kept
 WHERE position < (SELECT max(id) FROM debate_position
                    WHERE debate_position.debate_id = kept.debate_id)
"""


def tally_next_debate(*, marked_before: datetime) -> bool:
    """Count one debate that was marked, the longest waiting first; False when none is waiting.

    A debate marked again in the same pass of the worker waits for the next one.

    Several workers never take the same one. The mark goes first: what is written while this runs
    marks the debate anew. Killed in between, everything is as before.
    """
    with transaction.atomic():
        mark = (
            DirtyDebate.objects.select_for_update(skip_locked=True)
            .filter(marked_at__lt=marked_before)
            .order_by("marked_at")
            .first()
        )
        if mark is None:
            return False
        debate_id = mark.debate_id
        mark.delete()
        tally_debate(debate_id)
    return True


def tally_debate(debate_id: int) -> None:
    """Bring a debate's kept numbers up to date and tell of the claims whose votes changed.

    Effects: at most one `tallied` Change, whose payload lists the keys of those claims.
    """
    with transaction.atomic():
        debate = Debate.objects.select_for_update(no_key=True).get(pk=debate_id)
        touched = list(
            Tally.objects.select_for_update(no_key=True)
            .filter(debate=debate, told__lt=F("version"))
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        if touched:
            Tally.objects.filter(pk__in=touched).update(told=F("version"))
            keys = Claim.objects.filter(pk__in=touched).order_by("pk").values_list("key", flat=True)
            Change.objects.create(
                debate=debate,
                seq=debate.next_seq(),
                kind=ChangeKind.TALLIED,
                payload={"claims": list(keys)},
                at=timezone.now(),
            )
        count_debate(debate_id)


def count_debate(debate_id: int) -> None:
    """Count a debate's kept numbers from its rows. Queries: 2."""
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            {
                "debate": debate_id,
                "least": POSITION_MIN,
                "most": POSITION_MAX,
                "unsaid": list(UNSAID),
            },
        )
        for positions, up, down in cursor.fetchall():
            score = debate_contested(json.loads(positions), up=up, down=down)
            cursor.execute(_CONTEST, {"debate": debate_id, "contested": score})


def count_votes_anew(claims: Sequence[int]) -> None:
    """Count the valid votes on claims whose tallies are locked, and keep the numbers. Queries: 2.

    It has to be a statement of its own after they were locked: only that sees every vote on them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_VOTES, {"claims": list(claims)})
        rows = cursor.fetchall()
        cursor.execute(
            _KEEP_VOTES,
            {
                "claims": [claim for claim, _up, _down, _unsure in rows],
                "up": [up for _claim, up, _down, _unsure in rows],
                "down": [down for _claim, _up, down, _unsure in rows],
                "unsure": [unsure for _claim, _up, _down, unsure in rows],
                "best": [best(up, down) for _claim, up, down, _unsure in rows],
            },
        )


def find_lost_marks() -> int:
    """Mark debates whose mark was lost; answers how many there were. Queries: 2."""
    with connection.cursor() as cursor:
        cursor.execute(_LOST)
        lost = [DirtyDebate(debate_id=row[0]) for row in cursor.fetchall()]
    DirtyDebate.objects.bulk_create(lost, ignore_conflicts=True)
    return len(lost)
