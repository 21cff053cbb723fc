"""Who may do what where there is no debate to have a seat in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from accounts.enums import PersonKind, Role
from accounts.errors import NotAllowed, NotFound, NotSignedIn, Refusal
from debate.enums import Action, Capacity
from debate.policies.standing import why_not_whose
from debate.policies.table import SITE_TABLE

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def site_capacity(person: Viewer, *, at: datetime) -> Capacity:
    """As what somebody acts on the whole site."""
    if not person:
        return Capacity.VISITOR
    if person.suspended(at):
        return Capacity.SUSPENDED
    return Capacity.STAFF if person.role == Role.STAFF else Capacity.PERSON


def why_not_on_site(
    person: Viewer, action: Action, *, at: datetime, subject_id: int | None = None
) -> Refusal | None:
    """Why a person may not do something on the site; None when they may."""
    rule, capacity = SITE_TABLE[action], site_capacity(person, at=at)
    if person and person.kind == PersonKind.GUEST and action == Action.START_A_DEBATE:
        return NotAllowed("guests_stay_in_class")
    if capacity not in rule.may:
        if not person:
            return NotSignedIn(rule.sign_in)
        if rule.secret:
            return NotFound("no_such_page")
        return NotAllowed(rule.refusal)
    own = person.pk == subject_id if person else False
    return why_not_whose(rule, own, action)
