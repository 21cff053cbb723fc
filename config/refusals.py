"""What the site answers when it cannot do as asked: refusals, faults and outages as pages.

Below the doors a refusal is a code and its facts. Here its kind becomes a status and its code a
sentence, shown on a page of its own or, for htmx, in the message region of the page that asked.
"""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.context_processors import csrf
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, Refusal, TooMany
from accounts.limits import NEXT_MAX
from classroom.words import sentence
from config.api import problems
from config.api.words import said
from debate.web.answers import by_htmx, sign_in_first, typed_texts

log = logging.getLogger(__name__)

OUTAGES = (OperationalError, InterfaceError)
OUTAGE_RETRY_SECONDS = 2  # a killed PostgreSQL is back by itself in about this time
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)
NUL = "\0"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}

STATUSES: dict[type[Refusal], HTTPStatus] = {
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
}


@dataclass(frozen=True)
class Problem:
    """What went wrong; the page has a title, and a sentence where none is given here."""

    status: HTTPStatus
    sentence: str
    template: str = "problem/page.html"
    code: str = "fault"  # what programs are told by
    retry_after_seconds: int | None = None
    typed: tuple[str, ...] = ()  # texts that would be lost, given back to be copied


class RefusalMiddleware:
    """Turns what views raise into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = _unreadable(request) or self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            response = not_found(request)  # in place of Django's page for developers
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotSignedIn):
            return _ask_to_sign_in(request, error)
        if isinstance(error, Refusal):
            return _show(request, replace(_refused(error), typed=typed_texts(request)))
        if isinstance(error, Http404):
            return not_found(request)
        if isinstance(error, PermissionDenied):
            return forbidden(request)
        if isinstance(error, OUTAGES):
            return _unavailable(request, error)
        if isinstance(error, UNREADABLE):
            return bad_request(request, error)
        return None


# ---- The pages that Django asks for by name (config/urls.py, CSRF_FAILURE_VIEW)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        problem = Problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            _("What you sent is larger than this site takes. Send less of it."),
            code="body_too_large",
        )
    else:
        problem = Problem(
            HTTPStatus.BAD_REQUEST,
            _("The address or the form that was sent is damaged. Go back and try once more."),
            code="damaged_request",
        )
    # Not with the request: its host, cookies or form are what could not be read.
    return _show(request, problem, knows_person=False)


def forbidden(request: HttpRequest, exception: object = None) -> HttpResponse:
    return _show(request, _refused(NotAllowed("not_allowed")))


def not_found(request: HttpRequest, exception: object = None) -> HttpResponse:
    return _show(request, _refused(NotFound("not_found")))


def fault(request: HttpRequest) -> HttpResponse:
    error = sys.exc_info()[1]
    if isinstance(error, OUTAGES):
        return _unavailable(request, error)
    problem = Problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("It is our fault, not yours, and it is written down. Try again in a moment."),
        "problem/500.html",
        typed=_typed(request),
    )
    return _show(request, problem, knows_person=False)


def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Instead of Django's page about CSRF; what was typed is given back to be copied."""
    problem = Problem(
        HTTPStatus.FORBIDDEN,
        _(
            "Nothing was changed. Perhaps you signed in or out in another tab, or cookies are "
            "switched off. Go back, reload the page and send it again."
        ),
        "problem/too_old.html",
        code="session_not_proven",
        typed=typed_texts(request),
    )
    log.warning("CSRF: %s: %s", reason, request.path)
    return _show(request, problem)


# ---- How a problem is shown


def _typed(request: HttpRequest) -> tuple[str, ...]:
    """What was written in the form that met a fault; nothing, where that cannot be read either."""
    try:
        return typed_texts(request)
    except Exception:
        log.exception("The form that met a fault cannot be read")
        return ()


def _refused(refusal: Refusal) -> Problem:
    kind = next(kind for kind in (*STATUSES, Refusal) if isinstance(refusal, kind))
    return Problem(
        STATUSES.get(kind, HTTPStatus.CONFLICT),
        sentence(refusal),
        code=refusal.code,
        retry_after_seconds=refusal.retry_after_seconds if isinstance(refusal, TooMany) else None,
    )


def _ask_to_sign_in(request: HttpRequest, refusal: NotSignedIn) -> HttpResponse:
    back = _way_back(request)
    if not by_htmx(request):
        return sign_in_first(request, refusal, back)
    messages.info(request, sentence(refusal))
    return HttpResponseClientRedirect(redirect_to_login(back)["Location"])


def _way_back(request: HttpRequest) -> str:
    """The page to return to after signing in: this one, or the one that the deed was asked from.

    A deed's own address cannot be visited; without a page of this host it is the front page.
    """
    if by_htmx(request):
        asked_from = request.headers.get("HX-Current-URL", "")
    elif request.method in SAFE_METHODS:
        asked_from = request.build_absolute_uri()
    else:
        asked_from = request.headers.get("Referer", "")
    try:
        address = urlsplit(asked_from)
    except ValueError:
        return "/"
    path = address.path
    if address.netloc != request.get_host() or not path.startswith("/") or path.startswith("//"):
        return "/"
    back = path + (f"?{address.query}" if address.query else "")
    return back if len(back) <= NEXT_MAX else "/"


def _unavailable(request: HttpRequest, error: BaseException) -> HttpResponse:
    log.error("The database does not answer: %s", request.path, exc_info=error)
    problem = Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("The site cannot reach its memory just now. Try again in a few seconds."),
        code="unavailable",
        retry_after_seconds=OUTAGE_RETRY_SECONDS,
        typed=_typed(request),
    )
    return _show(request, problem, knows_person=False)


def _show(request: HttpRequest, problem: Problem, *, knows_person: bool = True) -> HttpResponse:
    """The problem in the site's look: a page, or for htmx one message for the page that asked.

    With `knows_person=False` neither the request nor the database is touched while rendering. Where
    even the template fails, the bare sentence is better than nothing.
    """
    if problems.of_api(request):
        return _tell_a_program(problem)
    fragment = by_htmx(request)
    try:
        if fragment:
            content = render_to_string("_flash.html", {"kind": "problem", "text": problem.sentence})
        else:
            content = render_to_string(
                problem.template,
                {
                    "status": int(problem.status),
                    "sentence": problem.sentence,
                    "typed": problem.typed,
                }
                | csrf(request),  # reads no more than a cookie
                request if knows_person else None,
            )
    except OUTAGES as error:
        if not knows_person:
            raise
        return _unavailable(request, error)
    except Exception:
        if knows_person:
            raise  # becomes the page of a fault, which asks for nobody
        log.exception("The page of a problem cannot be drawn")
        content = format_html("<!doctype html><title>Rejoinder</title><p>{}</p>", problem.sentence)
    response = HttpResponse(content, status=problem.status)
    if fragment:
        response["HX-Retarget"] = "#flashes"
        response["HX-Reswap"] = "innerHTML"
    if problem.retry_after_seconds is not None:
        response["Retry-After"] = str(problem.retry_after_seconds)
    return response


def _tell_a_program(problem: Problem) -> HttpResponse:
    code = "no_resource" if problem.code == "not_found" else problem.code
    headers = {}
    if problem.retry_after_seconds is not None:
        headers["Retry-After"] = str(problem.retry_after_seconds)
    return problems.problem(problem.status, code, said(Refusal(code)), headers=headers)


def _unreadable(request: HttpRequest) -> HttpResponse | None:
    """The answer to a request that no view could read, or None.

    PostgreSQL holds no NUL, so one in an address or a cookie would fail in whichever statement
    meets it first; forms tell of theirs at the field. The form is read here, early, because what
    the CSRF check raises while reading it passes by every `process_exception`. The API takes none.
    """
    query = request.META.get("QUERY_STRING", "")
    if (
        NUL in request.path
        or NUL in query
        or "%00" in query
        or any(NUL in value for value in request.COOKIES.values())
    ):
        return bad_request(request)
    try:
        if not problems.of_api(request):
            request.POST  # noqa: B018 - reading it is the point
    except (*UNREADABLE, LookupError) as error:  # LookupError: a charset that is no text encoding
        # Whatever reads the form again, a log or a template, finds it empty.
        request._mark_post_parse_error()  # type: ignore[attr-defined]  # noqa: SLF001 - Django's own way
        log.warning("Unreadable request: %s: %s", error, request.path)
        return bad_request(request, error)
    return None
