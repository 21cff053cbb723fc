"""`python -m bench.live`: what 1,000 who listen cost one live process, and the pages beside it.

One run: the process alone, a page asked for; then with all of them listening, the same page asked
for; then a few Changes told to all. The page and the streams are served by one process, as by
`make run`, and its own CPU is what is compared.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory

import psutil
from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench.crowd import Crowd, Ear
from bench.database import scratch_database
from debate.enums import ChangeKind
from debate.live.source import name_of
from debate.models import Claim, Debate
from debate.policies.ticket import Ticket, mint
from debate.tasks.telling import tell_of_claims
from tests import factories
from tests.browser.serving import database_url, free_port

PAGES = 60  # asked for in each turn
TURNS = 5
GOAL = 1.5  # times the CPU of a page without anybody listening
GOAL_KB = 20.0  # of memory for each who listens
# Of one process: others may serve this database at the same time.
BACKENDS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s"
END_LISTENING = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
 WHERE application_name = %s AND (query ILIKE 'listen%%' OR query = 'SELECT 1')
"""


@dataclass(frozen=True, slots=True)
class State:
    """What a process holds."""

    threads: int
    files: int
    memory_kb: float
    connections: int


@dataclass(slots=True)
class Served:
    """A process that serves streams, which can be ended and started again at its port."""

    app: str
    port: int
    static_root: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def _environment(self) -> dict[str, str]:
        given = {"DATABASE_URL": database_url(), "ALLOWED_HOSTS": "127.0.0.1"}
        if self.static_root:
            given |= {"STATIC_ROOT": self.static_root, "DEBUG": "0"}
        return {**os.environ, **given}

    def collect(self) -> None:
        """Put static files where pages need them."""
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(collect, cwd=settings.BASE_DIR, env=self._environment, check=True)

    def start(self) -> None:
        command = [sys.executable, "-m", "uvicorn", self.app, "--port", str(self.port)]
        options = ["--log-level", "warning", "--no-proxy-headers", "--timeout-graceful-shutdown"]
        self.process = subprocess.Popen(
            [*command, *options, "5"],
            cwd=settings.BASE_DIR,
            env=self._environment,
        )
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError("the process does not answer")

    def stop(self) -> int:
        """Ask it to end; its exit code, -15 for one that ended in its own way at the signal."""
        assert self.process is not None
        self.process.terminate()
        try:
            return self.process.wait(timeout=20)
        finally:
            self.process.kill()

    def state(self) -> State:
        assert self.process is not None
        seen = psutil.Process(self.process.pid)
        with connection.cursor() as cursor:
            cursor.execute(BACKENDS, [name_of(self.process.pid)])
            (connections,) = cursor.fetchone()
        return State(
            seen.num_threads(), seen.num_fds(), seen.memory_full_info().uss / 1024, connections
        )

    def end_listening(self) -> int:
        """Have the database end its connection that listens; answers how many there were."""
        assert self.process is not None
        return end_listening(self.process.pid)

    def cpu_of_page(self, path: str) -> float:
        """Seconds of its CPU that a page takes."""
        assert self.process is not None
        seen = psutil.Process(self.process.pid)
        before = seen.cpu_times()
        for _ in range(PAGES):
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as page:
                page.read()
        after = seen.cpu_times()
        return (after.user + after.system - before.user - before.system) / PAGES


@contextmanager
def serving(app: str = "config.live:application", static_root: str = "") -> Iterator[Served]:
    """A process that serves streams on the database of the caller."""
    served = Served(app, free_port(), static_root)
    if static_root:
        served.collect()
    served.start()
    try:
        yield served
    finally:
        served.stop()


def ears_of(debate: Debate, count: int) -> list[Ear]:
    """People who begin to listen to a debate, each with streams of their own."""
    debate.refresh_from_db()
    topics = (f"debate:{debate.key}",)

    def one(number: int) -> Ear:
        return Ear(lambda: mint(Ticket(topics, person=f"person{number:06d}")), debate.last_seq)

    return [one(number) for number in range(count)]


def tell(thesis: Claim, times: int = 1) -> None:
    """Write Changes into the record of a debate, each in a transaction of its own."""
    for _ in range(times):
        tell_of_claims(ChangeKind.CREDITED, [thesis.pk], at=timezone.now())


def end_listening(process: int) -> int:
    """Have the database end the connections by which a process listens; answers how many."""
    with connection.cursor() as cursor:
        cursor.execute(END_LISTENING, [name_of(process)])
        return int(cursor.fetchone()[0])


def measure(listeners: int) -> bool:
    """Print what one run shows. Returns whether the goals are kept."""
    debate = factories.debate(factories.person("alice"))
    thesis = factories.thesis_of(debate)
    path = f"/debates/{debate.key}/threads/"
    with (
        TemporaryDirectory() as static_root,
        serving("config.asgi:application", static_root) as served,
    ):
        served.cpu_of_page(path)
        alone = sorted(served.cpu_of_page(path) for _ in range(TURNS))[TURNS // 2]
        first = Crowd(served.port, ears_of(debate, 1))
        first.come()
        first.go()
        before = served.state()
        crowd = Crowd(served.port, ears_of(debate, listeners))
        crowd.come()
        during = served.state()
        beside = sorted(served.cpu_of_page(path) for _ in range(TURNS))[TURNS // 2]
        start = debate.last_seq
        tell(thesis, 20)
        crowd.hear_all(start + 20)
        deliveries = sum(len(ear.told) for ear in crowd.ears)
        crowd.go()
    each = (during.memory_kb - before.memory_kb) / listeners
    say(f"{listeners} listen: {each:.1f} KB each (goal {GOAL_KB:g})")
    say(f"threads {before.threads} -> {during.threads}")
    say(f"database connections of streams {before.connections} -> {during.connections}")
    say(f"{deliveries} deliveries of 20 Changes; connections that ended: {dict(crowd.ends)}")
    say(f"a page takes {1000 * alone:.2f} ms CPU alone and {1000 * beside:.2f} ms beside them")
    say(f"that is {beside / alone:.2f} times as much (goal {GOAL:g})")
    return each <= GOAL_KB and beside / alone <= GOAL and during.connections <= 2


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.live", description=__doc__)
    parser.add_argument("--listeners", type=int, default=1_000)
    asked = parser.parse_args()
    with scratch_database():
        sys.exit(not measure(asked.listeners))


if __name__ == "__main__":
    main()
