"""Opening a debate to others, closing it and opening it again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Conflict
from debate.actions.floor import (
    change_rules,
    lock_debate,
    record,
    take_floor_to_change_rules,
)
from debate.actions.following import keep_follow
from debate.enums import ChangeKind, ClaimKind, Visibility
from debate.logic.rules import closed, opened
from debate.models import Claim, Debate
from debate.policies.debate import why_not_open_or_close, why_not_outline
from debate.policies.standing import enforce
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def publish_debate(*, debate: str, by: Viewer, at: datetime | None = None) -> Debate:
    """Make a draft public and open; everything may be done in it from now on.

    Its owner follows it from then on. Publishing what is public already is harmless. Raises
    NotFound, NotSignedIn, NotAllowed and Conflict (no thesis yet). Effects: a Change.
    """
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    found = lock_debate(floor)
    if floor.standing.owner and found.visibility != Visibility.DRAFT:
        return found
    enforce(why_not_outline(floor.standing))
    assert by
    if not Claim.objects.filter(debate=found, kind=ClaimKind.THESIS).exists():
        raise Conflict("thesis_first")
    change_rules(floor, opened(floor.windows, at=floor.at))
    found.visibility = Visibility.PUBLIC
    found.opened_at = floor.at
    found.save(update_fields=["visibility", "opened_at"])
    record(floor, ChangeKind.OPENED, by=by)
    keep_follow(found, by, at=floor.at)
    mark_dirty_on_commit(found.pk)
    return found


def close_debate(*, debate: str, by: Viewer, at: datetime | None = None) -> Debate:
    """End a debate: it stays to be read, nobody can add to it.

    Closing twice is harmless. Raises NotFound, NotSignedIn, NotAllowed and NotOpen (a draft).
    Effects: a Change.
    """
    return _change_rules(debate, by=by, at=at, to_open=False)


def reopen_debate(*, debate: str, by: Viewer, at: datetime | None = None) -> Debate:
    """Open a closed debate again. Opening what is open is harmless. Raises and does as closing."""
    return _change_rules(debate, by=by, at=at, to_open=True)


@transaction.atomic
def _change_rules(debate: str, *, by: Viewer, at: datetime | None, to_open: bool) -> Debate:
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    enforce(why_not_open_or_close(floor.standing))
    assert by
    found = lock_debate(floor)
    if any(w.end is None or w.end > floor.at for w in floor.windows) == to_open:
        return found
    change = opened if to_open else closed
    change_rules(floor, change(floor.windows, at=floor.at))
    record(floor, ChangeKind.REOPENED if to_open else ChangeKind.CLOSED, by=by)
    mark_dirty_on_commit(found.pk)
    return found
