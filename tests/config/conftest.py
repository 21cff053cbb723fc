"""Places and processes for the tests of what a fresh machine does; no test here mocks a part."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.places import BASE_DIR
from config.postgres import Cluster

SETTINGS = ("ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "ENVIRONMENT", "HOST", "PORT", "SECRET_KEY")

type Python = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def local_dir(tmp_path: Path) -> Iterator[Path]:
    """A LOCAL_DIR of the test's own; whatever serves from it is stopped at the end."""
    path = tmp_path / "local"
    yield path
    Cluster(path).stop()


@pytest.fixture
def environment(local_dir: Path) -> dict[str, str]:
    """The environment of a process that uses that LOCAL_DIR and no setting of ours."""
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return {**kept, "LOCAL_DIR": str(local_dir), "DJANGO_SETTINGS_MODULE": "config.settings"}


@pytest.fixture
def python(environment: dict[str, str]) -> Python:
    """Run Python in a process of its own and wait for it: python("-c", "...", DEBUG="1")."""

    def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            cwd=BASE_DIR,
            env={**environment, **settings},
            timeout=120,
        )

    return run


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One running server for the tests of a module, apart from the one that pytest-django uses."""
    cluster = Cluster(tmp_path_factory.mktemp("embedded"))
    cluster.ensure_running()
    yield cluster
    cluster.stop()
