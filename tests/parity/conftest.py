"""Every test here runs through every door."""

import pytest

from tests.parity.api_door import ApiDoor
from tests.parity.doors import Door, PageDoor

DOORS: list[Door] = [PageDoor(), ApiDoor()]


@pytest.fixture(params=DOORS, ids=lambda door: type(door).__name__)
def door(request: pytest.FixtureRequest, db: None) -> Door:
    found: Door = request.param
    return found
