"""Reports: of a session as a table, of one student, for paper and as files; of a class's term."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from classroom.actions.reveal import reveal_all
from classroom.enums import Action
from classroom.formats.report_csv import write_contributions, write_students, write_term
from classroom.queries.access import open_session
from classroom.queries.grades import read_grading, read_student_grades
from classroom.queries.term import read_term
from debate.enums import Paced
from debate.web.answers import deed, go, page, viewer
from debate.web.paced import count

STUDENTS = "students"  # what else than contributions a table can be of


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _names(request, key)
    access = open_session(key, viewer(request), Action.REPORT)
    grading = read_grading(access)
    return _private(request, "session/report.html", session=access.session, grading=grading)


@deed("session-report")
def _names(request: HttpRequest, key: str) -> HttpResponse:
    count(request, Paced.ORDER)
    number = reveal_all(session=key, by=viewer(request))
    told = ngettext(
        "%(n)s student was looked up, and sees it.",
        "%(n)s students were looked up, and see it.",
        number,
    ) % {"n": number}
    return go(request, reverse("session-report", args=[key]), told=told)


@require_safe
def student(request: HttpRequest, key: str, seat: str) -> HttpResponse:
    access = open_session(key, viewer(request), Action.REPORT)
    grading, grades = read_student_grades(access, seat)
    keys = [one.student.seat for one in grading.students]
    at = keys.index(seat)
    return _private(
        request,
        "session/report_student.html",
        session=access.session,
        grading=grading,
        grades=grades,
        student=grades.student,
        before=grading.students[at - 1].student if at else None,
        after=grading.students[at + 1].student if at + 1 < len(keys) else None,
    )


@require_safe
def summary(request: HttpRequest, key: str) -> HttpResponse:
    access = open_session(key, viewer(request), Action.REPORT)
    grading = read_grading(access)
    return _private(request, "session/report_summary.html", session=access.session, grading=grading)


@require_safe
def table(request: HttpRequest, key: str) -> HttpResponse:
    grading = read_grading(open_session(key, viewer(request), Action.REPORT))
    of_students = request.GET.get("of", "") == STUDENTS
    content = write_students(grading) if of_students else write_contributions(grading)
    return _file(content, f"report-{'students-' if of_students else ''}{key}.csv")


# ---- Over a term


@require_safe
def term(request: HttpRequest, key: str) -> HttpResponse:
    return _private(request, "class/report.html", term=read_term(key, viewer(request)))


@require_safe
def term_table(request: HttpRequest, key: str) -> HttpResponse:
    return _file(write_term(read_term(key, viewer(request))), f"term-{key}.csv")


def _private(request: HttpRequest, template: str, **inputs: Any) -> HttpResponse:
    """A page with what minors did: no shared computer keeps a copy of it."""
    answer = page(request, template, **inputs)
    patch_cache_control(answer, private=True, no_store=True)
    return answer


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
    patch_cache_control(answer, private=True, no_store=True)
    return answer
