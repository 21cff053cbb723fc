"""The ASGI application below /live/, beside Django: no view, no thread and no cookie of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from accounts.errors import NotFound, Refusal
from debate.live.answers import Receive, Scope, Send, WrongMethod, refuse
from debate.live.asked import Asked, asked
from debate.live.events import poll, stream, wait
from debate.live.hub import Hub
from debate.live.stopping import on_stop

type Resource = Callable[[Hub, Asked, Receive, Send], Awaitable[None]]

RESOURCES: dict[str, Resource] = {
    "/live/events/": stream,
    "/live/poll/": poll,
    "/live/wait/": wait,
}
READING = ("GET", "HEAD")


class Live:
    """The application with the hub of its process, which begins with the loop that serves it."""

    def __init__(self) -> None:
        self._hub: Hub | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    def wake(self) -> Hub:
        """The hub, which begins to listen if it does not yet."""
        loop = asyncio.get_running_loop()
        if self._hub is None or self._loop is not loop:
            self._hub, self._loop = Hub(), loop
            self._hub.start()
            on_stop(self._hub.end)
        return self._hub

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            resource = RESOURCES.get(scope["path"])
            if resource is None:
                raise NotFound("no_resource")
            if scope["method"] not in READING:
                raise WrongMethod("method_not_allowed")
            await resource(self.wake(), asked(scope), receive, send)
        except Refusal as refusal:
            await refuse(send, refusal)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self.wake().ready()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.wake().stop()
                await send({"type": "lifespan.shutdown.complete"})
                return


application = Live()
