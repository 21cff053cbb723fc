"""Taking the floor: what every write locks and reads first, in one order.

The order of locks is User, DebateRules, Debate, Claim, Tally, Vote, Act; before all of them stands
the key under which a program asks for something once (accounts/api/once.py). Person and rules are
held FOR SHARE, so that no write slips through while they change; the moment that counts, who sees
the debate and who is blocked are read after that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.enums import PersonKind
from accounts.errors import NotFound, NotSignedIn
from accounts.models import User
from debate.enums import ChangeKind, Posting, Role, Side
from debate.logic.rules import (
    PersonalWindow,
    Window,
    read_personal,
    read_windows,
    rules_at,
    write_windows,
)
from debate.models import Block, Change, Claim, Debate, DebateRules, Membership
from debate.policies.debate import visible_debates
from debate.policies.standing import KEEPS_ORDER_ON_SITE, Seat, Standing, standing_in
from debate.queries.blind import shown_in, with_blind

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

# Each CTE locks what it reads, and the clock is read after all: the order of the locks is that of
# the text, because each asks for what the one before found. The person is held so that suspending
# somebody, or voiding their votes, waits for what they are just writing, and the other way round.
# The gate is there for whoever wants the rules alone: a row that is never without somebody who
# shares it is never free, so a class that writes without a pause would keep its teacher from moving
# the phase. Where one waits at the gate nobody passes it who comes later.
_HOLD = """
WITH person AS MATERIALIZED (
    SELECT id, kind, is_active, suspended_until, banned, votes_void, role
      FROM accounts_user WHERE id = %(person)s AND kind <> 'gone' FOR SHARE
), gate AS MATERIALIZED (
    SELECT id, {gate}
      FROM ({which}) AS debate(id)
     WHERE %(person)s::bigint IS NULL OR (SELECT id FROM person) IS NOT NULL
), held AS MATERIALIZED (
    SELECT debate_id, windows, personal, frozen, posting, hold_newcomers, hold_all, keepers_judge
      FROM debate_debaterules
     WHERE debate_id = (SELECT id FROM gate)
       FOR {mode}
)
SELECT held.debate_id, windows::text, personal::text, frozen, posting, hold_newcomers, hold_all,
       keepers_judge, clock_timestamp(),
       person.banned OR NOT person.is_active OR person.suspended_until > clock_timestamp(),
       person.votes_void, person.role, person.kind
  FROM held LEFT JOIN person ON true
"""
_GATES = {
    "SHARE": "pg_advisory_xact_lock_shared(hashtext('rules of a debate'), (id %% 2147483647)::int)",
    "UPDATE": "pg_advisory_xact_lock(hashtext('rules of a debate'), (id %% 2147483647)::int)",
}
_STOP = """
SELECT {gate}
  FROM (SELECT id FROM debate_debate WHERE id = ANY(%(debates)s) ORDER BY id) AS debate
"""
_DEBATE = "SELECT id FROM debate_debate WHERE key = %(key)s"
_DEBATE_OF_CLAIM = "SELECT debate_id FROM debate_claim WHERE key = %(key)s"
_DEBATE_OF_INVITATION = "SELECT debate_id FROM debate_invitation WHERE key = %(key)s"


@dataclass(slots=True)
class Floor:
    """A debate with its rules held for a write: who is writing, and at which moment.

    `personal` are the windows of single persons, whoever writes; `votes_void` is of the person who
    does, and `shown` are the ids of the claims that they see, None for all of them.
    """

    debate: Debate
    standing: Standing
    windows: tuple[Window, ...]
    personal: tuple[PersonalWindow, ...]
    at: datetime
    votes_void: bool = False
    shown: frozenset[int] | None = None


def take_floor(debate_key: str, *, by: Viewer, at: datetime | None = None) -> Floor:
    """Hold the rules of a debate that this person can see.

    Raises NotFound. Queries: 2.
    """
    return _hold(_DEBATE, "SHARE", debate_key, by=by, at=at, missing="no_debate")


def take_floor_to_change_rules(debate_key: str, *, by: Viewer, at: datetime | None = None) -> Floor:
    """Hold the rules alone, after every write that held them has ended.

    At once and not by way of `take_floor`: two people who both hold a row and both want it alone
    wait for each other. Raises NotFound. Queries: 2.
    """
    return _hold(_DEBATE, "UPDATE", debate_key, by=by, at=at, missing="no_debate")


def take_floor_of_claim(claim_key: str, *, by: Viewer, at: datetime | None = None) -> Floor:
    """Hold the rules of the debate of a claim, when this person can see it.

    Raises NotFound. Queries: 2.
    """
    return _hold(_DEBATE_OF_CLAIM, "SHARE", claim_key, by=by, at=at, missing="no_claim")


def take_floor_of_claim_to_change_rules(
    claim_key: str, *, by: Viewer, at: datetime | None = None
) -> Floor:
    """Hold the rules of the debate of a claim alone, where no vote may come in between.

    Raises NotFound. Queries: 2.
    """
    return _hold(_DEBATE_OF_CLAIM, "UPDATE", claim_key, by=by, at=at, missing="no_claim")


def take_floor_of_invitation(key: str, *, by: User, at: datetime | None = None) -> Floor:
    """Hold the rules alone of a debate to which there is an invitation, seen or not seen before.

    Whether it still holds is to be read after this. Raises NotFound. Queries: 2.
    """
    return _hold(
        _DEBATE_OF_INVITATION, "UPDATE", key, by=by, at=at, missing="no_invitation", unseen=True
    )


def hold_person(by: User, *, at: datetime | None = None) -> tuple[User, datetime]:
    """Hold somebody who writes where there is no floor to take, and read the clock.

    Raises NotSignedIn for who has left: what they still had in flight is not kept. Queries: 3.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM accounts_user WHERE id = %(person)s AND kind <> 'gone' FOR SHARE",
            {"person": by.pk},
        )
        if cursor.fetchone() is None:
            raise NotSignedIn("account_deleted")
        cursor.execute("SELECT clock_timestamp()")
        now = cursor.fetchone()[0]
    return User.objects.get(pk=by.pk), at or now


def stop_writers(debates: Iterable[int]) -> None:
    """Wait until whoever writes in these debates has ended; nobody else begins meanwhile.

    Before the rules of several debates are held alone, one after the other in the order of their
    numbers. It lasts until the transaction ends. Queries: 1.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STOP.format(gate=_GATES["UPDATE"]), {"debates": sorted(debates)})


def lock_debate(floor: Floor) -> Debate:
    """Take the debate's row, which numbers its Changes: one writer at a time. Queries: 1."""
    floor.debate = Debate.objects.select_for_update(no_key=True).get(pk=floor.debate.pk)
    return floor.debate


def find_claim(claim_key: str, floor: Floor) -> Claim:
    """A claim of the debate that has the floor, as it is now.

    Raises NotFound, also for one that is hidden from who writes. Queries: 1.
    """
    claim = Claim.objects.filter(key=claim_key, debate=floor.debate).first()
    if claim is None or (floor.shown is not None and claim.pk not in floor.shown):
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
    which: str,
    mode: str,
    key: str,
    *,
    by: Viewer,
    at: datetime | None,
    missing: str,
    unseen: bool = False,
) -> Floor:
    with connection.cursor() as cursor:
        cursor.execute(
            _HOLD.format(which=which, mode=mode, gate=_GATES[mode]),
            {"key": key, "person": by.pk if by else None},
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound(missing)
    debate_id, shared, own, frozen, posting, hold, hold_all, keepers, now, suspended, *who = row
    void, role, kind = who
    # Only now, with the rules held: who sees it and who is blocked cannot change meanwhile.
    person = by or None
    seat = Membership.objects.filter(debate=OuterRef("pk"), person=person)
    block = Block.objects.filter(debate=OuterRef("pk"), person=person)
    seen = Debate.objects.filter(Q() if unseen else visible_debates(by), pk=debate_id)
    debate = (
        with_blind(seen, by)
        .annotate(
            member_role=Subquery(seat.values("role")[:1]),
            member_side=Subquery(seat.values("side")[:1]),
            blocked=Exists(block),
        )
        .first()
    )
    if debate is None:
        raise NotFound(missing)
    moment = at or now
    windows = read_windows(json.loads(shared))
    personal = read_personal(json.loads(own))
    rules = rules_at(
        windows,
        personal=personal,
        person=person.pk if person else None,
        frozen=frozen,
        posting=Posting(posting),
        hold_newcomers=hold,
        hold_all=hold_all,
        keepers_judge=keepers,
        at=moment,
    )
    standing = standing_in(
        debate,
        person=person,
        seat=Seat(
            role=Role(debate.member_role) if debate.member_role else None,
            blocked=debate.blocked,
            suspended=bool(suspended),
            staff=role in KEEPS_ORDER_ON_SITE,
            guest=kind == PersonKind.GUEST,
            side=Side(debate.member_side) if debate.member_side else None,
        ),
        rules=rules,
    )
    shown = shown_in(debate, standing).claims
    return Floor(debate, standing, windows, personal, moment, bool(void), shown)
