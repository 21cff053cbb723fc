"""Taking the floor: what every write locks and reads first, in one order.

The order of locks is DebateRules, Debate, Claim, Tally, Vote. The rules are held FOR SHARE, so
that no write slips through while they change; the moment that counts is read after that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import OuterRef, Q, Subquery

from accounts.errors import NotFound
from debate.enums import ChangeKind
from debate.logic.rules import Window, read_windows, rules_at, write_windows
from debate.models import Change, Claim, Debate, DebateRules, Membership
from debate.policies.debate import visible_debates
from debate.policies.standing import Standing, standing_in

if TYPE_CHECKING:
    from accounts.models import User

# The CTE is what makes the clock be read after the lock was got: the locking is done inside it.
_HOLD_RULES = """
WITH held AS MATERIALIZED (
    SELECT windows, frozen FROM debate_debaterules WHERE debate_id = %(debate)s FOR SHARE
)
SELECT windows::text, frozen, clock_timestamp() FROM held
"""
_HOLD_RULES_TO_CHANGE_THEM = _HOLD_RULES.replace("FOR SHARE", "FOR UPDATE")


@dataclass(slots=True)
class Floor:
    """A debate with its rules held for a write: who is writing, and at which moment."""

    debate: Debate
    standing: Standing
    windows: tuple[Window, ...]
    at: datetime


def take_floor(debate_key: str, *, by: User | None, at: datetime | None = None) -> Floor:
    """Hold the rules of a debate that this person can see.

    Raises NotFound. Queries: 2.
    """
    return _hold(Q(key=debate_key), _HOLD_RULES, by=by, at=at, missing="no_debate")


def take_floor_to_change_rules(
    debate_key: str, *, by: User | None, at: datetime | None = None
) -> Floor:
    """Hold the rules alone, after every write that held them has ended.

    At once and not by way of `take_floor`: two people who both hold a row and both want it alone
    wait for each other. Raises NotFound. Queries: 2.
    """
    return _hold(Q(key=debate_key), _HOLD_RULES_TO_CHANGE_THEM, by=by, at=at, missing="no_debate")


def take_floor_of_claim(claim_key: str, *, by: User | None, at: datetime | None = None) -> Floor:
    """Hold the rules of the debate of a claim, when this person can see it.

    Raises NotFound. Queries: 2.
    """
    of_claim = Claim.objects.filter(key=claim_key).values("debate_id")[:1]
    return _hold(Q(pk=Subquery(of_claim)), _HOLD_RULES, by=by, at=at, missing="no_claim")


def lock_debate(floor: Floor) -> Debate:
    """Take the debate's row, which numbers its Changes: one writer at a time. Queries: 1."""
    floor.debate = Debate.objects.select_for_update(no_key=True).get(pk=floor.debate.pk)
    return floor.debate


def find_claim(claim_key: str, floor: Floor) -> Claim:
    """A claim of the debate that has the floor, as it is now.

    Raises NotFound. Queries: 1.
    """
    claim = Claim.objects.filter(key=claim_key, debate=floor.debate).first()
    if claim is None:
        raise NotFound("no_claim")
    return claim


def change_rules(floor: Floor, windows: Iterable[Window]) -> None:
    """Write other windows into rules that are held alone. Queries: 1."""
    DebateRules.objects.filter(debate=floor.debate).update(windows=write_windows(windows))


def record(
    floor: Floor,
    kind: ChangeKind,
    *,
    by: User,
    claim: Claim | None = None,
    revision: int | None = None,
    payload: dict[str, Any] | None = None,
) -> Change:
    """Add a row to the record of a debate whose row is locked. Queries: 2."""
    return Change.objects.create(
        debate=floor.debate,
        seq=floor.debate.next_seq(),
        kind=kind,
        claim=claim,
        actor=by,
        revision=revision,
        payload=payload or {},
        at=floor.at,
    )


def _hold(
    which: Q, hold_rules: str, *, by: User | None, at: datetime | None, missing: str
) -> Floor:
    member = Membership.objects.filter(debate=OuterRef("pk"), person=by).values("role")[:1]
    debate = (
        Debate.objects.filter(which, visible_debates(by))
        .annotate(member_role=Subquery(member))
        .first()
    )
    if debate is None:
        raise NotFound(missing)
    with connection.cursor() as cursor:
        cursor.execute(hold_rules, {"debate": debate.pk})
        row = cursor.fetchone()
    if row is None:
        raise NotFound(missing)
    stored, frozen, now = row
    windows = read_windows(json.loads(stored))
    moment = at or now
    rules = rules_at(windows, frozen=frozen, at=moment)
    standing = standing_in(debate, person=by, member=debate.member_role, rules=rules)
    return Floor(debate=debate, standing=standing, windows=windows, at=moment)
