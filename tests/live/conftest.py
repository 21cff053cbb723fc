"""One live process for the tests of this folder, on the database of the tests."""

from collections.abc import Iterator

import pytest

from tests.live.hearing import Living, living


@pytest.fixture(scope="module")
def live(django_db_setup: None) -> Iterator[Living]:
    with living() as one:
        yield one
