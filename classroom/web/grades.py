"""Grading: everybody at a glance, one student at a time, and what a student is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import Conflict, Invalid, NotFound, NotSignedIn
from classroom.actions.grading import Marked, grade_seat, release_grades, take_back_grades
from classroom.actions.rubric import choose_rubric
from classroom.enums import Action
from classroom.limits import GRADED_AT_ONCE
from classroom.logic.report import Contribution
from classroom.logic.rubric import Criteria, Criterion, Levels, fingerprint, fitted
from classroom.queries.access import SessionAccess, open_session
from classroom.queries.grades import (
    GradeRow,
    StudentGrades,
    list_rubrics,
    read_grading,
    read_own_grades,
    read_student_grades,
)
from classroom.words import sentence
from debate.enums import Paced
from debate.logic.claim_text import canonical_lines
from debate.web import asked
from debate.web.answers import deed, go, page, sign_in_first, viewer
from debate.web.paced import count

ALL = "all"  # the mark of all work, beside those of claims, which have their keys


@require_safe
def own(request: HttpRequest, key: str) -> HttpResponse:
    """What a student is told of their work."""
    answer = page(request, "session/grades.html", grades=read_own_grades(key, viewer(request)))
    patch_cache_control(answer, private=True, no_store=True)
    return answer


# ---- Everybody


@require_http_methods(["GET", "HEAD", "POST"])
def grading(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _done(request, key)
    return _overview(request, open_session(key, viewer(request), Action.GRADE))


@deed("session-grading")
def _done(request: HttpRequest, key: str) -> HttpResponse:
    who, word = viewer(request), request.POST.get("deed", "")
    count(request, Paced.MANAGE)
    if word == "rubric":
        return _choose(request, key)
    if word == "release":
        release_grades(session=key, by=who)
        told = _("Every student sees their own grades now.")
    elif word == "take_back":
        take_back_grades(session=key, by=who)
        told = _("Students see their grades no more.")
    else:
        raise Invalid("no_such_deed", field="deed")
    return go(request, reverse("session-grading", args=[key]), told=told)


def _choose(request: HttpRequest, key: str) -> HttpResponse:
    who, rubric = viewer(request), asked.key(request.POST, "rubric") or ""
    if request.POST.get("rubric") and not rubric:
        raise NotFound("no_rubric")
    try:
        choose_rubric(
            session=key,
            rubric=rubric,
            drop_levels=request.POST.get("drop") == "1",
            by=who,
        )
    except Conflict as refusal:
        access = open_session(key, who, Action.GRADE)
        return _overview(
            request, access, rubric=rubric, refused=sentence(refusal), status=HTTPStatus.CONFLICT
        )
    told = _("The rubric is chosen.") if rubric else _("No rubric is used now.")
    return go(request, reverse("session-grading", args=[key]), told=told)


def _overview(
    request: HttpRequest,
    access: SessionAccess,
    *,
    rubric: str = "",
    refused: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    answer = page(
        request,
        "session/grading.html",
        session=access.session,
        grading=read_grading(access),
        rubrics=list_rubrics(viewer(request)),
        chosen=rubric,
        refused=refused,
        status=status,
    )
    patch_cache_control(answer, private=True, no_store=True)
    return answer


# ---- One student


@dataclass(frozen=True, slots=True)
class Choice:
    """One criterion in the form: its field and the level that is chosen there."""

    field: str
    criterion: Criterion
    level: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """What the form says of one claim, or of all work (`said` none).

    `theirs` is what another teacher saved meanwhile, where it differs.
    """

    mark: str
    said: Contribution | None
    choices: tuple[Choice, ...]
    levels: Levels
    feedback: str
    seen: str
    theirs: GradeRow | None = None
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest, key: str, seat: str) -> HttpResponse:
    who = viewer(request)
    if request.method == "POST":
        count(request, Paced.MANAGE)
        try:
            return _graded(request, key, seat)
        except NotSignedIn as refusal:
            return sign_in_first(request, refusal, request.path)
    access = open_session(key, who, Action.GRADE)
    return _form(request, access, seat)


def _graded(request: HttpRequest, key: str, seat: str) -> HttpResponse:
    who = viewer(request)
    marks = _typed(request.POST)
    try:
        grade_seat(session=key, seat=seat, marks=marks, by=who)
    except (Invalid, Conflict) as refusal:
        invalid = isinstance(refusal, Invalid)
        return _form(
            request,
            open_session(key, who, Action.GRADE),
            seat,
            typed=marks,
            refused=sentence(refusal),
            about=str(refusal.field) if isinstance(refusal, Invalid) else "",
            status=HTTPStatus.UNPROCESSABLE_ENTITY if invalid else HTTPStatus.CONFLICT,
        )
    following = asked.key(request.POST, "next_seat") if "and_next" in request.POST else None
    if following:
        address = reverse("session-grading-seat", args=[key, following])
    else:
        page_number = asked.number(request.GET, "page") or 1
        address = reverse("session-grading-seat", args=[key, seat])
        address += f"?page={page_number}" if page_number > 1 else ""
    return go(request, address, told=_("Saved."))


def _typed(sent: QueryDict) -> list[Marked]:
    marks = list(dict.fromkeys(sent.getlist("mark")))[: GRADED_AT_ONCE + 1]
    return [
        Marked(
            claim="" if mark == ALL else mark,
            levels=_levels(sent, mark),
            feedback=sent.get(f"feedback-{mark}", ""),
            seen=sent.get(f"seen-{mark}", ""),
        )
        for mark in marks
    ]


def _levels(sent: QueryDict, mark: str) -> Levels:
    """The chosen levels, up to the last criterion that the form names."""
    levels: list[int | None] = []
    while (name := f"level-{mark}-{len(levels)}") in sent and len(levels) < len(sent):
        levels.append(asked.number(sent, name))
    return tuple(levels)


def _form(
    request: HttpRequest,
    access: SessionAccess,
    seat: str,
    *,
    typed: Sequence[Marked] = (),
    refused: str = "",
    about: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    grading, grades = read_student_grades(access, seat)
    criteria = grading.rubric.criteria if grading.rubric else ()
    kept = grades.lines
    pages = max(1, -(-len(kept) // GRADED_AT_ONCE))
    number = min(max(asked.number(request.GET, "page") or 1, 1), pages)
    shown = kept[(number - 1) * GRADED_AT_ONCE : number * GRADED_AT_ONCE]
    lines = _lines(shown, grades, criteria, {mark.claim or ALL: mark for mark in typed})
    if about:
        lines = [replace(line, problem=refused) if line.mark == about else line for line in lines]
    seats = [one.student.seat for one in grading.students]
    after = seats.index(seat) + 1
    answer = page(
        request,
        "session/grading_seat.html",
        session=access.session,
        grading=grading,
        grades=grades,
        student=grades.student,
        overall=lines[0],
        lines=lines[1:],
        page_number=number,
        pages=range(1, pages + 1) if pages > 1 else (),
        next_seat=seats[after] if after < len(seats) else "",
        refused=refused,
        status=status,
    )
    patch_cache_control(answer, private=True, no_store=True)
    return answer


def _lines(
    shown: Iterable[tuple[Contribution, GradeRow]],
    grades: StudentGrades,
    criteria: Criteria,
    typed: dict[str, Marked],
) -> list[Line]:
    lines = [_line(ALL, None, grades.overall, criteria, typed.get(ALL))]
    for said, kept in shown:
        lines.append(_line(said.key, said, kept, criteria, typed.get(said.key)))
    return lines


def _line(
    mark: str,
    said: Contribution | None,
    kept: GradeRow,
    criteria: Criteria,
    typed: Marked | None,
) -> Line:
    """A line as it is kept, or as it was typed and refused, then beside what is kept."""
    levels, feedback, theirs = fitted(kept.levels, criteria), kept.feedback, None
    if typed is not None:
        told = fingerprint(fitted(typed.levels, criteria), canonical_lines(typed.feedback))
        if told != typed.seen:  # what was not touched is shown as it is kept by now
            levels = fitted(typed.levels, criteria)
            feedback = typed.feedback.encode("utf-8", "replace").decode()
            others = kept.fingerprint not in {typed.seen, told}
            theirs = kept if others else None
    choices = tuple(
        Choice(f"level-{mark}-{place}", criterion, levels[place])
        for place, criterion in enumerate(criteria)
    )
    return Line(mark, said, choices, levels, feedback, kept.fingerprint, theirs)
