"""The search for a Python that works: by running candidates, for names promise nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.places import BASE_DIR

SCRIPT = BASE_DIR / "config" / "find_python.sh"
OURS = Path(getattr(sys, "_base_executable", sys.executable))


class Machine:
    """A machine on which only what we put there can be found by name."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.home = folder / "home"
        self.bin.mkdir()
        self.home.mkdir()
        (self.bin / "cat").symlink_to(str(shutil.which("cat")))

    def put(self, name: str, *lines: str, folder: Path | None = None) -> Path:
        """A program of that name; without lines, the Python that runs this test."""
        path = (folder or self.bin) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(["#!/bin/sh", *(lines or [f'exec {OURS} "$@"'])]) + "\n")
        path.chmod(0o755)
        return path

    def search(self, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", str(SCRIPT)],
            check=False,
            capture_output=True,
            text=True,
            env={"PATH": str(self.bin), "HOME": str(self.home), **variables},
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def found(done: subprocess.CompletedProcess[str]) -> Path:
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


OLD = ["case $* in *version_info*) exit 1;; esac; exit 0"]  # 3.11 answers the question with no
SHIM = ["echo 'pyenv: python3.14: command not found' >&2; exit 127"]


def test_shims_and_old_ones_are_passed_over(machine: Machine) -> None:
    machine.put("python3.14", *SHIM)
    machine.put("python3", *OLD)
    machine.put("python3.13")
    assert found(machine.search()).samefile(OURS)


def test_the_newest_name_is_tried_first(machine: Machine) -> None:
    machine.put("python3.14")
    machine.put("python3.13", "echo tried >&2", "exit 1")
    assert machine.search().stderr == ""


def test_one_that_only_a_version_manager_knows_is_found(machine: Machine) -> None:
    machine.put("python3", *OLD)
    machine.put("python", folder=machine.home / ".pyenv" / "versions" / "3.13.1" / "bin")
    assert found(machine.search()).samefile(OURS)


def test_a_named_one_is_tried_before_all_others(machine: Machine) -> None:
    named = machine.put("mine")
    machine.put("python3.14", "echo tried >&2", "exit 1")
    done = machine.search(PYTHON=str(named))
    assert found(done).samefile(OURS)
    assert done.stderr == ""


def test_a_named_one_that_does_not_work_is_said_and_passed_over(machine: Machine) -> None:
    machine.put("python3.13")
    done = machine.search(PYTHON="/nowhere/python")
    assert found(done).samefile(OURS)
    assert done.stderr.startswith("PYTHON=/nowhere/python is not a Python 3.12 or newer")


def test_one_that_cannot_make_environments_is_passed_over_without_uv(machine: Machine) -> None:
    """Debian's python3 without python3-venv; uv would not need it."""
    bare = 'case $* in *ensurepip*) exit 1;; esac; exec "$REAL" "$@"'
    machine.put("python3", bare)
    done = machine.search(REAL=str(OURS))
    if done.returncode == 0:  # a real one lies at a fixed place of this machine
        assert done.stdout.strip() != str(machine.bin / "python3")
    machine.put("uv", "exit 1")
    assert found(machine.search(REAL=str(OURS))).samefile(OURS)


def test_uv_is_asked_where_nothing_else_works(machine: Machine) -> None:
    fetched = machine.put("fetched")
    machine.put("python3", *OLD)
    machine.put("uv", 'case "$1 $2" in "python find") echo "' + str(fetched) + '";; esac')
    assert found(machine.search()).samefile(OURS)


def test_where_there_is_none_it_says_what_is_missing(machine: Machine) -> None:
    if list(Path("/usr/local/bin").glob("python3.1[2-9]")) or Path("/opt/homebrew").exists():
        pytest.skip("this machine has a Python at a fixed place")
    machine.put("python3", *OLD)
    done = machine.search()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Rejoinder needs Python 3.12 or newer")
    assert "PYTHON=/path/to/python3.13 make run" in done.stderr


def test_the_python_below_an_environment_is_named_not_the_environments(machine: Machine) -> None:
    """Else a .venv that is in use would be asked to make its own successor."""
    if sys.prefix == sys.base_prefix:
        pytest.skip("this test runs outside an environment")
    done = machine.search(PYTHON=sys.executable)
    assert os.path.commonpath([found(done), sys.prefix]) != sys.prefix
