"""The three ways to hear: a stream, a poll, and a program that waits to be sent back."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

from debate.limits import STREAM_RETRY_SECONDS, STREAM_SECONDS
from debate.live.answers import Headers, Receive, Send, answer, answer_json, plain
from debate.live.asked import Asked, Reached
from debate.live.hub import Hub
from debate.live.listener import Listener
from debate.live.published import SLACK_SECONDS
from debate.policies.ticket import read_ticket, read_wait

OF_STREAMS: Headers = [
    (b"content-type", b"text/event-stream"),
    (b"x-accel-buffering", b"no"),  # of a proxy that would keep events until there are many
]


async def stream(hub: Hub, asked: Asked, receive: Receive, send: Send) -> None:
    """Tell events as they happen (text/event-stream), until somebody has had enough.

    Raises the refusals of `Hub.join`, and those of what was asked.
    """
    minted = read_ticket(asked.query.get("ticket", ""))
    reached = asked.reached()
    listener = Listener(
        minted.ticket,
        minted_at=minted.at,
        since=reached.seq,
        published_since=reached.at or minted.at - asked.age_seconds(),
        process=reached.process,
        # Who came at the same time, after a restart, is not to leave at the same time too.
        seconds=STREAM_SECONDS * random.uniform(0.8, 1),  # noqa: S311  no secret
        lasting=True,
    )
    listener.cut = _cutting(send)
    async with _joined(hub, listener, receive, only_asked=asked.method == "HEAD") as joined:
        headers = [*plain(), *OF_STREAMS]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        least, most = STREAM_RETRY_SECONDS
        retry = random.randint(least * 1_000, most * 1_000)  # noqa: S311  no secret
        chunk = b"retry: %d\n\n" % retry
        while joined and chunk:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            heard = await listener.hear()
            chunk = b"".join(event.frame(numbered=listener.numbered) for event in heard)
        await send({"type": "http.response.body", "body": b""})


async def poll(hub: Hub, asked: Asked, receive: Receive, send: Send) -> None:
    """Answer as soon as there is an event, at the latest after the time that was asked for."""
    minted = read_ticket(asked.query.get("ticket", ""))
    reached = asked.reached()
    listener = Listener(
        minted.ticket,
        minted_at=minted.at,
        since=reached.seq,
        published_since=reached.at or minted.at - asked.age_seconds(),
        process=reached.process,
        seconds=asked.wait_seconds(),
    )
    async with _joined(hub, listener, receive, only_asked=asked.method == "HEAD"):
        if listener.process not in ("", hub.id):
            # What another process told last may come again, but not in every answer for a second.
            await asyncio.sleep(SLACK_SECONDS)
        heard = await listener.hear()
    seq = listener.reached[listener.debates[0]] if listener.numbered else None
    since = str(Reached(seq, time.time(), hub.id))
    await answer_json(send, {"events": [event.told() for event in heard], "since": since})


async def wait(hub: Hub, asked: Asked, receive: Receive, send: Send) -> None:
    """Send a program back to where it came from, once there is something new for it there."""
    waiting, minted_at = read_wait(asked.query.get("ticket", ""))
    listener = Listener(
        waiting.ticket,
        minted_at=minted_at,
        since=waiting.since,
        seconds=waiting.seconds,
        shown=False,
    )
    async with _joined(hub, listener, receive, only_asked=asked.method == "HEAD"):
        await listener.hear()
    await answer(send, HTTPStatus.SEE_OTHER, b"", [(b"location", waiting.back.encode())])


@asynccontextmanager
async def _joined(
    hub: Hub, listener: Listener, receive: Receive, *, only_asked: bool
) -> AsyncIterator[bool]:
    """Have somebody listen, until they are gone; not at all where only the head is asked for."""
    if only_asked:
        listener.close()
        yield False
        return
    await hub.join(listener)
    watching = asyncio.create_task(_watch(receive, listener))
    try:
        yield True
    finally:
        watching.cancel()
        hub.leave(listener)


async def _watch(receive: Receive, listener: Listener) -> None:
    """Notice that the other end is gone: nobody else would tell a stream."""
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.close()


def _cutting(send: Send) -> Callable[[], None]:
    """How to break off a connection whose reader has stopped reading.

    By the rules of ASGI nobody can: what was sent waits for the reader for ever. uvicorn's own
    object behind `send` knows the transport; another server ends it by its own time limits.
    """
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    return getattr(transport, "abort", lambda: None)
