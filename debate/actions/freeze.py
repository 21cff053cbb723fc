"""Freezing a whole debate for the moment, and thawing it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from debate.actions.act import Deed, keep_act, read_note, read_reason
from debate.actions.floor import lock_debate, take_floor_to_change_rules
from debate.enums import Action, ActKind
from debate.models import Act, DebateRules
from debate.policies.standing import enforce, why_not
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def freeze_debate(
    *, debate: str, reason: str, note: str = "", by: Viewer, at: datetime | None = None
) -> Act | None:
    """Take nothing in a debate until it is thawed, whatever its windows allow.

    Freezing twice is harmless and answers None. Raises NotFound, NotSignedIn, NotAllowed,
    NotOpen and Invalid (reason, note). Effects: an act.
    """
    return _set(debate, True, reason=reason, note=note, by=by, at=at)


def thaw_debate(
    *, debate: str, reason: str, note: str = "", by: Viewer, at: datetime | None = None
) -> Act | None:
    """Let a frozen debate go on, as far as its windows allow. Raises and does as freezing."""
    return _set(debate, False, reason=reason, note=note, by=by, at=at)


def _set(
    debate: str, frozen: bool, *, reason: str, note: str, by: Viewer, at: datetime | None
) -> Act | None:
    why, said = read_reason(reason), read_note(note)
    with transaction.atomic():
        floor = take_floor_to_change_rules(debate, by=by, at=at)
        enforce(why_not(floor.standing, Action.FREEZE))
        assert by
        found = lock_debate(floor)
        if floor.standing.rules.frozen == frozen:
            return None
        DebateRules.objects.filter(debate=found).update(frozen=frozen)
        mark_dirty_on_commit(found.pk)
        kind = ActKind.FROZEN if frozen else ActKind.THAWED
        return keep_act(floor, Deed(kind, why, None, note=said), by=by)
