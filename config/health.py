"""/health/: whether this server and its database answer, for supervisors and load balancers."""

from collections.abc import Callable

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

PATH = "/health/"


class HealthMiddleware:
    """Answers the health question before anything else looks at the request.

    As the first middleware it needs no session, no cookie, no TLS and no particular Host header:
    whoever asks does so by address, from inside.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return health() if request.path_info == PATH else self.get_response(request)


def health() -> JsonResponse:
    """200 where the database answers, else 503. Queries: one, which touches no table."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        response = JsonResponse({"status": "the database does not answer"}, status=503)
        response["Retry-After"] = "5"
    else:
        response = JsonResponse({"status": "ok"})
    response["Cache-Control"] = "no-store"
    return response
