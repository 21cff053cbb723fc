"""Grading: what a teacher says of a student's work, and letting students see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Conflict, Invalid, NotFound
from classroom.actions.floor import hold_session
from classroom.actions.telling import tell_seat, tell_session
from classroom.enums import Action, Event, SeatState
from classroom.limits import FEEDBACK_MAX
from classroom.logic.rubric import Levels, fingerprint, fitted
from classroom.models import Grade, Group, Seat, Session
from classroom.queries.grades import criteria_of
from debate.enums import ClaimState
from debate.logic.claim_text import canonical_lines, readable
from debate.models import Claim

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class Marked:
    """What a form says of one claim of a student, or of all their work (`claim` empty).

    `seen` is the fingerprint of what the form was filled with: what is still the same was not
    touched, and is not written.
    """

    claim: str
    levels: Levels
    feedback: str
    seen: str


@transaction.atomic
def grade_seat(
    *,
    session: str,
    seat: str,
    marks: Sequence[Marked],
    by: Viewer,
    at: datetime | None = None,
) -> int:
    """Keep what was said of a student's work; a mark without levels and feedback is taken away.

    Of what is named twice the first mark counts. Students see it once grades are released. What
    another teacher changed since the form was filled is not overwritten: then nothing is kept, and
    the form can show both.

    Returns how many marks are others now. Raises what `hold_session` raises, NotFound `no_seat`
    and `no_claim`, Invalid (field: the key of the claim, or `all`) and Conflict
    `graded_meanwhile`. Queries: 10, and 1 for each mark that is another now.
    """
    access = hold_session(session, Action.GRADE, by=by, at=at)
    graded = (
        Seat.objects.select_for_update(of=("self",))
        .filter(session=access.session, key=seat)
        .exclude(state=SeatState.LOBBY)
        .first()
    )
    if graded is None:
        raise NotFound("no_seat")
    criteria = criteria_of(access.session)
    kept = {grade.claim_id: grade for grade in Grade.objects.filter(seat=graded)}
    claims = _claims_of(graded, access.session, kept)
    changed = 0
    for mark in reversed({mark.claim: mark for mark in reversed(marks)}.values()):
        if mark.claim and mark.claim not in claims:
            raise NotFound("no_claim")
        claim = claims[mark.claim] if mark.claim else None
        levels, feedback = fitted(mark.levels, criteria), _feedback(mark)
        typed = fingerprint(levels, feedback)
        grade = kept.get(claim)
        stored = fingerprint(grade.levels, grade.feedback) if grade else fingerprint((), "")
        if typed in {mark.seen, stored}:
            continue
        if stored != mark.seen:
            raise Conflict("graded_meanwhile")
        changed += 1
        _keep(
            grade or Grade(seat=graded, claim_id=claim),
            levels if any(place is not None for place in levels) else (),
            feedback,
            by=access.standing.person_id,
            at=access.at,
        )
    if changed and access.session.grades_released_at:
        tell_seat(graded, Event.GRADES)
    return changed


@transaction.atomic
def release_grades(*, session: str, by: Viewer, at: datetime | None = None) -> None:
    """Let every student see their own grades, also those that are given from now on.

    Doing it twice is harmless. Raises what `hold_session` raises. Effects: the session is told.
    """
    access = hold_session(session, Action.RELEASE_GRADES, by=by, at=at)
    if access.session.grades_released_at is None:
        _set_released(access.session, access.at)


@transaction.atomic
def take_back_grades(*, session: str, by: Viewer, at: datetime | None = None) -> None:
    """Let students see their grades no more; what was given stays. The rest: `release_grades`."""
    access = hold_session(session, Action.RELEASE_GRADES, by=by, at=at)
    if access.session.grades_released_at is not None:
        _set_released(access.session, None)


def _keep(grade: Grade, levels: Levels, feedback: str, *, by: int | None, at: datetime) -> None:
    if levels or feedback:
        grade.levels, grade.feedback = list(levels), feedback
        grade.by_id, grade.at = by, at
        grade.save()
    elif grade.pk is not None:
        grade.delete()


def _set_released(session: Session, at: datetime | None) -> None:
    session.grades_released_at = at
    session.save(update_fields=["grades_released_at"])
    tell_session(session, Event.GRADES)


def _claims_of(seat: Seat, session: Session, kept: dict[int | None, Grade]) -> dict[str, int]:
    """The claims of a student that can be graded, by their keys; one withdrawn only if it was."""
    if seat.person_id is None:
        return {}
    debates = Group.objects.filter(session=session).values("debate")
    own = Claim.objects.filter(debate__in=debates, author=seat.person_id)
    return {
        key: pk
        for key, pk, state in own.values_list("key", "pk", "state")
        if state != ClaimState.WITHDRAWN or pk in kept
    }


def _feedback(mark: Marked) -> str:
    field = mark.claim or "all"
    if not readable(mark.feedback):
        raise Invalid("unreadable_characters", field=field)
    feedback = canonical_lines(mark.feedback)
    if len(feedback) > FEEDBACK_MAX:
        raise Invalid("feedback_too_long", field=field, length=len(feedback), most=FEEDBACK_MAX)
    return feedback
