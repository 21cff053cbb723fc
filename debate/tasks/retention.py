"""Forgetting what is no longer needed: `manage.py forget`, and the worker once an hour.

Each kind goes in batches of its own transactions, the oldest first, and of several that forget at
once no two take the same rows: killed in the middle, the rest is forgotten the next time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from debate.enums import ChangeKind
from debate.limits import (
    CASES_KEPT_DAYS,
    CURSOR_DAYS,
    DRAFTS_KEPT_DAYS,
    FLAGS_KEPT_DAYS,
    FORGOTTEN_AT_ONCE,
    HELD_KEPT_DAYS,
    NOTICES_KEPT_DAYS,
    WITHDRAWN_KEPT_DAYS,
)
from debate.tasks.emptying import empty_claims
from debate.tasks.telling import tell_of_claims


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows of one kind were deleted or emptied."""

    what: str
    rows: int


# Each deletes or empties a batch of rows that nobody else holds, and names them.
_HELD = """
DELETE FROM debate_heldclaim WHERE id IN (
    SELECT id FROM debate_heldclaim
     WHERE state IN ('returned', 'removed') AND judged_at < %(before)s
     ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
_CASES_OF_HELD = """
UPDATE debate_case SET held_id = NULL WHERE held_id IN (
    SELECT id FROM debate_heldclaim
     WHERE state IN ('returned', 'removed') AND judged_at < %(before)s)
"""
_FLAGS = """
DELETE FROM debate_flag WHERE id IN (
    SELECT id FROM debate_flag WHERE settled_at < %(before)s
     ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
_CASES = """
UPDATE debate_case SET note = '', appeal = '', answer = '' WHERE act_id IN (
    SELECT act_id FROM debate_case
     WHERE at < %(before)s AND (note <> '' OR appeal <> '' OR answer <> '')
       AND (appealed_at IS NULL OR decided_at IS NOT NULL)
     ORDER BY act_id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING act_id
"""
_NOTICES = """
DELETE FROM debate_notice WHERE id IN (
    SELECT id FROM debate_notice WHERE seen_at < %(before)s
     ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
_DRAFTS = """
DELETE FROM debate_draft WHERE id IN (
    SELECT id FROM debate_draft WHERE saved_at < %(before)s
     ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
_INVITATIONS = """
DELETE FROM debate_invitation WHERE id IN (
    SELECT id FROM debate_invitation WHERE expires_at < %(before)s
     ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
# Past the last cursor that was given out before.
_DEPARTURES = """
DELETE FROM debate_departure WHERE id IN (
    SELECT id FROM debate_departure WHERE at < %(before)s
     ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
# A link that was revoked leads nowhere, and neither does one of a debate that is not unlisted.
_VISITS = """
DELETE FROM debate_linkvisit WHERE id IN (
    SELECT visit.id FROM debate_linkvisit AS visit JOIN debate_debate AS debate
        ON debate.id = visit.debate_id
     WHERE debate.link_key IS DISTINCT FROM visit.link_key OR debate.visibility <> 'unlisted'
     ORDER BY visit.id LIMIT %(most)s FOR UPDATE OF visit SKIP LOCKED)
RETURNING id
"""
_WITHDRAWN = """
SELECT claim.id FROM debate_claim AS claim JOIN debate_debate AS debate
    ON debate.id = claim.debate_id
 WHERE state = 'withdrawn' AND withdrawn_at < %(before)s
   AND (text <> '' OR details_html <> '' OR via <> '' OR sources_count <> 0)
 ORDER BY claim.debate_id, claim.id LIMIT %(most)s FOR NO KEY UPDATE SKIP LOCKED
"""

_KINDS = (
    ("flags", _FLAGS, FLAGS_KEPT_DAYS),
    ("cases", _CASES, CASES_KEPT_DAYS),
    ("notices", _NOTICES, NOTICES_KEPT_DAYS),
    ("drafts", _DRAFTS, DRAFTS_KEPT_DAYS),
    ("invitations", _INVITATIONS, 0),
    ("link visits", _VISITS, 0),
    ("departures", _DEPARTURES, CURSOR_DAYS + 1),
)

# What others gave to somebody in the very moment in which they left: a seat, a notice.
_LEFT = (
    "DELETE FROM debate_membership WHERE person_id IN {gone}",
    "DELETE FROM debate_notice WHERE person_id IN {gone}",
    "DELETE FROM debate_block WHERE person_id IN {gone}",
    "DELETE FROM debate_linkvisit WHERE person_id IN {gone}",
    "DELETE FROM debate_follow WHERE person_id IN {gone}",
    "DELETE FROM debate_readmark WHERE person_id IN {gone}",
)
_GONE = "(SELECT id FROM accounts_user WHERE kind = 'gone')"


def forget(at: datetime) -> list[Forgotten]:
    """Forget everything whose time is over at a moment; answers what there was of each kind.

    Doing it twice, also at the same moment, is harmless.
    """
    done = [
        Forgotten("withdrawn claims", _until_none(lambda: _empty_withdrawn(at))),
        Forgotten("held claims", _until_none(lambda: _delete_held(at))),
    ]
    for what, statement, days in _KINDS:
        done.append(Forgotten(what, _until_none(_batch(statement, at - timedelta(days=days)))))
    return [*done, Forgotten("of those who left", _delete_of_those_who_left())]


def _empty_withdrawn(at: datetime) -> int:
    with transaction.atomic():
        claims = _run(_WITHDRAWN, at - timedelta(days=WITHDRAWN_KEPT_DAYS))
        if claims:
            empty_claims(claims)
            tell_of_claims(ChangeKind.EMPTIED, claims, at=at)
    return len(claims)


def _delete_held(at: datetime) -> int:
    before = at - timedelta(days=HELD_KEPT_DAYS)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_CASES_OF_HELD, {"before": before})
        return len(_run(_HELD, before))


def _delete_of_those_who_left() -> int:
    gone = 0
    with connection.cursor() as cursor:
        for statement in _LEFT:
            cursor.execute(statement.format(gone=_GONE))
            gone += cursor.rowcount
    return gone


def _batch(statement: str, before: datetime) -> Callable[[], int]:
    def run() -> int:
        with transaction.atomic():
            return len(_run(statement, before))

    return run


def _run(statement: str, before: datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"before": before, "most": FORGOTTEN_AT_ONCE})
        return [number for (number,) in cursor.fetchall()]


def _until_none(batch: Callable[[], int]) -> int:
    total = 0
    while done := batch():
        total += done
    return total
