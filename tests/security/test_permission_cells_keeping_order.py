"""Every cell of the permission table for those who keep order in a debate."""

import pytest

from tests.security.askings import KEEPING_ORDER
from tests.security.cells import World, differences

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("door", list(KEEPING_ORDER), ids=" ".join)
def test_every_cell_is_answered_as_the_table_says(world: World, door: tuple[str, str]) -> None:
    assert differences(world, {door: KEEPING_ORDER[door]}) == []
