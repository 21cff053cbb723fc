"""The code of a session: made again when it got about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from classroom.actions.floor import hold_session
from classroom.actions.lobby import send_away
from classroom.actions.telling import tell_board
from classroom.enums import Action, Event, SeatState
from classroom.limits import CODE_LASTS_HOURS
from classroom.logic.codes import new_code
from classroom.models import Seat, Session
from debate.actions.suspension import hold_people

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def renew_code(*, session: str, by: Viewer, at: datetime | None = None) -> Session:
    """Give a session another code; the old one leads nowhere at once.

    Whoever waits in the lobby came by the old one and is out; whoever sits stays. Raises
    NotSignedIn, NotFound, NotAllowed and NotInThisState. Effects: the pages of those who wait
    close, the board is told.
    """
    waiting = Seat.objects.filter(session__key=session, state=SeatState.LOBBY, person__isnull=False)
    if by:  # people come before the session; who comes in after this is refused by the old code
        hold_people(by.pk, *waiting.values_list("person", flat=True))
    access = hold_session(session, Action.RENEW_CODE, by=by, at=at)
    lobby = access.session.seats.select_related("person").filter(state=SeatState.LOBBY)
    send_away(access.session, list(lobby.order_by("person")), at=access.at)
    give_code(access.session, at=access.at)
    tell_board(access.session, Event.ROSTER)
    return access.session


def give_code(session: Session, *, at: datetime) -> None:
    """Write another code into a session that is held. Queries: 3."""
    session.code_until = at + timedelta(hours=CODE_LASTS_HOURS)
    while True:
        session.code = new_code()
        try:
            with transaction.atomic():
                session.save(update_fields=["code", "code_until"])
        except IntegrityError:  # one in three hundred thousand million
            continue
        return
