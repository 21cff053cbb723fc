"""Writing the phases of a session into the rules of its debates.

Where the rules of several debates are held, they are held alone, in the order of the debates'
numbers, and the clock is read once after that: every write of a student either ended before, and
was judged by the windows that held, or meets those that are written now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from classroom.actions.floor import hold_session, now
from classroom.enums import Action, Holding, SeatState, SessionState
from classroom.logic.phases import Plan, circle, lasting, state_at
from classroom.models import Group, Phase, Seat, Session
from classroom.queries.clock import plan_of
from debate.actions.floor import stop_writers
from debate.logic.rules import (
    PersonalWindow,
    Window,
    read_personal,
    read_windows,
    write_personal,
    write_windows,
)
from debate.models import DebateRules
from debate.tasks.publish import publish

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(slots=True)
class Held:
    """A session that is held, with the rules of all its debates: `windows` are those of the first.

    `more` are windows of single people to be opened when the rules are written, by their debate.
    """

    session: Session
    phases: list[Phase]
    rules: list[DebateRules]
    windows: tuple[Window, ...]
    at: datetime
    more: dict[int, list[PersonalWindow]] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        return plan_of(self.session, self.phases)


def hold_with_windows(
    session: str, action: Action, *, by: Viewer, at: datetime | None = None
) -> Held:
    """A session that this person may do something with, as far as it is by now, with its rules.

    Raises what `hold_session` does. Effects: where its planned start is over, that is kept.
    """
    held = hold_windows(hold_session(session, action, by=by, at=at).session, at=at)
    found = held.session
    state = state_at(SessionState(found.state), found.starts_at, at=held.at)
    if state != found.state:
        found.state, found.started_at = state, found.starts_at
        found.save(update_fields=["state", "started_at"])
    return held


def hold_windows(session: Session, *, at: datetime | None = None) -> Held:
    """Hold the rules of all debates of a session that is held already; then read the clock.

    Queries: 5.
    """
    debates = list(Group.objects.filter(session=session).values_list("debate", flat=True))
    stop_writers(debates)
    rules = list(
        DebateRules.objects.filter(debate__in=debates)
        .select_related("debate")
        .order_by("debate_id")
        .select_for_update(of=("self",))
    )
    phases = list(Phase.objects.filter(session=session))
    moment = at or now()  # not before the rules are held
    windows = read_windows(rules[0].windows) if rules else ()
    return Held(session, phases, rules, windows, moment)


def write(
    held: Held,
    windows: Iterable[Window] | None = None,
    *,
    frozen: bool | None = None,
    graceful: bool = True,
    over: bool = False,
) -> tuple[Window, ...]:
    """Write the same windows into the rules of all debates, with who is in the circle now.

    None leaves the windows, or whether all is frozen, as it is. What is held back is that of the
    session. When it is `over` no window of a single person is left. Queries: 1, and 2 for each
    debate. Effects: an event for each debate.
    """
    session, plan = held.session, held.plan
    laid = tuple(held.windows if windows is None else windows)
    written = write_windows(laid)
    read_windows(written)
    people = _in_the_circle(session)
    for rules in held.rules:
        personal = lasting(read_personal(rules.personal), at=held.at, graceful=graceful)
        if over:
            personal = ()
        elif session.left_seconds is None:
            personal += circle(laid, plan, people.get(rules.debate_id, ()), at=held.at)
        personal += tuple(held.more.get(rules.debate_id, ()))
        rules.windows = written
        rules.personal = write_personal(personal)
        rules.frozen = rules.frozen if frozen is None else frozen
        rules.hold_newcomers = session.holding != Holding.NOTHING
        rules.hold_all = session.holding == Holding.ALL
        rules.save(update_fields=["windows", "personal", "frozen", "hold_newcomers", "hold_all"])
        publish(f"debate:{rules.debate.key}", "rules", {})
    held.windows = laid
    return laid


def write_windows_of(session: Session, *, at: datetime | None = None) -> tuple[Window, ...]:
    """Write the windows of a session anew as they are, after somebody came into the circle or left
    it, or another group was opened; the session is held. Queries: 6, and 2 for each debate."""
    return write(hold_windows(session, at=at))


def _in_the_circle(session: Session) -> dict[int, list[int]]:
    """Who sits in the circle, by the debate of their group."""
    found: dict[int, list[int]] = {}
    seats = Seat.objects.filter(
        session=session, inner=True, state=SeatState.SEATED, group__isnull=False
    )
    for debate, person in seats.values_list("group__debate_id", "person_id").order_by("pk"):
        found.setdefault(debate, []).append(person)
    return found
