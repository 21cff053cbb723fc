"""Saying, at the end of a session, which claim changed one's view."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from classroom.enums import Action
from classroom.queries.access import open_session
from debate.actions.delta import give_delta, take_back_delta
from debate.models import Delta
from debate.queries.access import open_claim

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def say_what_moved(
    *, session: str, claim: str, reason: str = "", by: Viewer, at: datetime | None = None
) -> None:
    """Name the one claim that changed one's view, or none; what was named before counts no more.

    Raises NotFound (also of a claim of another group), NotAllowed, NotInThisState, NotOpen,
    Conflict and Invalid. Effects: those of a delta; who said it is told to nobody.
    """
    access = open_session(session, by, Action.SAY_WHAT_MOVED)
    assert by
    assert access.seat is not None  # the table lets only students do this
    assert access.seat.group is not None
    debate = access.seat.group.debate
    named = Delta.objects.filter(person=by, claim__debate=debate).exclude(claim__key=claim)
    for key in named.values_list("claim__key", flat=True):
        take_back_delta(claim=key, by=by, at=at)
    if claim:
        open_claim(claim, by, debate=debate.key)
        give_delta(claim=claim, reason=reason, by=by, at=at)
