"""What the tests of trust share."""

from collections.abc import Iterator
from typing import Any

import pytest

from debate.limits import PACES
from tests.security.cells import World, make_world, taken_back

OFTEN = (10**6, 10**6, 10**6)


@pytest.fixture
def quick_hashes(settings: Any) -> None:
    """Hashing a password takes a fifth of a second, on purpose; not in tests of other things."""
    settings.PASSWORD_HASHERS = ["tests.accounts.web.hashing.QuickHasher"]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """One person sends here what many would: how often is tested elsewhere."""
    for paced in PACES:
        monkeypatch.setitem(PACES, paced, (OFTEN, OFTEN, OFTEN[:2]))


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world of the permission table's cells, made once; each cell takes back what it did."""
    with django_db_blocker.unblock(), taken_back():
        yield make_world()
