"""What .venv holds: exactly what a lock file names, also after an interruption."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from config.places import BASE_DIR

OURS = getattr(sys, "_base_executable", sys.executable)  # not of the environment we run in
LOCKS = ["requirements.lock", "requirements-test.lock"]


def pins(name: str) -> set[str]:
    return set(re.findall(r"^([\w.-]+==[^ ;\\]+)", (BASE_DIR / name).read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_versions_and_hashes_and_no_place(name: str) -> None:
    text = (BASE_DIR / name).read_text()
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    pin = re.compile(r"[\w.-]+==[^ ]+( ; [^\\]+)? \\")
    assert [
        line for line in lines if not pin.fullmatch(line) and "--hash=sha256:" not in line
    ] == []
    assert "://" not in text
    assert "/" not in text.replace("; ", "")


def test_the_second_lock_holds_the_first() -> None:
    """`make test` then `make run` must not move packages to and fro."""
    assert pins("requirements.lock") - pins("requirements-test.lock") == set()


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["test"]
    asked = {re.split(r"[\[>=<]", requirement)[0] for requirement in wanted}
    assert asked - {pin.partition("==")[0] for pin in pins("requirements-test.lock")} == set()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the installer beside lock files without packages, run once: it needs no network."""
    folder = tmp_path_factory.mktemp("installed")
    (folder / "config").mkdir()
    shutil.copy(BASE_DIR / "config" / "install.py", folder / "config")
    for name in LOCKS:
        (folder / name).write_text("# nothing yet\n")
    assert install(folder, "run", "--ready").returncode == 1
    assert "Making .venv" in install(folder, "run").stdout
    return folder


@pytest.fixture
def project(installed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(installed, tmp_path / "project", symlinks=True)


def install(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [OURS, str(project / "config" / "install.py"), *words],
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.drill
def test_it_installs_once_and_again_only_after_the_lock_changed(project: Path) -> None:
    assert install(project, "run", "--ready").returncode == 0
    (project / "requirements.lock").touch()
    assert install(project, "run").stdout == ""
    (project / "requirements.lock").write_text("# changed\n")
    assert install(project, "run", "--ready").returncode == 1
    again = install(project, "run").stdout
    assert again.startswith("Installing 0 packages from requirements.lock")


@pytest.mark.drill
def test_what_tests_need_holds_what_the_app_needs(project: Path) -> None:
    (project / ".venv" / "installed-run").unlink()
    install(project, "test")
    assert install(project, "run", "--ready").returncode == 0


@pytest.mark.drill
def test_an_interrupted_installation_is_begun_anew(project: Path) -> None:
    (project / ".venv" / "unfinished").touch()
    (project / ".venv" / "half-a-package").touch()
    assert install(project, "run", "--ready").returncode == 1
    assert install(project, "run").stdout.startswith(
        "Removing an environment that was not finished"
    )
    assert not (project / ".venv" / "half-a-package").exists()
    assert install(project, "run", "--ready").returncode == 0


@pytest.mark.drill
def test_an_environment_whose_python_is_gone_is_made_anew(project: Path) -> None:
    python = project / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python")
    assert install(project, "run", "--ready").returncode == 1
    assert "Making .venv" in install(project, "run").stdout


@pytest.mark.drill
def test_a_package_that_does_not_match_its_hash_is_refused(project: Path) -> None:
    wheel = project / "thing-1-py3-none-any.whl"
    wheel.write_bytes(b"not what was locked")
    lock = f"thing @ {wheel.as_uri()} --hash=sha256:{'0' * 64}\n"
    (project / "requirements.lock").write_text(lock)
    done = install(project, "run")
    assert done.returncode == 1
    assert "The packages could not be installed" in done.stderr
    assert install(project, "run", "--ready").returncode == 1
