"""One line that a teacher tells everybody in a session, until it is taken back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Invalid
from classroom.actions.floor import hold_session
from classroom.actions.telling import tell_session
from classroom.enums import Action, Event
from classroom.limits import ANNOUNCEMENT_MAX
from classroom.models import Session
from debate.logic.claim_text import canonical_line, readable

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def announce(*, session: str, text: str, by: Viewer, at: datetime | None = None) -> Session:
    """Show a line to everybody in a session; it takes the place of the one before.

    Saying the same again is harmless. Raises NotSignedIn, NotFound, NotAllowed, NotInThisState and
    Invalid. Effects: the session is told.
    """
    if not readable(text):
        raise Invalid("unreadable_characters", field="text")
    line = canonical_line(text)
    if not line:
        raise Invalid("announcement_is_missing", field="text")
    if len(line) > ANNOUNCEMENT_MAX:
        raise Invalid(
            "announcement_too_long", field="text", most=ANNOUNCEMENT_MAX, length=len(line)
        )
    return _say(session, line, by=by, at=at)


def take_back_announcement(*, session: str, by: Viewer, at: datetime | None = None) -> Session:
    """Show no line any more. Taking it back twice is harmless.

    Raises NotSignedIn, NotFound, NotAllowed and NotInThisState. Effects: the session is told.
    """
    return _say(session, "", by=by, at=at)


@transaction.atomic
def _say(session: str, line: str, *, by: Viewer, at: datetime | None) -> Session:
    access = hold_session(session, Action.ANNOUNCE, by=by, at=at)
    found = access.session
    if found.announcement != line:
        found.announcement = line
        found.announced_at = access.at if line else None
        found.save(update_fields=["announcement", "announced_at"])
        tell_session(found, Event.ANNOUNCEMENT)
    return found
