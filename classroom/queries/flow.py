"""How a class stood on the thesis and stands now: counted, never who."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from classroom.logic.flow import Flow, flow_of
from classroom.queries.access import SessionAccess


@dataclass(frozen=True, slots=True)
class Positions:
    """How many of those who sit in a session said where they stand, and how they moved.

    `flow` is None while too few did to show it without showing whose positions they are.
    """

    seated: int
    stated: int
    flow: Flow | None


# Whoever was moved to another group goes on from where they stood in the first.
_STOOD = """
SELECT seat.id, stood.first, stood.last
  FROM classroom_seat AS seat
  LEFT JOIN LATERAL (
      SELECT (array_agg(position.value ORDER BY position.id)
                FILTER (WHERE position.value IS NOT NULL))[1] AS first,
             (array_agg(position.value ORDER BY position.id DESC))[1] AS last
        FROM debate_position AS position
        JOIN classroom_group AS part ON part.debate_id = position.debate_id
       WHERE position.person_id = seat.person_id AND part.session_id = %(session)s
  ) AS stood ON true
 WHERE seat.session_id = %(session)s AND seat.state = 'seated'
"""


def read_positions(access: SessionAccess) -> Positions:
    """Where a class stood at first and where it stands, for its teachers. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(_STOOD, {"session": access.session.pk})
        found = cursor.fetchall()
    stood = [(first, last) for _, first, last in found if last is not None]
    return Positions(seated=len(found), stated=len(stood), flow=flow_of(stood))
