"""Putting a debate into the archive, and taking it out again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from debate.actions.floor import lock_debate, record, take_floor_to_change_rules
from debate.enums import Action, ChangeKind
from debate.models import Debate
from debate.policies.standing import enforce, why_not
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def archive_debate(*, debate: str, by: Viewer, at: datetime | None = None) -> Debate:
    """Put a debate into the archive: it can be read, but not added to, and no list has it.

    Saying it twice is harmless. Raises NotFound, NotSignedIn, NotAllowed and NotOpen (a draft).
    Effects: a Change.
    """
    return _set(debate, by=by, at=at, archived=True)


def revive_debate(*, debate: str, by: Viewer, at: datetime | None = None) -> Debate:
    """Take a debate out of the archive; it is open or closed as it was. Raises as archiving."""
    return _set(debate, by=by, at=at, archived=False)


@transaction.atomic
def _set(debate: str, *, by: Viewer, at: datetime | None, archived: bool) -> Debate:
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    enforce(why_not(floor.standing, Action.ARCHIVE))
    assert by
    found = lock_debate(floor)
    if (found.archived_at is not None) == archived:
        return found
    found.archived_at = floor.at if archived else None
    found.save(update_fields=["archived_at"])
    record(floor, ChangeKind.ARCHIVED if archived else ChangeKind.REVIVED, by=by)
    mark_dirty_on_commit(found.pk)
    return found
