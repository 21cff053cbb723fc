"""The ASGI application below /live/. It has no streams yet and says so."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

type Scope = MutableMapping[str, Any]
type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type Application = Callable[[Scope, Receive, Send], Awaitable[None]]

NOT_FOUND = json.dumps({"title": "Not found", "status": 404, "code": "not_found"}).encode()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer every request with a problem text (RFC 9457)."""
    if scope["type"] != "http":
        return
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(NOT_FOUND)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": NOT_FOUND})
