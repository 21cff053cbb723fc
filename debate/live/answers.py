"""What the live app answers besides streams, by the manners of the API: problems are JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http import HTTPStatus
from typing import Any

import orjson
from django.conf import settings

from accounts.errors import Invalid, NotFound, NotSignedIn, Refusal, TooMany

type Scope = MutableMapping[str, Any]
type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type Application = Callable[[Scope, Receive, Send], Awaitable[None]]
type Headers = list[tuple[bytes, bytes]]


class WrongMethod(Refusal):
    """Asked in a way in which nothing here can be asked."""


class Unavailable(Refusal):
    """This process cannot take anybody now."""


STATUSES: dict[type[Refusal], HTTPStatus] = {
    Invalid: HTTPStatus.BAD_REQUEST,
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
    NotFound: HTTPStatus.NOT_FOUND,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    WrongMethod: HTTPStatus.METHOD_NOT_ALLOWED,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}
TRY_AGAIN_SECONDS = 5

# For programs; pages word for themselves what they show.
SAID = {
    "ticket_not_valid": "This is no ticket of ours. Ask for a new one.",
    "ticket_expired": "The ticket has expired or was revoked. Ask for a new one.",
    "too_many_streams": "Too many streams are open. Close one, or come back later.",
    "live_not_ready": "Live updates cannot be told now. Come back in a moment.",
    "bad_cursor": "This says of no event that it was the last one.",
    "wait_not_valid": "Say in whole seconds how long to wait.",
    "query_not_valid": "The query has too many parts.",
    "no_resource": "There is nothing at this address.",
    "method_not_allowed": "This can only be read.",
}


def plain() -> Headers:
    """What stands above every answer."""
    headers = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
    if settings.CORS_ALLOW_ALL_ORIGINS:  # a ticket is for whoever holds it; nothing else is asked
        headers.append((b"access-control-allow-origin", b"*"))
    return headers


async def answer(
    send: Send,
    status: int,
    body: bytes = b"",
    headers: Iterable[tuple[bytes, bytes]] = (),
) -> None:
    """A whole answer."""
    length = (b"content-length", str(len(body)).encode())
    await send(
        {"type": "http.response.start", "status": status, "headers": [*plain(), length, *headers]}
    )
    await send({"type": "http.response.body", "body": body})


async def answer_json(send: Send, content: Any) -> None:
    """Some content."""
    kind = (b"content-type", b"application/json")
    await answer(send, HTTPStatus.OK, orjson.dumps(content), [kind])


async def refuse(send: Send, refusal: Refusal) -> None:
    """A refusal with its stable code (RFC 9457)."""
    status = STATUSES[type(refusal)]
    headers = [(b"content-type", b"application/problem+json")]
    if isinstance(refusal, WrongMethod):
        headers.append((b"allow", b"GET, HEAD"))
    if isinstance(refusal, TooMany):
        headers.append((b"retry-after", str(refusal.retry_after_seconds).encode()))
    if isinstance(refusal, Unavailable):
        headers.append((b"retry-after", str(TRY_AGAIN_SECONDS).encode()))
    content = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "code": refusal.code,
        "detail": SAID[refusal.code],
    }
    await answer(send, status, orjson.dumps(content), headers)
