"""Every cell of the permission table for those who read, and for what is done on the whole site."""

import pytest

from tests.security.askings import ON_SITE, READING
from tests.security.cells import World, differences, differences_on_site

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("door", list(READING), ids=" ".join)
def test_every_cell_is_answered_as_the_table_says(world: World, door: tuple[str, str]) -> None:
    assert differences(world, {door: READING[door]}) == []


@pytest.mark.parametrize("door", list(ON_SITE), ids=" ".join)
def test_every_cell_of_the_site_is_answered_as_the_table_says(
    world: World, door: tuple[str, str]
) -> None:
    assert differences_on_site(world, {door: ON_SITE[door]}) == []
