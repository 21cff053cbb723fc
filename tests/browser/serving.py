"""The app as it is served, in a process of its own, on the database of the tests."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

START_SECONDS = 60


def database_url() -> str:
    """The address of the test database, for another process."""
    at = connection.settings_dict
    user = quote(at["USER"], safe="")
    password = f":{quote(at['PASSWORD'], safe='')}" if at.get("PASSWORD") else ""
    host, port = at["HOST"], at["PORT"]
    if host.startswith("/"):
        where, query = "", f"?host={quote(host, safe='')}&port={port}"
    else:
        where, query = f"{host}:{port}" if port else host, ""
    return f"postgresql://{user}{password}@{where}/{at['NAME']}{query}"


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def settle(origin: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the app answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(f"{origin}/health/", timeout=2):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    raise AssertionError(f"no answer from {origin} in {START_SECONDS} seconds")


@contextmanager
def served(static_root: Path, app: str = "config.asgi:application") -> Iterator[str]:
    """Serve the app with DEBUG off and hashed static files; yields its address."""
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url(),
        "DEBUG": "0",
        "STATIC_ROOT": str(static_root),
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=settings.BASE_DIR, env=environment, check=True)
    command = [sys.executable, "-m", "uvicorn", app]
    options = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    options.append("--no-proxy-headers")  # as config/roles.py has it
    server = subprocess.Popen(command + options, cwd=settings.BASE_DIR, env=environment)
    try:
        origin = f"http://127.0.0.1:{port}"
        settle(origin, server)
        yield origin
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
