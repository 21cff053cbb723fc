"""The embedded database: one server for everybody, back after every kind of death."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.ordinary_user import ordinary_identity
from config.places import BASE_DIR
from config.postgres import Cluster, program_dir
from tests.config.conftest import Python

pytestmark = pytest.mark.drill

ASK_DJANGO = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute({statement!r})
    print(cursor.fetchone()[0])
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends itself another identity")


def answer(python: Python, statement: str) -> str:
    """What a new process reads through Django's backend."""
    done = python("-c", ASK_DJANGO.format(statement=statement))
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def kill(cluster: Cluster) -> int:
    """End the postmaster as a crash would; its backends notice by themselves."""
    pid = cluster.postmaster()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid


def test_eight_first_connections_at_once_share_one_server(
    local_dir: Path, environment: dict[str, str]
) -> None:
    """A version without the lock fails here: two make the data folder, or two start a server."""
    statement = "SELECT pg_postmaster_start_time()"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", ASK_DJANGO.format(statement=statement)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=BASE_DIR,
            env=environment,
        )
        for _ in range(8)
    ]
    answers = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * 8
    assert len(set(answers)) == 1
    assert answers[0].strip()


def test_a_killed_server_comes_back_with_what_it_acknowledged(
    local_dir: Path, python: Python
) -> None:
    """A busy backend outlives the postmaster and holds its memory; a single try to start fails."""
    cluster = Cluster(local_dir)
    cluster.ensure_running()
    with cluster.connect() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    busy = cluster.connect()

    def keep_busy() -> None:
        with contextlib.suppress(psycopg.OperationalError):  # it ends with its server
            busy.execute("SELECT count(*) FROM generate_series(1, 8000000)")

    thread = threading.Thread(target=keep_busy)
    thread.start()
    while not _is_working(cluster):
        time.sleep(0.01)
    kill(cluster)
    assert answer(python, "SELECT number FROM kept") == "42"
    thread.join()
    busy.close()


def _is_working(cluster: Cluster) -> bool:
    with cluster.connect() as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%series%'"
            " AND pid <> pg_backend_pid()"
        ).fetchone()
    return row == (1,)


def test_it_comes_back_although_its_number_was_given_to_another_process(
    local_dir: Path, python: Python
) -> None:
    """As root PostgreSQL takes any living process for the dead server and refuses to start."""
    cluster = Cluster(local_dir)
    cluster.ensure_running()
    dead = kill(cluster)
    while cluster.postmaster() is not None:
        time.sleep(0.01)
    for path in (cluster.data / "postmaster.pid", cluster.socket_dir / ".s.PGSQL.5432.lock"):
        path.write_text(path.read_text().replace(str(dead), str(os.getpid()), 1))
    assert answer(python, "SELECT 1") == "1"


def test_files_cut_off_while_they_were_written_do_not_stop_it(
    local_dir: Path, python: Python
) -> None:
    cluster = Cluster(local_dir)
    cluster.ensure_running()
    assert cluster.stop()
    cluster.socket_dir.mkdir(mode=0o700, exist_ok=True)  # below a long path it goes on stopping
    (cluster.data / "postmaster.pid").write_text("")
    (cluster.socket_dir / ".s.PGSQL.5432.lock").write_text("")
    assert answer(python, "SELECT 1") == "1"


def test_a_start_that_was_cut_off_is_begun_anew(
    local_dir: Path, environment: dict[str, str], python: Python
) -> None:
    """Without the other name for the unfinished folder, the next start would serve from half."""
    cluster = Cluster(local_dir)
    first = subprocess.Popen(
        [sys.executable, "-m", "config.postgres", "start"],
        cwd=BASE_DIR,
        env=environment,
        start_new_session=True,
    )
    while not list(cluster.folder.glob("data-*/base")):
        assert first.poll() is None
        time.sleep(0.001)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    assert not cluster.data.exists()
    assert answer(python, "SELECT 1") == "1"
    assert list(cluster.folder.glob("data-*")) == []


def test_it_works_below_a_folder_that_only_we_may_enter(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    cluster = Cluster(private / "local")
    cluster.ensure_running()
    try:
        assert cluster.serves()
        assert (cluster.folder.stat().st_uid, cluster.data.stat().st_uid) == (os.geteuid(),) * 2
    finally:
        cluster.stop()


def test_a_path_too_long_for_a_socket_gets_a_short_private_one(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / ("long, “quoted” and $(odd) " * 4))
    cluster.ensure_running()
    try:
        assert cluster.serves()
        assert cluster.socket_dir.parent == Path("/tmp")
        assert cluster.socket_dir.stat().st_mode & 0o777 == 0o700
    finally:
        cluster.stop()
    assert not cluster.socket_dir.exists()


def test_nothing_listens_on_the_network(local_dir: Path) -> None:
    cluster = Cluster(local_dir)
    cluster.ensure_running()
    with cluster.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_it_keeps_what_it_acknowledges(local_dir: Path) -> None:
    cluster = Cluster(local_dir)
    cluster.ensure_running()
    with cluster.connect() as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            assert connection.execute(f"SHOW {name}").fetchone() == ("on",)


def test_stop_ends_it_and_status_tells(local_dir: Path, python: Python) -> None:
    assert python("-m", "config.postgres", "status").returncode == 3
    assert python("-m", "config.postgres", "start").returncode == 0
    pid = Cluster(local_dir).postmaster()
    assert f"running (process {pid})" in python("-m", "config.postgres", "status").stdout
    assert python("-m", "config.postgres", "stop").returncode == 0
    assert python("-m", "config.postgres", "status").returncode == 3
    assert python("-m", "config.postgres", "stop").returncode == 0


def test_data_of_another_major_version_are_refused_in_words(
    local_dir: Path, python: Python
) -> None:
    cluster = Cluster(local_dir)
    cluster.ensure_running()
    cluster.stop()
    (cluster.data / "PG_VERSION").write_text("17\n")
    done = python("-m", "config.postgres", "start")
    assert done.returncode == 1
    assert "were made by PostgreSQL 17" in done.stderr


# ---- As whom it runs

# Makes us root of a namespace that has all users but no further namespaces: some containers do.
NO_NAMESPACES = """
import os, sys
from pathlib import Path
ours, theirs = os.pipe(), os.pipe()
child = os.fork()
if child == 0:
    os.unshare(os.CLONE_NEWUSER)
    os.write(ours[1], b".")
    os.read(theirs[0], 1)
    os.setgroups([])
    os.setresgid(0, 0, 0)
    os.setresuid(0, 0, 0)
    Path("/proc/sys/user/max_user_namespaces").write_text("0")
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
os.read(ours[0], 1)
Path(f"/proc/{child}/uid_map").write_text("0 0 70000")
Path(f"/proc/{child}/gid_map").write_text("0 0 70000")
os.write(theirs[1], b".")
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.fixture
def open_dir() -> Iterator[Path]:
    """A folder that everybody can reach, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="rejoinder-test-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    Cluster(path / "local").stop()
    shutil.rmtree(path)


@as_root
def test_an_ordinary_user_starts_it_as_themselves(
    local_dir: Path, environment: dict[str, str]
) -> None:
    """We lend the whole process the identity that root lends PostgreSQL: no root, no rights."""
    local_dir.mkdir()
    identity = ordinary_identity(local_dir, program_dir() / "postgres")
    if identity.owner:
        pytest.skip("user namespaces are forbidden here")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import os; print(os.geteuid())\n" + ASK_DJANGO.format(statement="SELECT 7"),
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=BASE_DIR,
        env=environment,
        **identity.popen,
    )
    uid, seven = done.stdout.split()
    assert uid != "0"
    assert seven == "7"


@as_root
def test_root_without_namespaces_runs_it_as_nobody(
    open_dir: Path, environment: dict[str, str]
) -> None:
    """Where nobody cannot reach the programs either, a sentence says so."""
    if not Path("/proc/sys/user/max_user_namespaces").exists():
        pytest.skip("this system knows no user namespaces")
    done = subprocess.run(
        [sys.executable, "-c", NO_NAMESPACES, "-m", "config.postgres", "start"],
        check=False,
        capture_output=True,
        text=True,
        cwd=BASE_DIR,
        env={**environment, "LOCAL_DIR": str(open_dir / "local")},
    )
    cluster = Cluster(open_dir / "local")
    if done.returncode == 0:
        assert cluster.data.stat().st_uid == pwd.getpwnam("nobody").pw_uid
        assert cluster.serves()
    else:
        assert "no ordinary user can reach" in done.stderr
        assert any(not parent.stat().st_mode & 0o001 for parent in program_dir().parents)
