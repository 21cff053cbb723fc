"""A database server for each of the processes in which tests run side by side.

What people may be told waits for every transaction of the server that is still open (ADR 13), so a
test that shares one with other tests would wait for them. Loaded by pyproject.toml before the
settings are read.
"""

import os

from config.places import local_dir

if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ["LOCAL_DIR"] = str(local_dir() / worker)


def pytest_unconfigure() -> None:
    """Stop the server that only this process knew of."""
    if worker:
        from config.postgres import Cluster  # noqa: PLC0415 - not before the tests are over

        Cluster(local_dir()).stop()
