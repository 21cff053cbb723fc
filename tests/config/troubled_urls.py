"""Views that get into every trouble that the middleware has to answer, beside the real ones."""

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import path

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, TooMany
from config import urls
from debate.errors import NotOpen

ERRORS: dict[str, Exception] = {
    "invalid": Invalid("claim_too_short", field="text", least=3),
    "not-signed-in": NotSignedIn("sign_in_to_vote"),
    "not-allowed": NotAllowed("not_your_claim"),
    "not-found": NotFound("no_claim"),
    "conflict": Conflict("already_published"),
    "not-open": NotOpen("replies_closed"),
    "too-many": TooMany("too_many_songs", retry_after_seconds=90),
    "404": Http404("internal words"),
    "403": PermissionDenied("internal words"),
    "outage": OperationalError("the server closed the connection"),
    "closed": InterfaceError("connection already closed"),
    "crash": ZeroDivisionError("internal words"),
}


def trouble(request: HttpRequest, name: str) -> HttpResponse:
    raise ERRORS[name]


def cut_off(request: HttpRequest) -> HttpResponse:
    """Loses its database connection in the middle of the work, for real."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    return HttpResponse("unreachable")


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.POST)} fields")


def who(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.user))


def with_token(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_token(request))


def signing_in(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = True
    return HttpResponse("")


urlpatterns = [
    path("trouble/<str:name>/", trouble),
    path("cut-off/", cut_off),
    path("echo/", echo),
    path("who/", who),
    path("with-token/", with_token),
    path("signing-in/", signing_in),
    *urls.urlpatterns,
]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
