"""Saying where one stands on the thesis."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Invalid
from debate.actions.floor import take_floor
from debate.limits import POSITION_MAX, POSITION_MIN
from debate.models import Position
from debate.policies.debate import why_not_state_position
from debate.policies.standing import enforce
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def state_position(
    *, debate: str, value: int | None, by: Viewer, at: datetime | None = None
) -> Position | None:
    """Say where one stands, from -3 (strongly against) to +3; None takes the position back.

    Rows are only added. Saying the same twice adds none; taking back what was never said neither,
    and answers None.

    Raises NotFound, NotSignedIn, NotAllowed, NotOpen and Invalid. Queries: 4.
    Effects: the debate is marked for the worker. No Change is written: where a person stands is
    theirs to show.
    """
    if value is not None and not POSITION_MIN <= value <= POSITION_MAX:
        raise Invalid("no_such_position", field="value", least=POSITION_MIN, most=POSITION_MAX)
    with transaction.atomic():
        floor = take_floor(debate, by=by, at=at)
        enforce(why_not_state_position(floor.standing))
        assert by
        newest = Position.objects.filter(debate=floor.debate, person=by).order_by("-id").first()
        if (newest.value if newest else None) == value:
            return newest
        mark_dirty_on_commit(floor.debate.pk)
        return Position.objects.create(debate=floor.debate, person=by, value=value, at=floor.at)
