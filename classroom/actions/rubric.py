"""A teacher's own rubrics, and choosing one for a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import PersonKind
from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from classroom.actions.floor import hold_session
from classroom.enums import Action
from classroom.limits import CLASS_NAME_MAX, RUBRICS_MAX
from classroom.logic.rubric import Criteria, Criterion, Level, check_criteria, write_criteria
from classroom.models import Grade, Rubric
from debate.logic.claim_text import canonical_line, readable

if TYPE_CHECKING:
    from datetime import datetime

    from debate.policies.visitor import Viewer


@transaction.atomic
def create_rubric(*, name: str, criteria: Criteria, by: Viewer) -> Rubric:
    """Add a rubric to somebody's own.

    Raises NotSignedIn, NotAllowed for a guest, Invalid (fields `name`, `criteria`) and Conflict
    `too_many_rubrics`.
    """
    teacher = _hold_teacher(by)
    _check_room(teacher)
    return Rubric.objects.create(teacher=teacher, name=_named(name), criteria=_written(criteria))


@transaction.atomic
def change_rubric(*, rubric: str, name: str, criteria: Criteria, by: Viewer) -> Rubric:
    """Change a rubric of one's own. Sessions for which it was chosen keep it as it was.

    Raises NotSignedIn, NotAllowed, NotFound `no_rubric` and Invalid.
    """
    kept = _hold_rubric(rubric, _hold_teacher(by))
    kept.name, kept.criteria = _named(name), _written(criteria)
    kept.save(update_fields=["name", "criteria"])
    return kept


@transaction.atomic
def copy_rubric(*, rubric: str, name: str, by: Viewer) -> Rubric:
    """Copy a rubric of one's own under another name, which is cut where it is too long.

    Raises: see `create_rubric`; NotFound `no_rubric`.
    """
    teacher = _hold_teacher(by)
    _check_room(teacher)
    kept = _hold_rubric(rubric, teacher)
    return Rubric.objects.create(
        teacher=teacher, name=_named(name[:CLASS_NAME_MAX]), criteria=kept.criteria
    )


@transaction.atomic
def delete_rubric(*, rubric: str, by: Viewer) -> None:
    """Delete a rubric of one's own, which may be gone already; grades by it stay as they are.

    Raises NotSignedIn and NotAllowed.
    """
    Rubric.objects.filter(key=rubric, teacher=_hold_teacher(by)).delete()


@transaction.atomic
def choose_rubric(
    *,
    session: str,
    rubric: str,
    drop_levels: bool = False,
    by: Viewer,
    at: datetime | None = None,
) -> None:
    """Grade a session by a copy of a rubric of one's own, or by none (an empty key).

    Levels that were given by another one would mean something else: with `drop_levels` they go,
    and the written feedback stays. Raises what `hold_session` raises, NotFound `no_rubric`, and
    Conflict `levels_are_given`.
    """
    access = hold_session(session, Action.GRADE, by=by, at=at)
    held = access.session
    chosen = None
    if rubric:
        kept = Rubric.objects.filter(key=rubric, teacher=access.standing.person_id).first()
        if kept is None:
            raise NotFound("no_rubric")
        chosen = {"name": kept.name, "criteria": kept.criteria}
    before, after = (told and told["criteria"] for told in (held.rubric, chosen))
    if before != after:
        given = Grade.objects.filter(seat__session=held).exclude(levels=[])
        if not drop_levels and given.exists():
            raise Conflict("levels_are_given")
        given.filter(feedback="").delete()
        given.update(levels=[], at=access.at)
    held.rubric = chosen
    held.save(update_fields=["rubric"])


def _hold_teacher(by: Viewer) -> User:
    """Hold somebody alone, so that of two rubrics at once each is counted."""
    if not by:
        raise NotSignedIn("sign_in_to_teach")
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if person.kind == PersonKind.GONE:
        raise NotSignedIn("account_deleted")
    if person.kind == PersonKind.GUEST:
        raise NotAllowed("guests_stay_in_class")
    return person


def _hold_rubric(key: str, teacher: User) -> Rubric:
    kept = Rubric.objects.select_for_update().filter(key=key, teacher=teacher).first()
    if kept is None:
        raise NotFound("no_rubric")
    return kept


def _check_room(teacher: User) -> None:
    if Rubric.objects.filter(teacher=teacher).count() >= RUBRICS_MAX:
        raise Conflict("too_many_rubrics", most=RUBRICS_MAX)


def _named(name: str) -> str:
    if not readable(name):
        raise Invalid("unreadable_characters", field="name")
    line = canonical_line(name)
    if not line:
        raise Invalid("rubric_without_a_name", field="name")
    if len(line) > CLASS_NAME_MAX:
        raise Invalid("rubric_name_too_long", field="name", most=CLASS_NAME_MAX)
    return line


def _written(criteria: Criteria) -> list[dict[str, object]]:
    """Criteria as they are kept, with their words tidied."""
    tidied = tuple(
        Criterion(
            _tidied(criterion.name),
            tuple(Level(_tidied(level.text), level.points) for level in criterion.levels),
        )
        for criterion in criteria
    )
    check_criteria(tidied)
    return write_criteria(tidied)


def _tidied(words: str) -> str:
    if not readable(words):
        raise Invalid("unreadable_characters", field="criteria")
    return canonical_line(words)
