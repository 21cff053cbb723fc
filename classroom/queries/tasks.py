"""How much of what a phase asks for each student has done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import connection

from classroom.enums import Task
from classroom.logic.tasks import Progress, progress
from classroom.queries.cards import count_unjudged

if TYPE_CHECKING:
    from classroom.models import Seat, Session
    from classroom.queries.student import Desk

# What was done belongs to the phase that held then, also when its time was up; or to the one that
# was opened again for this person. Claims that wait for the teacher count, those taken away do not.
_DONE = """
WITH room AS MATERIALIZED (
    SELECT part.session_id, part.debate_id, rules.windows, rules.personal
      FROM classroom_group AS part
      JOIN debate_debaterules AS rules ON rules.debate_id = part.debate_id
     WHERE part.session_id = ANY(%(sessions)s)
), span AS MATERIALIZED (
    SELECT debate_id, win ->> 'label' AS phase, (win ->> 'from')::timestamptz AS began,
           lead((win ->> 'from')::timestamptz)
               OVER (PARTITION BY debate_id ORDER BY (win ->> 'from')::timestamptz) AS ended
      FROM room, jsonb_array_elements(windows) AS win
     WHERE win ->> 'label' <> ''
), own_span AS MATERIALIZED (
    SELECT debate_id, (win ->> 'person')::bigint AS person_id,
           substr(win ->> 'label', 7) AS phase, (win ->> 'from')::timestamptz AS began,
           (win ->> 'until')::timestamptz AS ended
      FROM room, jsonb_array_elements(personal) AS win
     WHERE win ->> 'label' LIKE 'again:%%'
), stated AS (
    SELECT debate_id, author_id, parent_id, created_at AS at
      FROM debate_claim
     WHERE debate_id IN (SELECT debate_id FROM room) AND state = 'live' AND parent_id IS NOT NULL
     UNION ALL
    SELECT debate_id, author_id, parent_id, at
      FROM debate_heldclaim
     WHERE debate_id IN (SELECT debate_id FROM room) AND state = 'waiting'
), deed AS (
    SELECT stated.debate_id, stated.author_id AS person_id, stated.at, 1 AS claims,
           (above.author_id <> stated.author_id
            AND answered.person_id IS NOT NULL
            AND answered.role IS DISTINCT FROM 'moderator'
            AND (own.side <> answered.side) IS NOT FALSE)::int AS answers,
           0 AS votes
      FROM stated
      JOIN debate_claim AS above ON above.id = stated.parent_id
      LEFT JOIN debate_membership AS own
        ON own.debate_id = stated.debate_id AND own.person_id = stated.author_id
      LEFT JOIN debate_membership AS answered
        ON answered.debate_id = stated.debate_id AND answered.person_id = above.author_id
     UNION ALL
    SELECT debate_id, person_id, cast_at, 0, 0, 1
      FROM debate_vote
     WHERE debate_id IN (SELECT debate_id FROM room) AND valid
)
SELECT seat.key, coalesce(again.phase, span.phase),
       sum(deed.claims), sum(deed.answers), sum(deed.votes)
  FROM deed
  JOIN room ON room.debate_id = deed.debate_id
  JOIN classroom_seat AS seat
    ON seat.session_id = room.session_id AND seat.person_id = deed.person_id
   AND (%(seat)s::bigint IS NULL OR seat.id = %(seat)s)
  LEFT JOIN span
    ON span.debate_id = deed.debate_id AND deed.at >= span.began
   AND (span.ended IS NULL OR deed.at < span.ended)
  LEFT JOIN LATERAL (
      SELECT phase FROM own_span
       WHERE own_span.debate_id = deed.debate_id AND own_span.person_id = deed.person_id
         AND deed.at >= own_span.began AND (own_span.ended IS NULL OR deed.at < own_span.ended)
       ORDER BY own_span.began DESC LIMIT 1
  ) AS again ON true
 WHERE coalesce(again.phase, span.phase) IS NOT NULL
 GROUP BY 1, 2
"""

type Done = Mapping[Task, int]


def read_done(session: Session, *, seat: Seat | None = None) -> dict[str, dict[str, Done]]:
    """How many claims, answers and votes came from each seat (or from one) in each phase.

    By the keys of seats and of phases; who did nothing is not named. Queries: 1.
    """
    return read_done_in([session], seat=seat)


def read_done_in(
    sessions: Sequence[Session], *, seat: Seat | None = None
) -> dict[str, dict[str, Done]]:
    """The same over several sessions. Queries: 1."""
    numbers = [session.pk for session in sessions]
    with connection.cursor() as cursor:
        cursor.execute(_DONE, {"sessions": numbers, "seat": seat.pk if seat else None})
        rows = cursor.fetchall()
    found: dict[str, dict[str, Done]] = {}
    for key, phase, claims, answers, votes in rows:
        counted = {Task.CLAIMS: claims, Task.ANSWERS: answers, Task.VOTES: votes}
        found.setdefault(key, {})[phase] = counted
    return found


def read_own_progress(desk: Desk) -> tuple[Progress, ...]:
    """How far a student is with the tasks of the phase that holds.

    No more votes are asked for than there are claims to judge. Queries: 1, and 1 where votes are
    asked for; none where nothing is.
    """
    phase = desk.clock.phase
    if phase is None or not phase.tasks:
        return ()
    done = read_done(desk.access.session, seat=desk.seat).get(desk.seat.key, {}).get(phase.key, {})
    rows = progress(phase.tasks, done)
    if all(row.complete for row in rows if row.task == Task.VOTES):
        return rows
    within_reach = done.get(Task.VOTES, 0) + count_unjudged(desk)
    return progress({**phase.tasks, Task.VOTES: min(phase.tasks[Task.VOTES], within_reach)}, done)
