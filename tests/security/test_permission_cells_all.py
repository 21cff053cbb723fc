"""Every single cell of the permission table; each day asks for every other one of them."""

import pytest

from tests.security.askings import KEEPING_ORDER, READING, RUNNING, TAKING_PART
from tests.security.cells import World, differences

DOORS = READING | TAKING_PART | KEEPING_ORDER | RUNNING

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.mark.parametrize("door", list(DOORS), ids=" ".join)
def test_no_cell_is_answered_otherwise(world: World, door: tuple[str, str]) -> None:
    assert differences(world, {door: DOORS[door]}, lambda _cell: True) == []
