"""Keeping the demo lesson in progress."""

from __future__ import annotations

from classroom.actions.clock import move_back, move_on
from classroom.actions.codes import renew_code
from classroom.models import Session
from classroom.queries.access import open_session
from classroom.queries.clock import read_clock


def refresh_lesson(session: Session) -> None:
    """Begin the phase of the demo lesson anew where its time is up, and its code where it is over.

    Queries: 5, and those of the moves.
    """
    clock = read_clock(open_session(session.key, session.teacher))
    if clock.running and clock.time_is_up and clock.previous:
        move_back(session=session.key, by=session.teacher)
        move_on(session=session.key, by=session.teacher)
    if session.code is None or session.code_until is None or session.code_until < clock.at:
        renew_code(session=session.key, by=session.teacher)
