"""The clock of a session: which phase holds, for how long, and the end of it all.

Every move holds the session, then the rules of all its debates, reads the clock once and writes all
windows with that moment. Moves name the phase that their teacher saw (`seen`): one that another has
moved on meanwhile is left as it is, so that pressing twice is harmless.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Invalid, NotFound
from classroom.actions.telling import tell_session
from classroom.actions.windows import Held, hold_with_windows, write
from classroom.enums import Action, Event, SeatState, SessionState
from classroom.errors import NotInThisState
from classroom.limits import CODE_LASTS_HOURS, KEPT_DAYS, PHASE_SECONDS_MAX, REOPENED_SECONDS
from classroom.logic import phases as logic
from classroom.logic.phases import Part
from classroom.models import Seat, Session
from classroom.policies.standing import CLOSED
from debate.logic.rules import Window

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def start_session(*, session: str, by: Viewer, at: datetime | None = None) -> Session:
    """Begin the first phase; the code holds for some hours from now on.

    Starting twice is harmless. Raises NotSignedIn, NotFound, NotAllowed and NotInThisState (over,
    or without phases). Effects: an event.
    """
    held = _hold(session, by=by, at=at, states=(SessionState.PLANNED, SessionState.RUNNING))
    found, plan = held.session, held.plan
    if found.state == SessionState.RUNNING:
        return found
    if not plan.parts:
        raise NotInThisState("no_phases")
    found.state, found.started_at = SessionState.RUNNING, held.at
    if found.code is not None:
        found.code_until = held.at + timedelta(hours=CODE_LASTS_HOURS)
    first = plan.parts[0]
    write(held, logic.begun((), plan, first, at=held.at, seconds=first.seconds))
    return _kept(held, "state", "started_at", "code_until")


def move_on(
    *, session: str, seen: str | None = None, by: Viewer, at: datetime | None = None
) -> Session:
    """Begin the phase after the one that holds, which can be undone.

    Raises NotSignedIn, NotFound, NotAllowed and NotInThisState (not running, the last phase).
    Effects: an event.
    """
    return _move(session, seen, lambda held, now: held.plan.after(now.label), "last_phase", by, at)


def move_back(
    *, session: str, seen: str | None = None, by: Viewer, at: datetime | None = None
) -> Session:
    """Begin the phase before the one that holds once more, for its whole length.

    Raises NotSignedIn, NotFound, NotAllowed and NotInThisState (not running, the first phase).
    Effects: an event.
    """
    return _move(
        session, seen, lambda held, now: held.plan.before(now.label), "first_phase", by, at
    )


def move_to(*, session: str, phase: str, by: Viewer, at: datetime | None = None) -> Session:
    """Begin a phase out of turn; one that holds already goes on as it is.

    Raises NotSignedIn, NotFound, NotAllowed, NotInThisState (not running) and Invalid. Effects: an
    event.
    """

    def chosen(held: Held, _now: Window) -> Part:
        part = held.plan.part(phase)
        if part is None:
            raise Invalid("no_such_phase", field="phase")
        return part

    return _move(session, None, chosen, "no_phases", by, at)


@transaction.atomic
def undo_move(
    *, session: str, seen: str | None = None, by: Viewer, at: datetime | None = None
) -> Session:
    """Put back the phase that the last move ended, with the time that was left of it.

    Undoing twice is harmless. Raises NotSignedIn, NotFound, NotAllowed and NotInThisState (not
    running). Effects: an event.
    """
    held, now = _hold_running(session, by=by, at=at)
    found, plan, undo = held.session, held.plan, held.session.undo
    part = plan.part(undo["phase"]) if undo else None
    if now is None or not undo or part is None or _elsewhere(now, seen) or undo["to"] != now.label:
        return found
    left, was_paused = undo["left"], undo["paused"]
    like = next((w for w in reversed(held.windows) if w.label == part.key), None)
    found.undo = None
    found.left_seconds = (left or 0) if was_paused else None
    windows = logic.begun(
        held.windows, plan, part, at=held.at, seconds=left, graceful=False, like=like
    )
    write(held, logic.paused(windows, at=held.at) if was_paused else windows, graceful=False)
    return _kept(held, "undo", "left_seconds")


@transaction.atomic
def add_seconds(
    *,
    session: str,
    seconds: int,
    seen: str | None = None,
    by: Viewer,
    at: datetime | None = None,
) -> Session:
    """Let the phase that holds last longer, or with a negative number shorter: at least until now.

    A phase whose time is up is open again from now on. What follows by itself follows later.
    Raises NotSignedIn, NotFound, NotAllowed, NotInThisState (not running, a phase without a
    length) and Invalid (longer than a phase may last). Effects: an event.
    """
    held, now = _hold_running(session, by=by, at=at)
    found = held.session
    if now is None or _elsewhere(now, seen):
        return found
    if abs(seconds) > PHASE_SECONDS_MAX:
        raise Invalid("phase_too_long", field="seconds", most=PHASE_SECONDS_MAX)
    if found.left_seconds is not None:
        return _lengthen_paused(held, seconds)
    if now.end is None:
        raise NotInThisState("phase_without_a_length")
    # Shorter than nothing is no length: what is over stays over, and ends when it did.
    end = max(now.end, held.at) + timedelta(seconds=seconds)
    end = end if seconds > 0 else max(held.at, end) if held.at < now.end else now.end
    if end - held.at > timedelta(seconds=PHASE_SECONDS_MAX):
        raise Invalid("phase_too_long", field="seconds", most=PHASE_SECONDS_MAX)
    write(held, logic.until(held.windows, held.plan, at=held.at, end=end))
    return _kept(held)


@transaction.atomic
def pause(*, session: str, by: Viewer, at: datetime | None = None) -> Session:
    """Stop the clock: nothing is taken until it goes on, and the time that is left stays.

    Pausing twice is harmless. Raises NotSignedIn, NotFound, NotAllowed and NotInThisState (not
    running, time is up). Effects: an event.
    """
    held, now = _hold_running(session, by=by, at=at)
    found = held.session
    if now is None or found.left_seconds is not None:
        return found
    left = logic.seconds_left(now, at=held.at)
    if left == 0:
        raise NotInThisState("time_is_up")
    found.left_seconds = left or 0
    write(held, logic.paused(held.windows, at=held.at), graceful=False)
    return _kept(held, "left_seconds")


@transaction.atomic
def resume(*, session: str, by: Viewer, at: datetime | None = None) -> Session:
    """Let the clock go on with the time that was left.

    Resuming what goes on is harmless. Raises NotSignedIn, NotFound, NotAllowed and NotInThisState
    (not running). Effects: an event.
    """
    held, now = _hold_running(session, by=by, at=at)
    found, plan = held.session, held.plan
    part = plan.part(now.label) if now else None
    if part is None or found.left_seconds is None:
        return found
    left, found.left_seconds = found.left_seconds or None, None
    write(held, logic.begun(held.windows, plan, part, at=held.at, seconds=left, like=now))
    return _kept(held, "left_seconds")


def freeze(*, session: str, by: Viewer, at: datetime | None = None) -> Session:
    """Take nothing from anybody until it is thawed, while the clock runs on.

    Freezing twice is harmless. Raises NotSignedIn, NotFound, NotAllowed and NotInThisState (not
    running). Effects: an event.
    """
    return _freeze(session, frozen=True, by=by, at=at)


def thaw(*, session: str, by: Viewer, at: datetime | None = None) -> Session:
    """Let a frozen session go on. Raises and does as freezing."""
    return _freeze(session, frozen=False, by=by, at=at)


@transaction.atomic
def open_again(
    *,
    session: str,
    phase: str,
    seat: str,
    seconds: int = REOPENED_SECONDS,
    by: Viewer,
    at: datetime | None = None,
) -> Session:
    """Let one student do once more what a phase allowed, for some time, whatever phase holds.

    Opening it twice lets it last from now on. Raises NotSignedIn, NotFound (seat), NotAllowed,
    NotInThisState (not running) and Invalid (phase, seconds). Effects: an event.
    """
    held, _now = _hold_running(session, by=by, at=at)
    part = held.plan.part(phase)
    if part is None:
        raise Invalid("no_such_phase", field="phase")
    if not 1 <= seconds <= PHASE_SECONDS_MAX:
        raise Invalid("phase_too_long", field="seconds", most=PHASE_SECONDS_MAX)
    sitting = Seat.objects.select_related("group").filter(
        session=held.session, state=SeatState.SEATED, key=seat
    )
    found = sitting.first() if seat.isprintable() else None
    if found is None or found.person_id is None or found.group is None:
        raise NotFound("no_seat")
    own = logic.again(
        part,
        found.person_id,
        at=held.at,
        seconds=seconds,
        grace=held.session.grace_seconds,
    )
    held.more = {found.group.debate_id: [own]}
    write(held)
    return _kept(held)


@transaction.atomic
def show_results(*, session: str, by: Viewer, at: datetime | None = None) -> Session:
    """Show the results that are hidden in the phase that holds.

    Showing them twice is harmless. Raises NotSignedIn, NotFound, NotAllowed and NotInThisState
    (not started yet). Effects: an event.
    """
    states = (SessionState.RUNNING, SessionState.ENDED)
    held = _hold(session, action=Action.SHOW_RESULTS, by=by, at=at, states=states)
    if held.session.state == SessionState.ENDED:
        return held.session  # they have been shown since it ended
    windows = logic.shown(held.windows, at=held.at)
    if windows != held.windows:
        write(held, windows)
        tell_session(held.session, Event.RESULTS)
        _kept(held)
    return held.session


@transaction.atomic
def end_session(
    *, session: str, keep_code: bool = False, by: Viewer, at: datetime | None = None
) -> Session:
    """End a session: nothing is taken any more, nothing is hidden, and its code is gone.

    With `keep_code` students can still come back by it. It is kept for the stated time. Ending
    twice is harmless. Raises NotSignedIn, NotFound, NotAllowed and NotInThisState (not started
    yet). Effects: an event.
    """
    states = (SessionState.RUNNING, SessionState.ENDED)
    held = _hold(session, by=by, at=at, states=states)
    found = held.session
    if found.state == SessionState.ENDED:
        return found
    found.state, found.ended_at = SessionState.ENDED, held.at
    found.left_seconds = found.undo = None
    if not keep_code:
        found.code = found.code_until = None
    if found.kept_until is None:
        found.kept_until = (held.at + timedelta(days=KEPT_DAYS)).date()
    write(held, logic.over(held.windows, at=held.at), frozen=False, graceful=False, over=True)
    tell_session(found, Event.RESULTS)
    return _kept(
        held, "state", "ended_at", "left_seconds", "undo", "code", "code_until", "kept_until"
    )


# ---- Parts of every move


def _hold(
    session: str,
    *,
    by: Viewer,
    at: datetime | None,
    states: tuple[SessionState, ...],
    action: Action = Action.RUN,
) -> Held:
    """A session with its rules, held for somebody who runs it, as far as it is by now."""
    held = hold_with_windows(session, action, by=by, at=at)
    state = SessionState(held.session.state)
    if state not in states:
        raise NotInThisState(CLOSED[state])
    return held


def _hold_running(session: str, *, by: Viewer, at: datetime | None) -> tuple[Held, Window | None]:
    held = _hold(session, by=by, at=at, states=(SessionState.RUNNING,))
    return held, logic.holding(held.windows, at=held.at)


@transaction.atomic
def _move(
    session: str,
    seen: str | None,
    choose: Callable[[Held, Window], Part | None],
    refusal: str,
    by: Viewer,
    at: datetime | None,
) -> Session:
    held, now = _hold_running(session, by=by, at=at)
    found = held.session
    if now is None or _elsewhere(now, seen):
        return found
    part = choose(held, now)
    if part is None:
        raise NotInThisState(refusal)
    if part.key == now.label:
        return found
    was_paused = found.left_seconds is not None
    left = (found.left_seconds or None) if was_paused else logic.seconds_left(now, at=held.at)
    found.undo = {
        "phase": now.label,
        "left": left,
        "paused": was_paused,
        "to": part.key,
        "at": held.at.isoformat(),
    }
    found.left_seconds = None
    write(held, logic.begun(held.windows, held.plan, part, at=held.at, seconds=part.seconds))
    return _kept(held, "undo", "left_seconds")


def _elsewhere(now: Window, seen: str | None) -> bool:
    """Whether another phase holds by now than the one that the teacher saw."""
    return bool(seen) and seen != now.label


def _lengthen_paused(held: Held, seconds: int) -> Session:
    found = held.session
    if not found.left_seconds:
        raise NotInThisState("phase_without_a_length")
    found.left_seconds = max(1, found.left_seconds + seconds)
    if found.left_seconds > PHASE_SECONDS_MAX:
        raise Invalid("phase_too_long", field="seconds", most=PHASE_SECONDS_MAX)
    return _kept(held, "left_seconds")


@transaction.atomic
def _freeze(session: str, *, frozen: bool, by: Viewer, at: datetime | None) -> Session:
    held, _now = _hold_running(session, by=by, at=at)
    if any(rules.frozen != frozen for rules in held.rules):
        write(held, frozen=frozen)
        _kept(held)
    return held.session


def _kept(held: Held, *columns: str) -> Session:
    """Save what a move changed of the session, and tell everybody in it."""
    found = held.session
    if columns:
        found.save(update_fields=columns)
    now = logic.holding(held.windows, at=held.at)
    tell_session(found, Event.PHASE, phase=now.label if now else None)
    return found
