"""`make run`: whatever dies comes back, and nothing is left behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.places import BASE_DIR
from config.postgres import Cluster
from config.serve import NO_PROXY

pytestmark = pytest.mark.drill
PATIENCE_SECONDS = 60


class Served:
    """A running `python -m config.serve` and what can be seen of it from outside."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.serve"],
            cwd=BASE_DIR,
            env={**environment, "PORT": "0"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.said = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                self.address = found[0]
                break
        else:
            pytest.fail("it ended before it served:\n" + self.said)

    def asks_health(self) -> int:
        try:
            address = self.address + "health/"
            with NO_PROXY.open(address, timeout=PATIENCE_SECONDS) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def child(self, role: str) -> int | None:
        """The process id of a living child in that role."""
        for pid, parent, command in _processes():
            if parent == self.process.pid and f"config.roles {role} " in command:
                return pid
        return None

    def family(self) -> set[int]:
        return {pid for pid, parent, _ in _processes() if parent == self.process.pid}


def _processes() -> Iterator[tuple[int, int, str]]:
    listing = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,command="], check=True, capture_output=True, text=True
    )
    for line in listing.stdout.splitlines():
        pid, parent, command = line.split(maxsplit=2)
        yield int(pid), int(parent), command


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def alive(pids: set[int]) -> set[int]:
    return pids & {pid for pid, _, _ in _processes()}


@pytest.fixture(scope="module")
def local_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One LOCAL_DIR for this module: the demo is loaded once, and every test starts as a second."""
    path = tmp_path_factory.mktemp("served")
    yield path
    Cluster(path).stop()


@pytest.fixture
def served(environment: dict[str, str]) -> Iterator[Served]:
    running = Served(environment)
    yield running
    running.process.kill()
    running.process.communicate()


@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_killed_child_comes_back(role: str, served: Served) -> None:
    eventually(lambda: served.child(role) is not None)
    killed = served.child(role)
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert served.asks_health() == 200  # the socket never closed: this request waited
    eventually(lambda: served.child(role) not in (None, killed))


def test_a_killed_database_comes_back(served: Served, local_dir: Path) -> None:
    postmaster = Cluster(local_dir).postmaster()
    assert postmaster is not None
    os.kill(postmaster, signal.SIGKILL)

    def is_back() -> bool:  # a backend that has not noticed yet may answer once more
        answered = served.asks_health()
        return answered == 200 and Cluster(local_dir).postmaster() not in (None, postmaster)

    eventually(is_back)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_of_it_in_order(how: signal.Signals, served: Served) -> None:
    eventually(lambda: served.child("web") is not None and served.child("worker") is not None)
    family = served.family()
    served.process.send_signal(how)
    assert served.process.wait(PATIENCE_SECONDS) == 0
    assert alive(family) == set()


def test_ctrl_c_ends_all_of_it_in_order(served: Served) -> None:
    """A terminal sends the signal to the whole group; children must not fall over it."""
    family = served.family()
    os.killpg(served.process.pid, signal.SIGINT)
    assert served.process.wait(PATIENCE_SECONDS) == 0
    assert alive(family) == set()


def test_children_end_when_the_supervisor_is_killed(served: Served) -> None:
    """Without the pipe they go on for ever, and hold the port."""
    eventually(lambda: served.child("web") is not None and served.child("worker") is not None)
    family = served.family()
    served.process.kill()
    eventually(lambda: alive(family) == set())


def test_stop_ends_what_was_started_in_another_terminal(
    served: Served, environment: dict[str, str]
) -> None:
    stop = [sys.executable, "-m", "config.serve", "stop"]
    subprocess.run(stop, check=True, cwd=BASE_DIR, env=environment)
    assert served.process.wait(PATIENCE_SECONDS) == 0


def test_a_taken_port_is_said_in_words_and_the_other_program_goes_on(
    environment: dict[str, str],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "config.serve"],
            check=False,
            capture_output=True,
            text=True,
            cwd=BASE_DIR,
            env={**environment, "PORT": str(port)},
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} of 127.0.0.1 is taken by another program.")
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"PORT": "http"}, "PORT must be a number, not “http”."),
        ({"PORT": "99999"}, "Cannot listen on HOST=127.0.0.1 PORT=99999"),
        ({"HOST": "192.0.2.1", "PORT": "0"}, "Cannot listen on HOST=192.0.2.1 PORT=0"),
    ],
)
def test_an_address_that_cannot_be_served_is_said_in_words(
    settings: dict[str, str], words: str, environment: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.serve"],
        check=False,
        capture_output=True,
        text=True,
        cwd=BASE_DIR,
        env={**environment, **settings},
    )
    assert done.returncode == 1
    assert done.stderr.startswith(words)


def test_an_unfit_setting_stops_it_with_a_sentence_and_no_traceback(
    environment: dict[str, str],
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.serve"],
        check=False,
        capture_output=True,
        text=True,
        cwd=BASE_DIR,
        env={**environment, "PORT": "0", "ENVIRONMENT": "production"},
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Not fit for production.")
    assert "Traceback" not in done.stderr
