"""How uvicorn serves streams: alone, or with the pages."""

import socket

import uvicorn

UNREAD_MILLISECONDS = 30_000  # after which the system gives up a connection that nobody reads
GRACE_SECONDS = 3  # streams end at once; this is for what is being answered


def patient(listening: socket.socket) -> socket.socket:
    """Have the connections of a socket end when what was sent is not taken for half a minute."""
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # connections inherit it, on Linux
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MILLISECONDS)
    return listening


def serve(app: str, listening: socket.socket) -> None:
    """Serve an application until a signal to stop."""
    config = uvicorn.Config(
        app,
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,  # whom to believe is said once: TRUSTED_PROXIES (accounts/networks.py)
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[patient(listening)])
