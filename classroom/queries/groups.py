"""The groups of a session: who is in them, and side by side what became of the same thesis."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q

from classroom.enums import SeatState
from classroom.limits import COMPARED_SHOWN
from classroom.models import Group
from classroom.queries.access import SessionAccess
from classroom.queries.feed import BoardClaim, read_claims
from debate.enums import ClaimKind
from debate.logic.positions import shares
from debate.queries.rows import TallyRow


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of a session, and how many sit in it."""

    key: str
    number: int
    debate: str
    seated: int


@dataclass(frozen=True, slots=True)
class Leaning:
    """Percent of those of a group who stand against the thesis, in between, and for it."""

    against: int
    between: int
    on_for: int

    @property
    def before_for(self) -> int:
        """Where the share of those who stand for it begins."""
        return self.against + self.between


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the thesis in one group.

    `top` are its most convincing replies. `leaning` is None while too few said where they stand.
    """

    group: GroupRow
    claims: int
    tally: TallyRow | None
    leaning: Leaning | None
    top: tuple[BoardClaim, ...]


def list_groups(access: SessionAccess) -> tuple[GroupRow, ...]:
    """The groups of a session by their numbers. Queries: 1."""
    seated = Count("seats", filter=Q(seats__state=SeatState.SEATED))
    groups = Group.objects.filter(session=access.session).annotate(seated=seated)
    return tuple(
        GroupRow(key, number, debate, count)
        for key, number, debate, count in groups.order_by("number").values_list(
            "key", "number", "debate__key", "seated"
        )
    )


_BEST = """
SELECT part.number, claim.id, claim.place, claim.claims, claim.kind
  FROM classroom_group AS part
  JOIN LATERAL (
      SELECT claim.id, claim.kind, count(*) FILTER (WHERE claim.kind = 'reply') OVER () AS claims,
             row_number() OVER (PARTITION BY claim.kind ORDER BY tally.best DESC, claim.id) AS place
        FROM debate_claim AS claim
        JOIN debate_tally AS tally ON tally.claim_id = claim.id
       WHERE claim.debate_id = part.debate_id AND claim.state = 'live'
         AND claim.kind IN ('thesis', 'reply')
  ) AS claim ON claim.place <= %(most)s
 WHERE part.session_id = %(session)s
 ORDER BY part.number, claim.place
"""

# The newest that each person of a group said; who took it back stands nowhere.
_STAND = """
SELECT part.number, count(*) FILTER (WHERE value < 0), count(*) FILTER (WHERE value = 0),
       count(*) FILTER (WHERE value > 0)
  FROM classroom_group AS part
  JOIN LATERAL (
      SELECT DISTINCT ON (position.person_id) position.value
        FROM debate_position AS position
        JOIN classroom_seat AS seat
          ON seat.person_id = position.person_id AND seat.group_id = part.id
       WHERE position.debate_id = part.debate_id AND seat.state = 'seated'
       ORDER BY position.person_id, position.id DESC
  ) AS stand ON value IS NOT NULL
 WHERE part.session_id = %(session)s
 GROUP BY part.number
"""


def compare_groups(access: SessionAccess) -> tuple[Outcome, ...]:
    """What became of the thesis in each group, for the teachers of a session. Queries: 4."""
    asked = {"session": access.session.pk, "most": COMPARED_SHOWN}
    with connection.cursor() as cursor:
        cursor.execute(_BEST, asked)
        found = cursor.fetchall()
        cursor.execute(_STAND, asked)
        stand = {number: counts for number, *counts in cursor.fetchall()}
    claims = read_claims(access, [claim for _number, claim, *_ in found])
    theses: dict[int, BoardClaim] = {}
    top: dict[int, list[BoardClaim]] = defaultdict(list)
    said: dict[int, int] = {}
    for number, claim, _place, count, kind in found:
        said[number] = count
        if claim not in claims:
            continue
        if kind == ClaimKind.THESIS:
            theses[number] = claims[claim]
        else:
            top[number].append(claims[claim])
    return tuple(
        Outcome(
            group=group,
            claims=said.get(group.number, 0),
            tally=theses[group.number].claim.tally if group.number in theses else None,
            leaning=_leaning(stand.get(group.number, [])),
            top=tuple(top[group.number]),
        )
        for group in list_groups(access)
    )


def _leaning(counts: list[int]) -> Leaning | None:
    shown = shares(counts)
    return Leaning(*shown) if shown else None
