"""Makes .venv and installs what a lock file names; only Python's own library may be imported here.

`python config/install.py run|test [--ready]`: with --ready it only answers, by its exit code,
whether there is nothing to do.
"""

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
VENV = BASE_DIR / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / "unfinished"  # there while packages are being installed
LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock"}
COMPILED = ["--compile-bytecode"]  # else each start compiles, where bytecode is not kept
HOLDS = {"run": ["run"], "test": ["run", "test"]}  # the second lock contains the first


class NotInstalled(Exception):
    """The packages could not be installed; the sentence says what to do."""


def is_ready(what: str) -> bool:
    """Whether the lock file is the one that was installed last, and wholly."""
    stamp = VENV / f"installed-{what}"
    return (
        VENV_PYTHON.exists()
        and not UNFINISHED.exists()
        and stamp.exists()
        and stamp.read_text() == _checksum(what)
    )


def _checksum(what: str) -> str:
    return hashlib.sha256((BASE_DIR / LOCKS[what]).read_bytes()).hexdigest()


def install(what: str) -> None:
    """Effects: .venv holds what the lock file names. Raises: NotInstalled."""
    started = time.monotonic()
    uv = _find_uv()
    if VENV.exists() and not (_is_whole() and (uv or _has_pip())):
        say("Removing an environment that was not finished or no longer works.")
        shutil.rmtree(VENV)
    if not VENV.exists():
        version = ".".join(map(str, sys.version_info[:3]))
        say(f"Making .venv with Python {version} ({sys.executable}).")
        if uv:
            _run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
        else:
            _run([sys.executable, "-m", "venv", str(VENV)])
    UNFINISHED.touch()
    count = (BASE_DIR / LOCKS[what]).read_text().count("==")
    say(f"Installing {count} packages from {LOCKS[what]} with {'uv' if uv else 'pip'}.")
    lock = ["--require-hashes", "-r", str(BASE_DIR / LOCKS[what])]
    if uv:
        _run([uv, "pip", "install", "--quiet", "--python", str(VENV_PYTHON), *COMPILED, *lock])
    else:
        pip = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
        _run([*pip, "install", "-qq", *lock])  # once is not enough: pip warns on slow indexes
    for held in HOLDS[what]:
        (VENV / f"installed-{held}").write_text(_checksum(held))
    UNFINISHED.unlink()
    say(f"Installed in {time.monotonic() - started:.0f} s.")


def _is_whole() -> bool:
    """Whether the environment's Python runs, is new enough, and was not left half installed."""
    question = "import sys; sys.exit(sys.version_info < (3, 12))"
    return not UNFINISHED.exists() and _succeeds([str(VENV_PYTHON), "-c", question])


def _has_pip() -> bool:
    return _succeeds([str(VENV_PYTHON), "-c", "import pip"])


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _find_uv() -> str | None:
    folders = [Path.home() / ".local" / "bin", Path.home() / ".cargo" / "bin"]
    path = os.pathsep.join([os.environ.get("PATH", ""), *map(str, folders)])
    return shutil.which("uv", path=path)


def _run(command: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    if subprocess.run(command, check=False, cwd=BASE_DIR, env=environment).returncode:
        raise NotInstalled(
            "The packages could not be installed; the lines above say why. Rejoinder needs a "
            "package index once; run the same command again when it can be reached."
        )


def say(sentence: str) -> None:
    print(sentence, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=list(LOCKS))
    parser.add_argument("--ready", action="store_true")
    arguments = parser.parse_args()
    if arguments.ready:
        return 0 if is_ready(arguments.what) else 1
    (BASE_DIR / ".local").mkdir(exist_ok=True)
    with (BASE_DIR / ".local" / "install.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)  # the second of two commands waits for the first
        try:
            if not is_ready(arguments.what):
                install(arguments.what)
        except NotInstalled as failure:
            print(failure, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
