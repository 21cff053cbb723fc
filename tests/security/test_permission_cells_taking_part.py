"""Every cell of the permission table for those who take part in a debate."""

import pytest

from tests.security.askings import TAKING_PART
from tests.security.cells import World, differences

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("door", list(TAKING_PART), ids=" ".join)
def test_every_cell_is_answered_as_the_table_says(world: World, door: tuple[str, str]) -> None:
    assert differences(world, {door: TAKING_PART[door]}) == []
