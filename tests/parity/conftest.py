"""Every test here runs through every door."""

import pytest

from tests.api.conftest import truly_told
from tests.parity.api_door import ApiDoor
from tests.parity.doors import Door, PageDoor

__all__ = ["truly_told"]

DOORS: list[Door] = [PageDoor(), ApiDoor()]


@pytest.fixture(params=DOORS, ids=lambda door: type(door).__name__)
def door(request: pytest.FixtureRequest, db: None) -> Door:
    found: Door = request.param
    return found
