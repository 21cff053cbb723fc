"""Every cell of the permission table for those who run a debate."""

import pytest

from tests.security.askings import RUNNING
from tests.security.cells import World, differences

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("door", list(RUNNING), ids=" ".join)
def test_every_cell_is_answered_as_the_table_says(world: World, door: tuple[str, str]) -> None:
    assert differences(world, {door: RUNNING[door]}) == []
