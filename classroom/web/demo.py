"""The demo lesson, entered by anybody while the site runs for development."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.errors import Invalid, NotFound
from accounts.models import User
from classroom.actions.demo import refresh_lesson
from classroom.models import Session
from classroom.queries.demo import PHONE, demo_seat, demo_session
from debate.web.answers import page


@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """Two ways in: as the one who teaches, and as one of those who sit in the class."""
    session = demo_session() if settings.DEBUG else None
    if session is None:
        raise NotFound("no_session")
    if request.method != "POST":
        return page(request, "demo/page.html", session=session, student=PHONE)
    return _enter(request, session, request.POST.get("as", ""))


def _enter(request: HttpRequest, session: Session, way: str) -> HttpResponse:
    entered = {"teacher": session.teacher, "student": _student(session)}.get(way)
    if entered is None:
        raise Invalid("choose_who_to_be", field="as")
    refresh_lesson(session)
    login(request, entered, backend=settings.AUTHENTICATION_BACKENDS[0])
    if way == "student":
        request.session["class_session"] = session.key  # for the head of every page, as on joining
    return redirect("session-board" if way == "teacher" else "session", session.key)


def _student(session: Session) -> User | None:
    seat = demo_seat(session)
    return seat.person if seat else None
