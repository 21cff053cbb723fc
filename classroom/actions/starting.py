"""Starting a session: its phases, its debate, its first group, and who teaches it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Unpack

from django.db import transaction

from accounts.errors import Conflict, Invalid, NotFound
from accounts.keys import PATTERN
from accounts.models import User
from classroom.actions.floor import hold_starter, now
from classroom.actions.seats import list_students
from classroom.actions.settings import (
    Given,
    read_given,
    read_session_name,
    read_start,
    read_word,
)
from classroom.actions.windows import Held, hold_windows, write
from classroom.enums import Action, Holding, Naming, Preset, SideRule
from classroom.limits import (
    CODE_LASTS_HOURS,
    CODE_WAITS_DAYS,
    SESSION_NAME_MAX,
    SESSIONS_MAX,
)
from classroom.logic.codes import new_code
from classroom.logic.phases import begun
from classroom.models import Class, Group, Phase, Session, SessionTeacher, Template
from classroom.policies.starting import why_not_start
from classroom.queries.access import open_session
from classroom.queries.classes import open_class
from classroom.queries.presets import PRESETS, PhaseSketch
from debate.actions.copying import Opening, copy_debate, open_debate_for_members
from debate.enums import ClaimKind, Role
from debate.models import Claim, Debate, Membership
from debate.policies.standing import enforce
from debate.queries.access import open_debate

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class Setup:
    """What a session is set up with, apart from its name, its people and its debate."""

    naming: Naming = Naming.NAMES
    side_rule: SideRule = SideRule.FREE
    holding: Holding = Holding.NOTHING
    lobby: bool = True
    grace_seconds: int = 0
    runs_by_itself: bool = False
    time_zone: str = ""


KEY = re.compile(PATTERN)

# What a phase is made of, apart from its key, its place and its session.
PHASE_COLUMNS = (
    "name",
    "instruction",
    "seconds",
    "allow",
    "relations",
    "inner",
    "answer",
    "results_hidden",
    "replies_hidden",
    "tasks",
)


def start(  # noqa: PLR0913  each of them is a part of the session
    *,
    name: str = "",
    preset: str | None = None,
    template: str | None = None,
    session: str | None = None,
    of_class: str | None = None,
    debate: str | None = None,
    thesis: str = "",
    language: str = "en",
    starts_at: datetime | None = None,
    by: Viewer,
    at: datetime | None = None,
    **settings: Unpack[Given],
) -> Session:
    """Plan a session: for a class or for whoever has its code, with a debate of its own.

    Its phases and settings are those of a `preset`, of a `template` of one's own, or of another
    `session` that one teaches; what is given besides takes their place. Its debate is a private
    copy of a `debate` that one may see, of a bare `thesis`, or that of the other session. With
    `starts_at` it starts by itself then.

    Raises NotSignedIn, NotAllowed (guests, suspended, only staff), NotFound (debate, class,
    template, session), Conflict (no thesis yet, too many sessions) and Invalid. Effects: those of
    `copy_debate`.
    """
    typed = read_session_name(name)
    given = read_given(settings)
    with transaction.atomic():
        person, moment = _hold_starter(by, at=at)
        setup, phases, earlier = _begin_with(preset, template, session, by=person)
        setup = Setup(**asdict(setup) | given)
        planned = read_start(starts_at, now=moment)
        taught = open_class(_key(of_class, "class"), person).of_class if of_class else None
        opening = Opening(
            keepers_judge=False,
            hold_newcomers=setup.holding != Holding.NOTHING,
            hold_all=setup.holding == Holding.ALL,
        )
        source = _source(debate, thesis, earlier, person)
        if source is not None:
            own = copy_debate(debate=source, opening=opening, by=person, at=moment)
        else:
            own = _of_thesis(thesis, language, opening, person, moment)
        made = Session.objects.create(
            name=typed or _named_after(taught, own),
            of_class=taught,
            teacher=person,
            source=_credited(source, earlier),
            code=new_code(),
            code_until=code_until(planned, moment),
            starts_at=planned,
            created_at=moment,
            **asdict(setup),
        )
        Phase.objects.bulk_create(
            Phase(session=made, place=place, **columns) for place, columns in enumerate(phases, 1)
        )
        Group.objects.create(session=made, number=1, debate=own)
        if taught is not None:
            _share_with_class_teachers(made, own, taught)
            list_students(made, taught.students.all())
        if planned is not None:
            lay_out_ahead(hold_windows(made, at=at))
        return made


def add_group(session: Session, *, by: User, at: datetime) -> Group:
    """Open another group of a session that is held, with a copy of its debate: no replies.

    The rules of the new debate are to be written by `write_windows_of`. Raises Conflict.
    """
    groups = list(Group.objects.filter(session=session).select_related("debate__essay"))
    first = groups[0].debate
    owner = session.teacher
    opening = Opening(
        keepers_judge=False,
        hold_newcomers=session.holding != Holding.NOTHING,
        hold_all=session.holding == Holding.ALL,
    )
    copy = copy_debate(debate=first, opening=opening, by=owner, at=at)
    for share in SessionTeacher.objects.filter(session=session):
        Membership.objects.create(debate=copy, person_id=share.person_id, role=Role.MODERATOR)
    return Group.objects.create(session=session, number=groups[-1].number + 1, debate=copy)


def lay_out_ahead(held: Held) -> None:
    """Write the windows of a session that is planned, with its planned start or without one."""
    session, parts = held.session, held.plan.parts
    if session.starts_at is None or not parts:
        write(held, ())
        return
    first = parts[0]
    write(held, begun((), held.plan, first, at=session.starts_at, seconds=first.seconds))


def sketched(sketch: PhaseSketch) -> dict[str, Any]:
    """The columns of a phase as a preset has it, in the language of the moment."""
    return {
        "name": str(sketch.name),
        "instruction": str(sketch.instruction),
        "seconds": sketch.seconds,
        "allow": [str(word) for word in sketch.allow],
        "relations": [str(word) for word in sketch.relations],
        "inner": [str(word) for word in sketch.inner],
        "answer": str(sketch.answer),
        "results_hidden": str(sketch.results_hidden),
        "replies_hidden": str(sketch.replies_hidden),
        "tasks": {str(task): number for task, number in sketch.tasks.items()},
    }


def columns_of(phase: Phase) -> dict[str, Any]:
    """The columns of a phase, for another one like it."""
    return {name: getattr(phase, name) for name in PHASE_COLUMNS}


def setup_of(session: Session) -> Setup:
    """What a session is set up with, for another one like it."""
    return _setup({field.name: getattr(session, field.name) for field in fields(Setup)})


def _setup(kept: Mapping[str, Any]) -> Setup:
    known = {field.name for field in fields(Setup)}
    return Setup(**{name: value for name, value in kept.items() if name in known})


def _hold_starter(by: Viewer, *, at: datetime | None) -> tuple[User, datetime]:
    """Whoever starts something, held alone: several at once cannot all be the last there is room
    for. Raises what `why_not_start` answers, and Conflict."""
    person = hold_starter(by)
    moment = at or now()
    enforce(why_not_start(person, at=moment))
    if Session.objects.filter(teacher=person).count() >= SESSIONS_MAX:
        raise Conflict("too_many_sessions", most=SESSIONS_MAX)
    return person, moment


def _begin_with(
    preset: str | None, template: str | None, session: str | None, *, by: User
) -> tuple[Setup, Sequence[Mapping[str, Any]], Session | None]:
    """The settings and phases to begin with, and the session that they are of, if any."""
    if session:
        earlier = open_session(_key(session, "session"), by, Action.DUPLICATE).session
        phases = [columns_of(phase) for phase in Phase.objects.filter(session=earlier)]
        return setup_of(earlier), phases, earlier
    if template:
        key = _key(template, "template")
        kept = Template.objects.filter(teacher=by, key=key).first()
        if kept is None:
            raise NotFound("no_template")
        return _setup(kept.settings), kept.phases, None
    word = read_word(preset or Preset.OPEN_DISCUSSION, Preset, field="preset")
    sketch = PRESETS[word]
    return Setup(side_rule=sketch.side_rule), [sketched(p) for p in sketch.phases], None


def _source(debate: str | None, thesis: str, earlier: Session | None, by: User) -> Debate | None:
    """The debate that the session's is to be a copy of; None where it begins with a thesis."""
    if debate:
        if thesis:
            raise Invalid("debate_or_thesis", field="thesis")
        try:
            return open_debate(_key(debate, "debate"), by).debate
        except NotFound:
            raise Invalid("no_such_debate_to_copy", field="debate") from None
    if thesis or earlier is None:
        return None
    return Group.objects.select_related("debate__essay").filter(session=earlier)[0].debate


def _credited(source: Debate | None, earlier: Session | None) -> Debate | None:
    """The debate that is named as where it comes from: never that of another session."""
    if source is None or earlier is None:
        return source
    own = Group.objects.filter(session=earlier, debate=source).exists()
    return earlier.source if own else source


def _key(typed: str, what: str) -> str:
    """The key of something that was chosen. Raises NotFound for what is no key."""
    if not KEY.fullmatch(typed):
        raise NotFound(f"no_{what}")
    return typed


def _of_thesis(thesis: str, language: str, opening: Opening, person: User, at: datetime) -> Debate:
    try:
        return open_debate_for_members(
            thesis=thesis, language=language, opening=opening, by=person, at=at
        )
    except Invalid as refusal:
        field = "thesis" if refusal.field == "text" else refusal.field
        raise Invalid(refusal.code, field=field, **refusal.facts) from refusal


def _named_after(taught: Class | None, debate: Debate) -> str:
    if taught is not None:
        return taught.name
    thesis = Claim.objects.get(debate=debate, kind=ClaimKind.THESIS).text
    return thesis if len(thesis) <= SESSION_NAME_MAX else f"{thesis[: SESSION_NAME_MAX - 1]}…"


def code_until(planned: datetime | None, at: datetime) -> datetime:
    """Until when a code holds that nobody has begun a session with yet."""
    if planned is not None:
        return planned + timedelta(hours=CODE_LASTS_HOURS)
    return at + timedelta(days=CODE_WAITS_DAYS)


def _share_with_class_teachers(session: Session, debate: Debate, taught: Class) -> None:
    """Who shares a class shares its sessions; the one whose class it is, too."""
    shares = {share.person_id: share.names for share in taught.co_teachers.all()}
    shares[taught.teacher_id] = True
    shares.pop(session.teacher_id, None)
    SessionTeacher.objects.bulk_create(
        SessionTeacher(session=session, person_id=person, names=names)
        for person, names in shares.items()
    )
    Membership.objects.bulk_create(
        Membership(debate=debate, person_id=person, role=Role.MODERATOR) for person in shares
    )
