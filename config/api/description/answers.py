"""What an operation can answer besides what it is for: the problems, and the headers of answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from rest_framework.serializers import Serializer

from accounts.api import once
from accounts.api.contract import Operation
from accounts.errors import Refusal, TooMany
from accounts.limits import KEPT_KEY_MAX
from config.api.problems import MEDIA_TYPE
from config.api.words import said
from config.doors import door
from debate.enums import Action

# The names of fields that hold the key of something.
KEYS = frozenset({"key", "debate", "claim", "parent", "passage", "essay", "person", "act", "root"})
PRINTED = "^[ -~]+$"
TAG = r'^(W/)?"[!#-+\--~]+"$'
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})

PROBLEM: Mapping[str, Any] = {
    "type": "object",
    "description": "What went wrong, after RFC 9457. More members may come with some codes.",
    "properties": {
        "type": {"type": "string", "description": "Always about:blank; `code` tells them apart."},
        "title": {"type": "string", "description": "The words of the status."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {
            "type": "string",
            "pattern": "^[a-z][a-z0-9_]*$",
            "description": "Stable, for programs. New ones may come.",
        },
        "detail": {"type": "string", "description": "A sentence for people, in their language."},
        "errors": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/FieldProblem"},
            "description": "Every field that is wrong, where fields are.",
        },
        "current": {
            "type": "integer",
            "minimum": 1,
            "description": "With edited_meanwhile: the number of the newest revision.",
        },
        "opens_at": {
            "type": "string",
            "format": "date-time",
            "description": "Where something is not open yet, and it is known when it will be.",
        },
    },
    "required": ["type", "title", "status", "code", "detail"],
}
FIELD_PROBLEM: Mapping[str, Any] = {
    "type": "object",
    "description": "What is wrong with one field or parameter.",
    "properties": {
        "field": {"type": "string", "description": "Its name; `a.b` and `a[0].b` lie deeper."},
        "code": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
        "detail": {"type": "string"},
    },
    "required": ["field", "code", "detail"],
}

# A few codes that each status is told with; all of them stand at `code` of the schema Problem.
MEANINGS: Mapping[HTTPStatus, tuple[str, tuple[str, ...]]] = {
    HTTPStatus.BAD_REQUEST: (
        "The address or the body cannot be taken as it is.",
        ("fields_not_valid", "not_json", "bad_cursor"),
    ),
    HTTPStatus.UNAUTHORIZED: (
        "The token is not valid, or there is none where one is needed.",
        ("token_not_valid", "sign_in_to_reply"),
    ),
    HTTPStatus.FORBIDDEN: (
        "The owner of the token may not do this, or the token has not the scope for it.",
        ("token_scope", "not_for_you", "session_not_proven"),
    ),
    HTTPStatus.NOT_FOUND: (
        "There is no such thing, or it is not open to whoever asks.",
        ("no_debate", "no_claim", "no_resource"),
    ),
    HTTPStatus.NOT_ACCEPTABLE: ("No form of it is one that Accept names.", ("not_acceptable",)),
    HTTPStatus.CONFLICT: (
        "It cannot be done now, because of the state that things are in.",
        ("branch_locked", "frozen", "archived"),
    ),
    HTTPStatus.GONE: ("The cursor is too old. Pull the thread again.", ("cursor_expired",)),
    HTTPStatus.PRECONDITION_FAILED: (
        "If-Match does not name the newest revision; `current` does.",
        ("edited_meanwhile",),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("The body is too large.", ("body_too_large",)),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: ("The body is no JSON.", ("send_json",)),
    HTTPStatus.UNPROCESSABLE_ENTITY: (
        "This Idempotency-Key came before with another request.",
        ("key_used_otherwise",),
    ),
    HTTPStatus.PRECONDITION_REQUIRED: ("If-Match is missing.", ("if_match_needed",)),
    HTTPStatus.TOO_MANY_REQUESTS: (
        "Too much in too short a time. Retry-After says when to come back.",
        ("too_many_reply", "too_many_vote"),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "The database does not answer. Retry-After says when to try again.",
        ("unavailable",),
    ),
}
EVERYWHERE = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
FACTS = {"scope": "vote", "most": 20}
RETRY_AFTER_SECONDS = 30

PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "IdempotencyKey": {
        "in": "header",
        "name": once.HEADER,
        "schema": {"type": "string", "pattern": PRINTED, "minLength": 1, "maxLength": KEPT_KEY_MAX},
        "description": "Whatever is sent again under the same key within a day is done once, and "
        "answered as it was the first time.",
    },
    "IfMatch": {
        "in": "header",
        "name": "If-Match",
        "required": True,
        "schema": {"type": "string", "pattern": TAG},
        "description": "The ETag, or the number of the revision in quotes, that was edited.",
        "example": '"7"',
    },
    "IfNoneMatch": {
        "in": "header",
        "name": "If-None-Match",
        "schema": {"type": "string"},
        "description": "The ETag that one has: if it is still so, 304 without a body.",
    },
}
HEADERS: Mapping[str, Mapping[str, Any]] = {
    "ETag": {
        "description": "Tells this state from others. Send it back in If-None-Match.",
        "schema": {"type": "string"},
    },
    "Location": {
        "description": "The address of what was made, where it has one; of a 307 where to go on.",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "RateLimit-Policy": {
        "description": "What is counted, each with how many (q) in how many seconds (w).",
        "schema": {"type": "string"},
        "example": '"reads";q=600;w=60',
    },
    "RateLimit": {
        "description": "What is left of each (r), and the seconds until there is more (t).",
        "schema": {"type": "string"},
        "example": '"reads";r=599;t=60',
    },
    "Idempotency-Replayed": {
        "description": "`true` where the answer is the one that was given the first time.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "Retry-After": {
        "description": "Seconds to wait before trying again.",
        "schema": {"type": "integer", "minimum": 0},
    },
    "WWW-Authenticate": {
        "description": "How to prove who is asking.",
        "schema": {"type": "string"},
    },
}
# What is edited only by who says which revision they know, and what is told only if it is another.
MATCHED = frozenset({("api-claim", "PATCH")})
CONDITIONAL = frozenset(
    {
        "api-claim",
        "api-claim-revision",
        "api-debate",
        "api-description",
        "api-essay-revision",
        "api-thread",
    }
)
COUNTED = ("RateLimit-Policy", "RateLimit")


def headers(*names: str) -> dict[str, Any]:
    """References to headers of answers."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def problems_of(method: str, path: str, name: str, operation: Operation) -> Iterator[HTTPStatus]:
    """The problems that an operation can answer, by what it is."""
    yield from EVERYWHERE
    if (name, method) in MATCHED:
        yield HTTPStatus.PRECONDITION_FAILED
        yield HTTPStatus.PRECONDITION_REQUIRED
    if "{" in path or KEYS & operation.asked().fields.keys():
        yield HTTPStatus.NOT_FOUND
    if "changes" in path.split("/"):
        yield HTTPStatus.GONE
    if method in UNSAFE or isinstance(door(name, method), Action):
        yield HTTPStatus.CONFLICT
    if method in UNSAFE:
        yield HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        yield HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    if method == "POST":
        yield HTTPStatus.UNPROCESSABLE_ENTITY


def headers_taken(method: str, name: str, operation: Operation) -> list[str]:
    """The headers of a request that an operation reads, as components of the description."""
    if (name, method) in MATCHED:
        return ["IfMatch"]
    if method == "GET" and name in CONDITIONAL:
        return ["IfNoneMatch"]
    if method == "POST" and operation.kept:
        return ["IdempotencyKey"]
    return []


def headers_given(method: str, name: str, status: int, operation: Operation) -> list[str]:
    """The headers of its own answers."""
    names = list(COUNTED)
    if (method == "GET" and name in CONDITIONAL) or (name, method) in MATCHED:
        names.append("ETag")
    if status in {HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.TEMPORARY_REDIRECT}:
        names.append("Location")
    if method == "POST" and operation.kept:
        names.append("Idempotency-Replayed")
    return names


def meaning_of(status: int, form: type[Serializer[Any]] | None) -> str:
    """What an answer of an operation's own tells."""
    if status == HTTPStatus.NOT_MODIFIED:
        return "It is still so."
    if status == HTTPStatus.TEMPORARY_REDIRECT:
        return "Nothing is new. At Location somebody waits for it, and is sent back from there."
    if status in MEANINGS:
        return MEANINGS[HTTPStatus(status)][0]
    if status == HTTPStatus.CREATED:
        return "It was made."
    return "It was done." if form is None else (form.__doc__ or "").strip().partition("\n")[0]


def reference(status: HTTPStatus) -> dict[str, str]:
    """Where the description of a problem stands that many operations share."""
    return {"$ref": f"#/components/responses/Problem{int(status)}"}


def responses() -> dict[str, Any]:
    """The problems that operations share, with an example for some of the codes of each."""
    return {
        f"Problem{int(status)}": _response(status, *meaning) for status, meaning in MEANINGS.items()
    }


def _response(status: HTTPStatus, meaning: str, codes: tuple[str, ...]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": meaning,
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {code: {"value": example(status, code)} for code in codes},
            }
        },
    }
    names = [] if status == HTTPStatus.SERVICE_UNAVAILABLE else list(COUNTED)
    if status == HTTPStatus.UNAUTHORIZED:
        names.append("WWW-Authenticate")
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        names.append("Retry-After")
    return {**told, "headers": headers(*names)}


def example(status: HTTPStatus, code: str) -> dict[str, Any]:
    """A problem as it is answered."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "code": code,
        "detail": said(_refusal(status, code)),
    }
    if code == "fields_not_valid":
        detail = "There is no such field here."
        body["errors"] = [{"field": "colour", "code": "unknown_field", "detail": detail}]
    if code == "edited_meanwhile":
        body["current"] = 8
    return body


def _refusal(status: HTTPStatus, code: str) -> Refusal:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TooMany(code, retry_after_seconds=RETRY_AFTER_SECONDS)
    return Refusal(code, **FACTS)
