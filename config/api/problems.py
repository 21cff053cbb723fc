"""What the API answers when it cannot do as asked: always problem+json (RFC 9457).

`code` is stable and for programs, `detail` a sentence for people in their language; where several
fields are wrong, `errors` names each with its own code and sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.settings import api_settings

from accounts.api.json import dumps
from accounts.errors import (
    Conflict,
    Gone,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Refusal,
    TooMany,
)
from config.api.words import said
from debate.errors import Stale

PREFIX = "/api/"
PAGE = "/api/v1/docs/"  # of the description, for people
MEDIA_TYPE = "application/problem+json"
WAYS_IN = 'Bearer realm="api"'

STATUSES: Mapping[type[Refusal], HTTPStatus] = {
    Invalid: HTTPStatus.BAD_REQUEST,
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Gone: HTTPStatus.GONE,
    Stale: HTTPStatus.PRECONDITION_FAILED,  # what If-Match named is no longer the newest
    Conflict: HTTPStatus.CONFLICT,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
}
# What Django and the framework raise, as the refusals that they are.
OF_FRAMEWORK: Mapping[type[Exception], tuple[HTTPStatus, str]] = {
    exceptions.ParseError: (HTTPStatus.BAD_REQUEST, "not_json"),
    exceptions.AuthenticationFailed: (HTTPStatus.UNAUTHORIZED, "token_not_valid"),
    exceptions.PermissionDenied: (HTTPStatus.FORBIDDEN, "session_not_proven"),
    exceptions.NotFound: (HTTPStatus.NOT_FOUND, "no_resource"),
    exceptions.MethodNotAllowed: (HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed"),
    exceptions.NotAcceptable: (HTTPStatus.NOT_ACCEPTABLE, "not_acceptable"),
    exceptions.UnsupportedMediaType: (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send_json"),
    Http404: (HTTPStatus.NOT_FOUND, "no_resource"),
    PermissionDenied: (HTTPStatus.FORBIDDEN, "not_allowed"),
}


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of what was sent."""

    field: str
    code: str
    detail: str


def of_api(request: HttpRequest) -> bool:
    """Whether a request is for the API, whose every answer is JSON."""
    return request.path_info.startswith(PREFIX) and request.path_info != PAGE


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Iterable[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
    **more: object,
) -> HttpResponse:
    """A problem as an answer; `more` are members of its own that a code brings."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "code": code,
        "detail": detail,
        **more,
    }
    wrong = [{"field": e.field, "code": e.code, "detail": e.detail} for e in errors]
    if wrong:
        body["errors"] = wrong
    response = HttpResponse(dumps(body), status=status, content_type=MEDIA_TYPE)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def answer(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """The answer to what a resource raised; None for a fault, which is Django's to report."""
    if isinstance(error, Refusal):
        return refused(error)
    if isinstance(error, exceptions.ValidationError):
        return _invalid(error)
    for kind, (status, code) in OF_FRAMEWORK.items():
        if isinstance(error, kind):
            headers = {}
            if status == HTTPStatus.UNAUTHORIZED:
                headers["WWW-Authenticate"] = WAYS_IN
            if isinstance(error, exceptions.MethodNotAllowed):
                headers["Allow"] = ", ".join(context["view"].allowed_methods)
            return problem(status, code, said(Refusal(code)), headers=headers)
    if isinstance(error, exceptions.APIException):
        return problem(error.status_code, error.default_code, said(Refusal(error.default_code)))
    return None


def refused(refusal: Refusal) -> HttpResponse:
    """A refusal of the domain, with its status, its code and its sentence."""
    kind = next(kind for kind in (*STATUSES, Refusal) if isinstance(refusal, kind))
    told = said(refusal)
    headers: dict[str, str] = {}
    more: dict[str, object] = {}
    errors: list[FieldProblem] = []
    if isinstance(refusal, NotSignedIn):
        headers["WWW-Authenticate"] = WAYS_IN
    if isinstance(refusal, TooMany):
        headers["Retry-After"] = str(refusal.retry_after_seconds)
    if isinstance(refusal, Stale):
        more["current"] = refusal.current
    if isinstance(refusal.facts.get("opens_at"), datetime):
        more["opens_at"] = refusal.facts["opens_at"]
    if isinstance(refusal, Invalid) and refusal.field is not None:
        errors.append(FieldProblem(refusal.field, refusal.code, told))
    status = STATUSES.get(kind, HTTPStatus.CONFLICT)
    return problem(status, refusal.code, told, errors=errors, headers=headers, **more)


def _invalid(error: exceptions.ValidationError) -> HttpResponse:
    """Every field that is wrong at once, so that nobody has to send ten times to learn it all."""
    told = said(Refusal("fields_not_valid"))
    found = list(_fields(error.detail))
    return problem(HTTPStatus.BAD_REQUEST, "fields_not_valid", told, errors=found)


def _fields(detail: Any, name: str = "") -> Iterable[FieldProblem]:
    if isinstance(detail, Mapping):
        for key, inner in detail.items():
            of_itself = key == api_settings.NON_FIELD_ERRORS_KEY
            inner_name = f"{name}.{key}" if name else str(key)
            yield from _fields(inner, name if name and of_itself else inner_name)
    elif isinstance(detail, list):
        for at, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list)
            yield from _fields(inner, f"{name}[{at}]" if nested else name)
    else:
        yield FieldProblem(name, str(detail.code), str(detail))
