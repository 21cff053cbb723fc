"""Ending streams as soon as a server is told to stop: by itself it would wait for them."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def on_stop(end: Callable[[], Any]) -> None:
    """Call something in the running loop at a signal to stop, before what the server does."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        before = signal.getsignal(number)
        if callable(before):  # without a server that stops in its own way there is nothing to chain
            signal.signal(number, _chained(before, loop, end))


def _chained(
    before: Callable[[int, FrameType | None], Any],
    loop: asyncio.AbstractEventLoop,
    end: Callable[[], Any],
) -> Callable[[int, FrameType | None], None]:
    def handle(number: int, frame: FrameType | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(end)
        before(number, frame)

    return handle
