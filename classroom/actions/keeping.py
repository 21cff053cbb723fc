"""Keeping one's work by signing up, and leaving a session."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.actions.guest import become_a_person
from accounts.enums import PersonKind
from accounts.errors import NotAllowed
from accounts.models import User
from classroom.enums import Action
from classroom.queries.access import open_session

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def keep_work(
    *,
    session: str,
    handle: str,
    display_name: str,
    password: str,
    email: str = "",
    by: Viewer,
    at: datetime | None = None,
) -> User:
    """Let a guest of a session sign up: what they wrote, voted and think stays theirs.

    Toward the class they go by the same byline as before. Raises NotFound, NotAllowed, Conflict
    and Invalid as `become_a_person` does. Effects: their other browser sessions end.
    """
    open_session(session, by, Action.KEEP_WORK)
    assert by
    if by.kind != PersonKind.GUEST:
        raise NotAllowed("you_have_an_account")
    return become_a_person(
        handle=handle, display_name=display_name, password=password, email=email, by=by
    )
