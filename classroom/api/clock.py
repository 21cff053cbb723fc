"""The clock of a session: each of its moves is an address of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text, Whole
from classroom.actions.clock import (
    add_seconds,
    end_session,
    freeze,
    move_back,
    move_on,
    move_to,
    open_again,
    pause,
    resume,
    show_results,
    start_session,
    thaw,
    undo_move,
)
from classroom.api.resource import Resource
from classroom.api.rows import ClockOfSession, clock_shown
from classroom.limits import PHASE_SECONDS_MAX, REOPENED_SECONDS
from classroom.queries.clock import read_clock
from debate.enums import Paced


class PhaseSeen(Strict):
    """Which phase held when the move was decided on."""

    seen = Text(
        default=None,
        allow_null=True,
        help_text="The key of a phase: where another one holds by now, nothing is moved.",
    )


class SecondsSent(PhaseSeen):
    """How much longer a phase is to last."""

    seconds = Whole(help_text="Below zero: shorter.")


class PhaseChosen(Strict):
    """A phase."""

    phase = Text(help_text="Its key.")


class Reopening(PhaseChosen):
    """Which phase is opened once more, for whom, for how long."""

    seat = Text(help_text="The key of a seat.")
    seconds = Whole(default=REOPENED_SECONDS, min_value=1, max_value=PHASE_SECONDS_MAX)


class Ending(Strict):
    """How a session ends."""

    keep_code = serializers.BooleanField(
        default=False, help_text="Whether students can still come back by the code."
    )


class Moving(Resource):
    """What moves the clock, and answers where it stands then."""

    def moved(self, move: Callable[..., Any], key: str) -> Response:
        move(session=key, by=self.viewer, **self.sent)
        return Response(clock_shown(read_clock(self.open(key))))


class Clock(Resource):
    """The clock of a session."""

    @operation("Read the clock of a session", ClockOfSession)
    def get(self, request: Request, key: str) -> Response:
        return Response(clock_shown(read_clock(self.open(key))))


class Start(Moving):
    """The first phase."""

    @operation("Begin a session", ClockOfSession, paced=Paced.ORDER)
    def post(self, request: Request, key: str) -> Response:
        return self.moved(start_session, key)


class Next(Moving):
    """The phase after the one that holds."""

    @operation("Begin the next phase", ClockOfSession, sent=PhaseSeen, paced=Paced.ORDER)
    def post(self, request: Request, key: str) -> Response:
        return self.moved(move_on, key)


class Back(Moving):
    """The phase before the one that holds."""

    @operation(
        "Begin the phase before once more", ClockOfSession, sent=PhaseSeen, paced=Paced.ORDER
    )
    def post(self, request: Request, key: str) -> Response:
        return self.moved(move_back, key)


class Undo(Moving):
    """What the last move replaced."""

    @operation("Undo the last move", ClockOfSession, sent=PhaseSeen, paced=Paced.ORDER)
    def post(self, request: Request, key: str) -> Response:
        return self.moved(undo_move, key)


class Holds(Moving):
    """Which phase holds."""

    @operation("Begin a phase out of turn", ClockOfSession, sent=PhaseChosen, paced=Paced.ORDER)
    def put(self, request: Request, key: str) -> Response:
        return self.moved(move_to, key)


class Seconds(Moving):
    """How long the phase that holds still lasts."""

    @operation("Lengthen a phase", ClockOfSession, sent=SecondsSent, paced=Paced.ORDER)
    def post(self, request: Request, key: str) -> Response:
        return self.moved(add_seconds, key)


class Pause(Moving):
    """That the clock stands."""

    @operation("Stop the clock", ClockOfSession, paced=Paced.ORDER)
    def put(self, request: Request, key: str) -> Response:
        return self.moved(pause, key)

    @operation("Let the clock go on", ClockOfSession, paced=Paced.ORDER)
    def delete(self, request: Request, key: str) -> Response:
        return self.moved(resume, key)


class Freeze(Moving):
    """That nothing is taken while the clock runs on."""

    @operation("Freeze a session", ClockOfSession, paced=Paced.ORDER)
    def put(self, request: Request, key: str) -> Response:
        return self.moved(freeze, key)

    @operation("Thaw a session", ClockOfSession, paced=Paced.ORDER)
    def delete(self, request: Request, key: str) -> Response:
        return self.moved(thaw, key)


class Results(Moving):
    """The results that were hidden."""

    @operation("Show the results", ClockOfSession, paced=Paced.ORDER)
    def put(self, request: Request, key: str) -> Response:
        return self.moved(show_results, key)


class Again(Moving):
    """A phase that is open once more for one student."""

    @operation(
        "Open a phase again for a student", ClockOfSession, sent=Reopening, paced=Paced.ORDER
    )
    def post(self, request: Request, key: str) -> Response:
        return self.moved(open_again, key)


class End(Moving):
    """The end of a session."""

    @operation("End a session", ClockOfSession, sent=Ending, paced=Paced.ORDER)
    def post(self, request: Request, key: str) -> Response:
        return self.moved(end_session, key)
