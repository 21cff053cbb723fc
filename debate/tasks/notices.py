"""Telling people of what concerns them: the record of all debates, walked through once."""

import logging
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction

from debate.limits import CHANGES_TOLD_AT_ONCE

log = logging.getLogger("rejoinder.work")


class Cursor(NamedTuple):
    """How far people have been told; `ahead` of this database, if it was restored from a copy."""

    xid: str
    change: int
    ahead: bool


_MAKE_CURSOR = """
INSERT INTO debate_noticecursor (id, xid, change) VALUES (1, '0', 0) ON CONFLICT DO NOTHING
"""

_TAKE_CURSOR = """
SELECT xid::text, change, xid >= pg_snapshot_xmax(pg_current_snapshot())
  FROM debate_noticecursor FOR UPDATE SKIP LOCKED
"""

_BEGIN_NOW = "UPDATE debate_noticecursor SET xid = pg_current_xact_id(), change = 0"

# One statement, so that all of it sees the same moment. Below `pg_snapshot_xmin` every transaction
# has ended: none can still commit a Change that belongs before the last one told here.
#
# What happened while a debate was a draft is told to nobody, also not once it is published. The
# worker alone inserts, one at a time: numbers of notices follow the order in which they are told,
# so that "seen up to here" leaves out nothing that is committed later. Members are told when they
# are given their role, or that the debate in which they were given it as a draft is opened.
#
# Who keeps a debate without taking part in it (a class's) set its thesis and points for others to
# answer: those answers are not news to them.
#
# An act is told to whom it concerns, whoever wrote the Change: what was approved is stated by its
# own author, and the log of acts says who approved it. Who is named by a number alone may be gone.
_TELL = """
WITH batch AS MATERIALIZED (
    SELECT change.id, change.xid, change.debate_id, change.kind, change.claim_id, change.actor_id,
           change.revision, change.payload, change.at
      FROM debate_change AS change
     WHERE (change.xid, change.id) > (%(xid)s::xid8, %(change)s)
       AND change.xid < pg_snapshot_xmin(pg_current_snapshot())
     ORDER BY change.xid, change.id
     LIMIT %(most)s
), news AS (
    SELECT batch.*, row_number() OVER (ORDER BY batch.xid, batch.id) AS place
      FROM batch JOIN debate_debate AS debate ON debate.id = batch.debate_id
     WHERE debate.visibility <> 'draft' AND batch.at >= debate.opened_at
       AND (batch.kind IN ('stated', 'edited', 'opened', 'closed', 'reopened', 'seated',
                           'transferred')
            OR batch.payload ? 'act')
       AND NOT (batch.kind = 'edited' AND batch.payload @> '{"unmarked": true}')
), concerned AS (
    SELECT news.*, news.actor_id AS doer_id, answered.author_id AS person_id, 1 AS precedence,
           CASE WHEN answered.relation = 'question' AND said.relation = 'support'
                THEN 'answer' ELSE 'reply' END AS reason
      FROM news
      JOIN debate_claim AS said ON said.id = news.claim_id
      JOIN debate_claim AS answered ON answered.id = said.parent_id
     WHERE news.kind = 'stated'
       AND NOT (answered.kind IN ('thesis', 'point')
                AND EXISTS (SELECT FROM debate_debaterules AS rules
                             WHERE rules.debate_id = news.debate_id AND NOT rules.keepers_judge))
    UNION ALL
    SELECT news.*, news.actor_id, answer.author_id, 2, 'reworded'
      FROM news
      JOIN debate_claim AS answer ON answer.parent_id = news.claim_id
     WHERE news.kind = 'edited' AND answer.state = 'live'
       AND answer.parent_revision < news.revision
    UNION ALL
    SELECT news.*, news.actor_id, follow.person_id, 3, 'followed'
      FROM news
      JOIN debate_follow AS follow
        ON follow.debate_id = news.debate_id AND follow.created_at <= news.at
     WHERE news.kind IN ('stated', 'edited', 'closed', 'reopened', 'transferred')
    UNION ALL
    SELECT news.*, act.actor_number, person.id, 0, 'moderated'
      FROM news
      JOIN debate_act AS act ON act.key = news.payload->>'act'
      JOIN accounts_user AS person ON person.id = act.subject_number AND person.kind <> 'gone'
    UNION ALL
    SELECT news.*, act.actor_number, person.id, 0, 'moderated'
      FROM news
      JOIN debate_claim AS said ON said.id = news.claim_id
      JOIN debate_act AS act ON act.claim_key = said.key AND act.kind = 'approved'
      JOIN accounts_user AS person ON person.id = act.subject_number AND person.kind <> 'gone'
     WHERE news.kind = 'stated'
    UNION ALL
    SELECT news.*, news.actor_id, person.id, 0, 'seated'
      FROM news
      JOIN accounts_user AS person
        ON person.id = (news.payload->>'person')::bigint AND person.kind <> 'gone'
     WHERE news.kind IN ('seated', 'transferred')
    UNION ALL
    SELECT news.*, news.actor_id, seat.person_id, 0, 'seated'
      FROM news
      JOIN debate_membership AS seat
        ON seat.debate_id = news.debate_id AND seat.role IS NOT NULL
           AND seat.created_at <= news.at
     WHERE news.kind = 'opened'
), told AS (
    SELECT DISTINCT ON (place, person_id) place, concerned.id, debate_id, person_id, reason
      FROM concerned JOIN accounts_user AS told_of ON told_of.id = person_id
     WHERE person_id IS DISTINCT FROM doer_id AND told_of.kind <> 'gone'
     ORDER BY place, person_id, precedence
), noticed AS (
    INSERT INTO debate_notice (person_id, change_id, debate_id, reason)
    SELECT person_id, id, debate_id, reason FROM told ORDER BY place, person_id
    ON CONFLICT DO NOTHING
), moved AS (
    UPDATE debate_noticecursor SET xid = last.xid, change = last.id
      FROM (SELECT xid, id FROM batch ORDER BY xid DESC, id DESC LIMIT 1) AS last
)
SELECT count(*) FROM batch
"""


def tell_next_changes() -> int:
    """Tell people of the next few Changes that concern them; answers how many were looked at.

    It answers 0 when nothing is waiting, or while another worker is telling. Each Change is looked
    at once, in the order of (xid, id): notices and cursor are kept together or not at all. Of what
    somebody did themselves they are not told, of the rest once, for the first of these reasons: it
    answers a claim of theirs, it rewords one that they answered, it happened in a debate that they
    follow.
    """
    try:
        with transaction.atomic(), connection.cursor() as database:
            cursor = _take_cursor()
            if cursor is None:
                return 0
            if cursor.ahead:
                # A copy that was brought into another PostgreSQL, whose transactions are numbered
                # from the start again: waiting for them to catch up could take years.
                database.execute(_BEGIN_NOW)
                return 0
            database.execute(
                _TELL,
                {"xid": cursor.xid, "change": cursor.change, "most": CHANGES_TOLD_AT_ONCE},
            )
            return int(database.fetchone()[0])
    except IntegrityError as error:
        # A person or a debate was deleted meanwhile; the next pass meets them no more.
        log.warning("Nobody is told yet: %s", error)
        return 0


def _take_cursor() -> Cursor | None:
    """The cursor, held until the transaction ends; None while another worker holds it."""
    with connection.cursor() as database:
        database.execute(_TAKE_CURSOR)
        row = database.fetchone()
        if row is None:
            database.execute(_MAKE_CURSOR)
            database.execute(_TAKE_CURSOR)
            row = database.fetchone()
    return Cursor._make(row) if row else None
