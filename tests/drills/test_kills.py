"""kill -9 of PostgreSQL, of the web process and of the worker while people write.

The app is served by `config.serve` as by `make run`, with a database of its own.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import pytest
from django.conf import settings

from tests.browser.serving import free_port, settle

pytestmark = pytest.mark.drill

WRITERS = 4
PREPARE = """
from accounts.models import User
from debate.actions.outline import start_debate, state_thesis
from debate.actions.publication import publish_debate
owner = User.objects.create_user("owner", None, "a long pass phrase")
for n in range({writers}):
    User.objects.create_user(f"writer-{{n}}", None, "a long pass phrase")
debate = start_debate(by=owner)
thesis = state_thesis(debate=debate.key, text="What was acknowledged is kept.", by=owner)
publish_debate(debate=debate.key, by=owner)
print("KEYS", debate.key, thesis.key)
"""
LOOK = """
from debate.models import Claim, DirtyDebate, DebateTally, Tally, Vote
print("TEXTS", *Claim.objects.filter(kind="reply").values_list("text", flat=True), sep="|")
print("VOTES", *(f"{p}:{v}" for p, v in Vote.objects.values_list("person__handle", "value")))
print("COUNTED", DebateTally.objects.get().claims)
"""


@dataclass
class Writer:
    """Somebody who writes and votes without pause and notes what was acknowledged."""

    handle: str
    origin: str
    thesis: str
    acknowledged: list[str] = field(default_factory=list)
    last_vote: str | None = None
    in_doubt: set[str] = field(default_factory=set)
    odd: list[str] = field(default_factory=list)

    def write_until(self, stop: threading.Event) -> None:
        with httpx.Client(base_url=self.origin, timeout=30) as client:
            sign_in(client, self.handle)
            number = 0
            while not stop.is_set():
                number += 1
                self._reply(client, f"Reply {number} of {self.handle}.")
                self._vote(client, ["1", "-1", "0"][number % 3])

    def _reply(self, client: httpx.Client, text: str) -> None:
        address = f"/claims/{self.thesis}/replies/"
        status = self._post(client, address, {"relation": "rebut", "text": text})
        if status == 303:
            self.acknowledged.append(text)

    def _vote(self, client: httpx.Client, value: str) -> None:
        status = self._post(client, f"/claims/{self.thesis}/vote/", {"value": value})
        if status == 303:
            self.last_vote = value
            self.in_doubt.clear()
        else:
            self.in_doubt.add(value)

    def _post(self, client: httpx.Client, address: str, data: dict[str, str]) -> int | None:
        token = client.cookies.get("csrftoken") or ""
        try:
            answer = client.post(address, data=data, headers={"X-CSRFToken": token})
        except httpx.TransportError:
            time.sleep(0.1)
            return None
        if answer.status_code not in (303, 503):
            self.odd.append(f"{answer.status_code} {answer.text[:2000]}")
        return answer.status_code


def sign_in(client: httpx.Client, handle: str) -> None:
    page = client.get("/accounts/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token is not None
    answer = client.post(
        "/accounts/login/",
        data={
            "csrfmiddlewaretoken": token[1],
            "login": handle,
            "password": "a long pass phrase",
        },
    )
    assert answer.status_code in (302, 303), answer.text


@dataclass
class App:
    """The served app and what it runs on."""

    local_dir: Path
    origin: str
    supervisor: subprocess.Popen[bytes]

    def manage(self, *arguments: str) -> list[str]:
        """Run a command of the app; answers what it printed, line by line."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            check=False,
            cwd=settings.BASE_DIR,
            env=environment(self.local_dir),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def run(self, script: str) -> list[str]:
        return self.manage("shell", "--verbosity", "0", "-c", script)

    def kill(self, who: str) -> None:
        """kill -9 the web process, the worker, or PostgreSQL with every one of its processes."""
        if who == "postgresql":
            pid = int((self.local_dir / "postgres/data/postmaster.pid").read_text().split()[0])
            postmaster = psutil.Process(pid)
            victims = [postmaster, *postmaster.children(recursive=True)]
        else:
            children = psutil.Process(self.supervisor.pid).children()
            victims = [c for c in children if who in " ".join(c.cmdline())]
        assert victims
        for victim in victims:
            victim.send_signal(signal.SIGKILL)


def environment(local_dir: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DEBUG")}
    return {**kept, "LOCAL_DIR": str(local_dir), "DEBUG": "0", "ALLOWED_HOSTS": "127.0.0.1"}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    local_dir, port = tmp_path / "local", free_port()
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "config.serve"],
        cwd=settings.BASE_DIR,
        env={**environment(local_dir), "PORT": str(port)},
    )
    made = App(local_dir, f"http://127.0.0.1:{port}", supervisor)
    try:
        settle(made.origin, supervisor)
        yield made
    finally:
        supervisor.terminate()
        supervisor.wait(timeout=60)
        subprocess.run(
            [sys.executable, "-m", "config.postgres", "stop"],
            cwd=settings.BASE_DIR,
            env=environment(local_dir),
            check=True,
        )


def lines_of(printed: list[str], word: str) -> str:
    return next(line for line in printed if line.startswith(word)).removeprefix(word)


def nothing_acknowledged_is_lost(app: App, kills: list[str]) -> None:
    _debate, thesis = lines_of(app.run(PREPARE.format(writers=WRITERS)), "KEYS ").split()
    writers = [Writer(f"writer-{n}", app.origin, thesis) for n in range(WRITERS)]
    stop = threading.Event()
    threads = [threading.Thread(target=w.write_until, args=[stop]) for w in writers]
    for thread in threads:
        thread.start()
    try:
        for who in kills:
            before = sum(len(w.acknowledged) for w in writers)
            wait_for(lambda b=before: sum(len(w.acknowledged) for w in writers) > b + WRITERS)
            app.kill(who)
        before = sum(len(w.acknowledged) for w in writers)
        wait_for(lambda: sum(len(w.acknowledged) for w in writers) > before + WRITERS)
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=90)

    assert [w.odd for w in writers if w.odd] == []
    printed = app.run(LOOK)
    kept = lines_of(printed, "TEXTS|").split("|")
    assert sorted({t for w in writers for t in w.acknowledged} - set(kept)) == []
    assert len(kept) == len(set(kept))
    votes = dict(pair.rsplit(":", 1) for pair in lines_of(printed, "VOTES").split())
    for w in writers:
        assert votes[w.handle] in {w.last_vote, *w.in_doubt}
    # the worker comes back and counts what was written while it was dead
    wait_for(lambda: lines_of(app.run(LOOK), "COUNTED ") == str(len(kept)), seconds=75)
    assert app.manage("recount") == ["Every kept number is right."]


def wait_for(condition: object, *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not come back by itself"
        time.sleep(0.1)


def test_no_acknowledged_write_is_lost_when_processes_are_killed(app: App) -> None:
    nothing_acknowledged_is_lost(app, ["web", "worker", "postgresql"])


@pytest.mark.long
def test_no_acknowledged_write_is_lost_in_thirty_kills(app: App) -> None:
    nothing_acknowledged_is_lost(app, ["web", "worker", "postgresql"] * 10)
