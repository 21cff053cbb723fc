"""`make run`: prepares the database, then keeps the web process and the worker alive on one port.

The supervisor holds the listening socket itself, so a request that arrives while a killed web
process comes back waits instead of being refused. A pipe whose other end only the supervisor holds
tells its children (config/roles.py) when it is gone, however it went. It loads no Django.
"""

import argparse
import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from config.places import BASE_DIR, local_dir

HEALTH_PATH = "/health/"  # answered by config/health.py
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
POLL_SECONDS = 0.1
FIRST_DELAY_SECONDS = 0.2  # before a child that died is started again; doubles with each death
LAST_DELAY_SECONDS = 10.0
STEADY_SECONDS = 30.0  # a child that lived this long starts again without delay
GRACE_SECONDS = 10.0  # for a child to finish what it does before it is killed
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotServe(Exception):
    """Serving cannot begin; the sentence says why and what to do."""


# ---- The supervisor


@dataclass
class Child:
    """One process that is kept alive."""

    name: str
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    deaths: int = 0

    def delay_seconds(self, lived_seconds: float) -> float:
        """How long to wait after a death; short for the first one, longer for a row of them."""
        self.deaths = 1 if lived_seconds >= STEADY_SECONDS else self.deaths + 1
        return min(FIRST_DELAY_SECONDS * 2 ** (self.deaths - 1), LAST_DELAY_SECONDS)


@dataclass
class Supervisor:
    """Runs the children until it is told to stop."""

    listener: socket.socket
    address: str
    children: list[Child] = field(default_factory=lambda: [Child("web"), Child("worker")])
    answers: bool = False
    stop_asked: int = 0

    def __post_init__(self) -> None:
        self.alive_read, self._alive_write = os.pipe()

    def run(self) -> int:
        """Returns: the exit code of the whole: 0 where it was told to stop."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._ask_to_stop)
        code = self._prepare()
        while code == 0 and not self.stop_asked:
            code = self._look_after_children()
            if not self.answers and code == 0:
                self._announce()
            time.sleep(POLL_SECONDS)
        self._end([child.process for child in self.children if child.process is not None])
        return code

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop_asked += 1

    def _spawn(self, name: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "config.roles", name, str(self.alive_read)]
        inherited = [self.alive_read]
        if name == "web":
            command.append(str(self.listener.fileno()))
            inherited.append(self.listener.fileno())
        return subprocess.Popen(
            command,
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            pass_fds=inherited,
            process_group=0,  # Ctrl-C reaches the supervisor alone, which ends them in order
        )

    def _prepare(self) -> int:
        say("Preparing the database.")
        preparing = self._spawn("prepare")
        while preparing.poll() is None:
            if self.stop_asked:
                self._end([preparing])
                return 0
            time.sleep(POLL_SECONDS / 2)
        if preparing.returncode:
            say("The database could not be prepared; the lines above say why.")
            return 1
        return 0

    def _look_after_children(self) -> int:
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.start_again_at:
                    child.process, child.started_at = self._spawn(child.name), now
            elif (code := child.process.poll()) is not None:
                if code > 0 and not self.answers:  # it refused, and would again
                    say(f"The {child.name} process does not start; the lines above say why.")
                    return 1
                child.process = None
                child.start_again_at = now + child.delay_seconds(now - child.started_at)
                say(f"The {child.name} process ended ({_manner(code)}); starting it again.")
        return 0

    def _announce(self) -> None:
        try:
            NO_PROXY.open(self.address + HEALTH_PATH, timeout=1).close()
        except OSError:
            return
        self.answers = True
        say(f"Rejoinder is at {self.address}/ (Ctrl-C stops it).")

    def _end(self, processes: list[subprocess.Popen[bytes]]) -> None:
        """Ask the processes to end; kill what is left after the grace or when asked once more."""
        # two signals may come as one wish: make passes on what the whole group was told already
        enough = max(self.stop_asked, 1)
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        while any(process.poll() is None for process in processes):
            if time.monotonic() > deadline or self.stop_asked > enough:
                break
            time.sleep(POLL_SECONDS / 2)
        for process in processes:
            process.kill()
            process.wait()


def _manner(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def listen(host: str, port: int) -> socket.socket:
    """The socket that the web process serves. Raises: CannotServe."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            raise CannotServe(
                f"Port {port} of {host} is taken by another program. Stop that one, or choose "
                f"another port: PORT={port + 1} make run"
            ) from error
        raise CannotServe(f"Cannot listen on HOST={host} PORT={port}: {error}.") from error


def address_of(listener: socket.socket) -> str:
    """The address to open in a browser on this machine."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 compared, not bound
        host = "127.0.0.1" if listener.family == socket.AF_INET else "::1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def noted_down() -> Iterator[None]:
    """Leave a locked file with our number, by which `stop` finds a living supervisor."""
    folder = local_dir() / "serving"
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / f"{os.getpid()}.lock"
    with note.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            yield
        finally:
            note.unlink(missing_ok=True)


def stop_all() -> int:
    """Stop every supervisor of this LOCAL_DIR. Returns: how many there were."""
    stopped = 0
    for note in (local_dir() / "serving").glob("*.lock"):
        with note.open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.kill(int(note.stem), signal.SIGTERM)
                fcntl.flock(handle, fcntl.LOCK_EX)  # granted when it is gone
                stopped += 1
            note.unlink(missing_ok=True)
    return stopped


# ---- The command line


def say(sentence: str) -> None:
    print(sentence, flush=True)


def supervise() -> int:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdecimal():
        raise CannotServe(f"PORT must be a number, not “{port}”.")
    with listen(host, int(port)) as listener, noted_down():
        return Supervisor(listener, address_of(listener)).run()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.serve", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["supervise", "stop"], default="supervise")
    try:
        if parser.parse_args().what == "stop":
            stop_all()
            return 0
        return supervise()
    except CannotServe as refusal:
        print(refusal, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
