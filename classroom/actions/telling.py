"""Telling those who are in a session, live, that something of it is another now.

An event says only what it is about; the page then fetches what it shows, where it may.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from classroom.enums import Event
from classroom.models import Seat, Session
from classroom.policies.topics import board_topic, seat_topic, session_topic
from debate.tasks.publish import publish

__all__ = [
    "board_topic",
    "seat_topic",
    "session_topic",
    "tell_board",
    "tell_seat",
    "tell_session",
]


def tell_session(session: Session, event: Event, **data: Any) -> None:
    """Tell everybody in a session, its board too, when this is committed. Queries: 1."""
    publish(session_topic(session.key), event, _facts(data))


def tell_board(session: Session, event: Event, **data: Any) -> None:
    """Tell the teachers of a session alone. Queries: 1."""
    publish(board_topic(session.key), event, _facts(data))


def tell_seat(seat: Seat, event: Event, **data: Any) -> None:
    """Tell one student alone. Queries: 1."""
    publish(seat_topic(seat.key), event, _facts(data))


def _facts(data: Mapping[str, Any]) -> dict[str, Any]:
    """Keys, numbers and closed words, without what is not known."""
    return {name: fact for name, fact in data.items() if fact is not None}
