"""Who may start sessions and make classes, where there is nothing to have a seat in yet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from accounts.enums import Role
from accounts.errors import NotAllowed, NotSignedIn, Refusal
from debate.enums import Action
from debate.policies.site import why_not_on_site

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

EVERYBODY, STAFF = "everybody", "staff"  # the words of the setting SESSIONS_STARTED_BY


def why_not_start(person: Viewer, *, at: datetime) -> Refusal | None:
    """Why somebody may not start a session or make a class; None when they may.

    Any member may, if the operator leaves it so; guests of a class and who is suspended never.
    """
    if not person:
        return NotSignedIn("sign_in_to_teach")
    refusal = why_not_on_site(person, Action.START_A_DEBATE, at=at)
    if refusal is not None:
        return refusal
    only_staff = settings.SESSIONS_STARTED_BY == STAFF
    if only_staff and person.role not in {Role.STAFF, Role.MODERATOR}:
        return NotAllowed("sessions_by_staff_only")
    return None


def may_start(person: Viewer, *, at: datetime) -> bool:
    """Whether somebody may start a session, or make a class."""
    return why_not_start(person, at=at) is None
