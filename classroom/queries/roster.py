"""Who sits in a session, on which side, and how much each of them has done so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from classroom.enums import Naming, SeatState
from classroom.limits import HERE_SECONDS
from classroom.queries.access import SessionAccess
from debate.enums import Side


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One seat. `votes` says how many, never which.

    `byline` is what classmates see; empty while nobody was admitted to the seat. `name` is empty
    where this viewer may not see it: in a session with pseudonyms until it was looked up
    (`revealed_at`), lobby and absent ones apart. `answers` are claims in answer to the other side,
    or to anybody else where one of the two has no side. `held` wait for the teacher.
    """

    key: str
    byline: str
    name: str
    state: SeatState
    side: Side | None
    group: int | None
    inner: bool
    here: bool
    claims: int
    answers: int
    votes: int
    held: int
    entered_at: datetime | None
    revealed_at: datetime | None

    @property
    def shown(self) -> str:
        """What the seat is called on the board; empty where nothing may be said."""
        return self.byline or self.name

    @property
    def quiet(self) -> bool:
        """Whether nothing was said from this seat yet."""
        return not self.claims and not self.held


@dataclass(frozen=True, slots=True)
class Roster:
    """The seats of a session: seated ones by byline, the lobby as they came, the absent by list."""

    seated: tuple[RosterRow, ...]
    lobby: tuple[RosterRow, ...]
    absent: tuple[RosterRow, ...]

    @property
    def here(self) -> int:
        return sum(row.here for row in self.seated)

    @property
    def quiet(self) -> int:
        return sum(row.quiet for row in self.seated)

    @property
    def expected(self) -> int:
        """How many should be here: whoever sits, and whoever has not come yet."""
        return len(self.seated) + len(self.absent)

    def on(self, side: Side | None, group: int | None = None) -> tuple[RosterRow, ...]:
        """Those on one side, or without one; of one group, or of all."""
        return tuple(row for row in self.seated if row.side == side and group in {None, row.group})


_HERE = timedelta(seconds=HERE_SECONDS)


class _Found(NamedTuple):
    key: str
    byline: str
    name: str
    state: str
    side: str | None
    group: int | None
    inner: bool
    seen_at: datetime | None
    claims: int
    answers: int
    votes: int
    held: int
    entered_at: datetime | None
    revealed_at: datetime | None


# What somebody did in another group of the session before they were moved counts, too.
_ROSTER = """
WITH room AS MATERIALIZED (
    SELECT debate_id FROM classroom_group WHERE session_id = %(session)s
), said AS (
    SELECT claim.author_id AS person_id, count(*) AS claims, max(claim.created_at) AS last,
           count(*) FILTER (
               WHERE above.author_id <> claim.author_id
                 AND answered.person_id IS NOT NULL
                 AND answered.role IS DISTINCT FROM 'moderator'
                 AND (own.side <> answered.side) IS NOT FALSE
           ) AS answers
      FROM debate_claim AS claim
      JOIN debate_claim AS above ON above.id = claim.parent_id
      LEFT JOIN debate_membership AS own
        ON own.debate_id = claim.debate_id AND own.person_id = claim.author_id
      LEFT JOIN debate_membership AS answered
        ON answered.debate_id = claim.debate_id AND answered.person_id = above.author_id
     WHERE claim.debate_id IN (SELECT debate_id FROM room) AND claim.state = 'live'
     GROUP BY claim.author_id
), judged AS (
    SELECT person_id, count(*) AS votes, max(cast_at) AS last
      FROM debate_vote WHERE debate_id IN (SELECT debate_id FROM room) AND valid
     GROUP BY person_id
), waiting AS (
    SELECT author_id AS person_id, count(*) AS held
      FROM debate_heldclaim
     WHERE debate_id IN (SELECT debate_id FROM room) AND state = 'waiting'
     GROUP BY author_id
)
SELECT seat.key, seat.byline, seat.name, seat.state, member.side, part.number, seat.inner,
       greatest(seat.seen_at, said.last, judged.last),
       coalesce(said.claims, 0), coalesce(said.answers, 0),
       coalesce(judged.votes, 0), coalesce(waiting.held, 0), seat.entered_at,
       (SELECT max(at) FROM classroom_reveal WHERE seat_id = seat.id)
  FROM classroom_seat AS seat
  LEFT JOIN classroom_group AS part ON part.id = seat.group_id
  LEFT JOIN debate_membership AS member
    ON member.debate_id = part.debate_id AND member.person_id = seat.person_id
  LEFT JOIN classroom_student AS student ON student.id = seat.student_id
  LEFT JOIN said ON said.person_id = seat.person_id
  LEFT JOIN judged ON judged.person_id = seat.person_id
  LEFT JOIN waiting ON waiting.person_id = seat.person_id
 WHERE seat.session_id = %(session)s AND seat.state <> 'removed'
 ORDER BY student.place, seat.id
"""


def read_roster(access: SessionAccess) -> Roster:
    """The seats of a session, for its teachers. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(_ROSTER, {"session": access.session.pk})
        rows = [_row(access, _Found._make(columns)) for columns in cursor.fetchall()]
    seated = [row for row in rows if row.state == SeatState.SEATED]
    return Roster(
        seated=tuple(sorted(seated, key=lambda row: row.byline.casefold())),
        lobby=tuple(row for row in rows if row.state == SeatState.LOBBY),
        absent=tuple(row for row in rows if row.state == SeatState.LISTED),
    )


def _row(access: SessionAccess, found: _Found) -> RosterRow:
    seated = found.state == SeatState.SEATED
    named = access.standing.names and (
        not seated or access.session.naming == Naming.NAMES or found.revealed_at is not None
    )
    return RosterRow(
        key=found.key,
        byline=found.byline,
        name=found.name if named else "",
        state=SeatState(found.state),
        side=Side(found.side) if found.side else None,
        group=found.group,
        inner=found.inner,
        here=seated and found.seen_at is not None and access.at - found.seen_at < _HERE,
        claims=found.claims,
        answers=found.answers,
        votes=found.votes,
        held=found.held,
        entered_at=found.entered_at,
        revealed_at=found.revealed_at,
    )
