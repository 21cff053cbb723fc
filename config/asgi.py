"""All of Rejoinder behind one port: live streams natively, everything else through threads.

This is what `make run` serves. In production web (config/wsgi.py) and live (config/live.py) are
processes of their own.
"""

from typing import Any, cast

from a2wsgi import WSGIMiddleware

from config.wsgi import application as web_application
from debate.live.answers import Application, Receive, Scope, Send
from debate.live.app import application as live

WEB_THREADS = 8

# pages and API are WSGI: Django under ASGI costs 4-7 times the CPU for a small request
web: Application = cast(Any, WSGIMiddleware(cast(Any, web_application), workers=WEB_THREADS))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand a request to the part that serves its path."""
    if scope["type"] == "http" and not scope["path"].startswith("/live/"):
        await web(scope, receive, send)
    else:
        await live(scope, receive, send)
