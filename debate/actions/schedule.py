"""Planning when a debate opens and closes by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Invalid
from debate.actions.floor import change_rules, lock_debate, record, take_floor_to_change_rules
from debate.enums import Action, ChangeKind
from debate.limits import SCHEDULE_DAYS_MAX
from debate.logic.rules import ahead, planned
from debate.models import Debate
from debate.policies.standing import enforce, why_not
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def schedule_debate(
    *,
    debate: str,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    by: Viewer,
    at: datetime | None = None,
) -> Debate:
    """Plan when a debate opens and closes; what was planned before is replaced.

    With a moment to open it is closed until then. None for both drops every plan: it stays as it is
    now. Nothing has to run at these moments, they are windows of its rules. Saying it twice is
    harmless. Raises NotFound, NotSignedIn, NotAllowed, NotOpen (a draft, in the archive) and
    Invalid (a moment that is past, too far ahead, or before the other). Effects: a Change.
    """
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    enforce(why_not(floor.standing, Action.SCHEDULE))
    assert by
    _check(opens_at, closes_at, at=floor.at)
    found = lock_debate(floor)
    windows = planned(floor.windows, at=floor.at, opens_at=opens_at, closes_at=closes_at)
    if closes_at is not None and ahead(windows, at=floor.at).closes_at is None:
        raise Invalid("nothing_to_close", field="closes_at")
    if ahead(windows, at=floor.at) == ahead(floor.windows, at=floor.at):
        return found
    change_rules(floor, windows)
    told = {
        "opens_at": opens_at.isoformat() if opens_at else None,
        "closes_at": closes_at.isoformat() if closes_at else None,
    }
    record(floor, ChangeKind.SCHEDULED, by=by, payload=told)
    mark_dirty_on_commit(found.pk)
    return found


def _check(opens_at: datetime | None, closes_at: datetime | None, *, at: datetime) -> None:
    for field, moment in (("opens_at", opens_at), ("closes_at", closes_at)):
        if moment is None:
            continue
        if moment <= at:
            raise Invalid("moment_is_past", field=field)
        if moment - at > timedelta(days=SCHEDULE_DAYS_MAX):
            raise Invalid("too_far_ahead", field=field, most=SCHEDULE_DAYS_MAX)
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise Invalid("closes_before_it_opens", field="closes_at")
