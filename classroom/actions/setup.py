"""Setting a session up, before and while it runs: its name, its settings, its phases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Unpack

from django.db import transaction

from accounts.errors import Conflict, Invalid, NotFound
from classroom.actions.floor import hold_session, hold_starter, now
from classroom.actions.settings import (
    Given,
    read_class_name,
    read_given,
    read_line,
    read_session_name,
    read_start,
    read_word,
)
from classroom.actions.starting import code_until, columns_of, lay_out_ahead, setup_of
from classroom.actions.telling import tell_session
from classroom.actions.windows import Held, hold_with_windows, write
from classroom.enums import Action, Event, SeatState, SessionState, Task
from classroom.errors import NotInThisState
from classroom.limits import (
    INSTRUCTION_MAX,
    PHASE_NAME_MAX,
    PHASE_SECONDS_MAX,
    PHASES_MAX,
    TASK_MAX,
    TEMPLATES_MAX,
)
from classroom.logic import phases as logic
from classroom.models import Phase, Seat, Session, Template
from classroom.policies.starting import why_not_start
from debate.enums import Answerable, Permission, Relation, RepliesHidden, ResultsHidden
from debate.policies.standing import enforce

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


class Untouched:
    """What stands for a setting that is left as it is, where None is a setting."""


UNTOUCHED = Untouched()

# What may still be changed of the phase that holds.
CHANGEABLE = {"instruction", "seconds"}


@dataclass(frozen=True, slots=True)
class PhaseTyped:
    """A phase as somebody set it up; words of closed lists are read by the action."""

    name: str
    instruction: str = ""
    seconds: int | None = None
    allow: Sequence[str] = ()
    relations: Sequence[str] = ()
    inner: Sequence[str] = ()
    answer: str = Answerable.ANYBODY
    results_hidden: str = ResultsHidden.NONE
    replies_hidden: str = RepliesHidden.NONE
    tasks: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def set_up(
    *,
    session: str,
    name: str | None = None,
    starts_at: datetime | Untouched | None = UNTOUCHED,
    by: Viewer,
    at: datetime | None = None,
    **settings: Unpack[Given],
) -> Session:
    """Set a session up anew; None leaves a thing as it is, and so does `UNTOUCHED`.

    Names and pseudonyms are settled once somebody sits; a start is planned before it starts. Raises
    NotSignedIn, NotFound, NotAllowed, NotInThisState (over, names are settled, running already) and
    Invalid. Effects: an event.
    """
    given = read_given(settings)
    called = read_session_name(name) if name is not None else ""
    held = hold_with_windows(session, Action.SET_UP, by=by, at=at)
    found = held.session
    if given.get("naming", found.naming) != found.naming and _somebody_is_here(found):
        raise NotInThisState("naming_is_settled")
    for column, value in {**given, "name": called or found.name}.items():
        setattr(found, column, value)
    if not isinstance(starts_at, Untouched):
        _plan_start(held, starts_at)
    found.save()
    _lay_out(held)
    return found


# ---- Phases


@transaction.atomic
def add_phase(*, session: str, phase: PhaseTyped, by: Viewer, at: datetime | None = None) -> Phase:
    """Add a phase after all others.

    Raises NotSignedIn, NotFound, NotAllowed, NotInThisState (over), Conflict (too many) and
    Invalid. Effects: an event.
    """
    columns = _columns(phase)
    held = hold_with_windows(session, Action.SET_UP, by=by, at=at)
    if len(held.phases) >= PHASES_MAX:
        raise Conflict("too_many_phases", most=PHASES_MAX)
    place = max((known.place for known in held.phases), default=0) + 1
    made = Phase.objects.create(session=held.session, place=place, **columns)
    held.phases.append(made)
    _lay_out(held)
    return made


@transaction.atomic
def edit_phase(
    *, session: str, key: str, phase: PhaseTyped, by: Viewer, at: datetime | None = None
) -> Phase:
    """Set a phase up anew; of the one that holds only what students are told, and its length.

    A length that is another one changes the time that is left by as much. Raises NotSignedIn,
    NotFound, NotAllowed, NotInThisState (over, the phase that holds) and Invalid. Effects: an
    event.
    """
    columns = _columns(phase)
    held = hold_with_windows(session, Action.SET_UP, by=by, at=at)
    found = _find(held, key)
    changed = {name for name, value in columns.items() if getattr(found, name) != value}
    window = _holding(held)
    holds = window is not None and window.label == key
    if holds and not changed <= CHANGEABLE:
        raise NotInThisState("this_phase_holds")
    before = found.seconds
    for name, value in columns.items():
        setattr(found, name, value)
    found.save(update_fields=list(columns))
    if holds and "seconds" in changed:
        _relengthen(held, before, found.seconds)
    else:
        _lay_out(held)
    return found


@transaction.atomic
def place_phase(
    *, session: str, key: str, place: int, by: Viewer, at: datetime | None = None
) -> Phase:
    """Put a phase at another place, from 1; while it runs only phases to come change places.

    Raises NotSignedIn, NotFound, NotAllowed, NotInThisState (over, not to come) and Invalid.
    Effects: an event.
    """
    held = hold_with_windows(session, Action.SET_UP, by=by, at=at)
    found = _find(held, key)
    others = [phase for phase in held.phases if phase.pk != found.pk]
    if not 1 <= place <= len(held.phases):
        raise Invalid("no_such_place", field="place", most=len(held.phases))
    begun = _begun(held)
    if found in begun or place <= len(begun):
        raise NotInThisState("only_coming_phases_move")
    held.phases = [*others[: place - 1], found, *others[place - 1 :]]
    _number(held)
    _lay_out(held)
    return found


@transaction.atomic
def remove_phase(*, session: str, key: str, by: Viewer, at: datetime | None = None) -> None:
    """Remove a phase that has not begun; removing it twice is harmless.

    Raises NotSignedIn, NotFound, NotAllowed and NotInThisState (over, not to come, the last).
    Effects: an event.
    """
    held = hold_with_windows(session, Action.SET_UP, by=by, at=at)
    found = next((phase for phase in held.phases if phase.key == key), None)
    if found is None:
        return
    if found in _begun(held):
        raise NotInThisState("only_coming_phases_move")
    if len(held.phases) == 1:
        raise NotInThisState("one_phase_stays")
    found.delete()
    held.phases = [phase for phase in held.phases if phase.key != key]
    _number(held)
    _lay_out(held)


# ---- Templates


@transaction.atomic
def save_template(*, session: str, name: str, by: Viewer, at: datetime | None = None) -> Template:
    """Keep how a session is set up, to start others from; the one of the same name is replaced.

    Raises NotSignedIn, NotFound, NotAllowed, Conflict (too many) and Invalid (name).
    """
    called = read_class_name(name)
    person = hold_starter(by)
    enforce(why_not_start(person, at=at or now()))
    found = hold_session(session, Action.DUPLICATE, by=person, at=at).session
    kept = Template.objects.filter(teacher=person, name=called).first()
    if kept is None:
        if Template.objects.filter(teacher=person).count() >= TEMPLATES_MAX:
            raise Conflict("too_many_templates", most=TEMPLATES_MAX)
        kept = Template(teacher=person, name=called)
    kept.settings = asdict(setup_of(found))
    kept.phases = [columns_of(phase) for phase in Phase.objects.filter(session=found)]
    kept.save()
    return kept


@transaction.atomic
def remove_template(*, template: str, by: Viewer) -> None:
    """Throw a template of one's own away; doing so twice is harmless. Raises NotSignedIn."""
    person = hold_starter(by)
    Template.objects.filter(teacher=person, key=template).delete()


# ---- Parts of all of them


def _somebody_is_here(session: Session) -> bool:
    return Seat.objects.filter(session=session).exclude(state=SeatState.LISTED).exists()


def _plan_start(held: Held, starts_at: datetime | None) -> None:
    """Plan when a session starts by itself, or that it does not."""
    found = held.session
    if starts_at == found.starts_at:
        return
    if found.state != SessionState.PLANNED:
        raise NotInThisState("session_is_running")
    found.starts_at = read_start(starts_at, now=held.at)
    if found.code is not None:
        found.code_until = code_until(found.starts_at, held.at)


def _holding(held: Held) -> logic.Window | None:
    if held.session.state != SessionState.RUNNING:
        return None
    return logic.holding(held.windows, at=held.at)


def _begun(held: Held) -> list[Phase]:
    """The phases up to the one that holds: those that are not to come."""
    window = _holding(held)
    places = [p.place for p in held.phases if window is not None and p.key == window.label]
    return [phase for phase in held.phases if places and phase.place <= places[0]]


def _find(held: Held, key: str) -> Phase:
    for phase in held.phases:
        if phase.key == key:
            return phase
    raise NotFound("no_such_phase")


def _number(held: Held) -> None:
    for place, phase in enumerate(held.phases, 1):
        phase.place = place
    Phase.objects.bulk_update(held.phases, ["place"])


def _lay_out(held: Held) -> None:
    """Write the windows for what is set up now: the phase that holds goes on as it does."""
    session = held.session
    if session.state == SessionState.PLANNED:
        lay_out_ahead(held)
    elif session.left_seconds is not None:
        write(held)
    else:
        window = _holding(held)
        end = window.end if window else None
        write(held, logic.until(held.windows, held.plan, at=held.at, end=end))
    tell_session(session, Event.PHASE)


def _relengthen(held: Held, before: int | None, after: int | None) -> None:
    """Give the phase that holds as much more or less time as its length is longer or shorter."""
    session, window = held.session, _holding(held)
    assert window is not None
    more = (after or 0) - (before or 0)
    if session.left_seconds is not None:
        left = 0 if after is None else max(1, session.left_seconds + more)
        session.left_seconds = left
        session.save(update_fields=["left_seconds"])
        write(held)
    else:
        end = None
        if after is not None:
            began = window.end or window.start
            end = max(held.at, began + timedelta(seconds=more))
        write(held, logic.until(held.windows, held.plan, at=held.at, end=end))
    tell_session(session, Event.PHASE)


def _columns(typed: PhaseTyped) -> dict[str, object]:
    """A phase as it is kept. Raises Invalid with the name of the field that is wrong."""
    seconds = typed.seconds
    if seconds is not None and not 1 <= seconds <= PHASE_SECONDS_MAX:
        raise Invalid("phase_too_long", field="seconds", most=PHASE_SECONDS_MAX)
    return {
        "name": read_line(typed.name, field="name", most=PHASE_NAME_MAX, missing="name_missing"),
        "instruction": read_line(typed.instruction, field="instruction", most=INSTRUCTION_MAX),
        "seconds": seconds,
        "allow": _words(typed.allow, Permission, field="allow"),
        "relations": _words(typed.relations, Relation, field="relations"),
        "inner": _words(typed.inner, Permission, field="inner"),
        "answer": str(read_word(typed.answer, Answerable, field="answer")),
        "results_hidden": str(
            read_word(typed.results_hidden, ResultsHidden, field="results_hidden")
        ),
        "replies_hidden": str(
            read_word(typed.replies_hidden, RepliesHidden, field="replies_hidden")
        ),
        "tasks": _tasks(typed.tasks),
    }


def _words(
    typed: Sequence[str], kind: type[Permission] | type[Relation], *, field: str
) -> list[str]:
    """Words of a closed list, in its order; of relations all are the same as none."""
    chosen = {read_word(word, kind, field=field) for word in typed}
    if kind is Relation and chosen == set(Relation):
        return []
    return [str(word) for word in kind if word in chosen]


def _tasks(typed: Mapping[str, int]) -> dict[str, int]:
    found = {}
    for word, number in typed.items():
        task = read_word(word, Task, field="tasks")
        if not 0 <= number <= TASK_MAX:
            raise Invalid("task_out_of_range", field="tasks", most=TASK_MAX)
        if number:
            found[str(task)] = number
    return found
