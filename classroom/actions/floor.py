"""Holding a session: what every write of the classroom locks and reads first, in one order.

The order of locks is User, Session, Seat, and after them those of a debate (debate.actions.floor):
DebateRules of the groups in the order of their numbers, Debate, and so on. A student's writes in
the debate never hold the session: the windows that the teacher writes bind them.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection

from accounts.enums import PersonKind
from accounts.errors import NotFound, NotSignedIn
from accounts.models import User
from classroom.enums import Action
from classroom.models import Session
from classroom.queries.access import SessionAccess, access_to_session
from debate.actions.floor import hold_person

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def hold_session(
    key: str, action: Action, *, by: Viewer, at: datetime | None = None
) -> SessionAccess:
    """Hold a session alone, for somebody who may do this in it; then read the clock.

    Raises NotSignedIn, NotFound and what the permission table refuses with. Queries: 6.
    """
    if not by:
        raise NotSignedIn("sign_in_to_teach")
    person, _moment = hold_person(by, at=at)
    session = Session.objects.select_for_update(no_key=True).filter(key=key).first()
    if session is None:
        raise NotFound("no_session")
    return access_to_session(session, person, action, at=at or now())


def hold_starter(by: Viewer) -> User:
    """Hold somebody alone who starts a session or changes their classes: one after the other.

    Raises NotSignedIn, also for who has left. Queries: 1.
    """
    if not by:
        raise NotSignedIn("sign_in_to_teach")
    person = (
        User.objects.select_for_update(no_key=True)
        .exclude(kind=PersonKind.GONE)
        .filter(pk=by.pk)
        .first()
    )
    if person is None:
        raise NotSignedIn("account_deleted")
    return person


def now() -> datetime:
    """The moment by the clock of the database, not that at which the transaction began."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now
