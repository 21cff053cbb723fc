"""The cells of the permission table, asked by programs: some each day, all in the long tests."""

from zlib import crc32

import pytest

from classroom.api.doors import DOORS as OF_LESSONS
from config.doors import REGISTER
from debate.enums import Action
from tests.security.askings_api import KEEPING_ORDER, ON_SITE, READING, RUNNING, TAKING_PART
from tests.security.cells import Cell, World, cells, differences, differences_on_site
from tests.security.programs import RESOURCES

pytestmark = pytest.mark.django_db

IN_DEBATES = READING | TAKING_PART | KEEPING_ORDER | RUNNING
# Of these there is nothing in the world of the cells, or they are about no debate.
ELSEWHERE = {
    ("api-link", "POST"),  # of an unlisted debate alone
    ("api-link", "DELETE"),
    ("api-draft", "DELETE"),  # of what is there or not
    ("api-invitation", "GET"),
    ("api-tokens", "POST"),
    ("api-token", "GET"),
    ("api-token", "DELETE"),
    ("api-topic", "GET"),
}


def asked_daily(cell: Cell) -> bool:
    """A sixth of them, the same ones each time: what decides is the same as for pages."""
    return crc32(str(cell).encode()) % 6 == 0 and possible(cell)


def possible(cell: Cell) -> bool:
    """Nothing is held in a draft."""
    return not (cell.name == "api-held" and cell.place.name == "draft")


def test_every_method_of_the_api_is_asked_for() -> None:
    """Those of lessons in tests/classroom/api/test_permissions.py: their table is another."""
    names = RESOURCES.keys() - OF_LESSONS.keys()
    doors = {(name, method) for name in names for method in REGISTER[name]}
    asked = set(IN_DEBATES) | set(ON_SITE)
    assert doors - asked == ELSEWHERE
    behind = {REGISTER[name][method] for name, method in asked}
    assert {*Action} - behind == {Action.VOID_VOTES}  # in a browser alone


@pytest.mark.parametrize("door", list(IN_DEBATES), ids=" ".join)
def test_every_cell_is_answered_as_the_table_says(world: World, door: tuple[str, str]) -> None:
    assert differences(world, {door: IN_DEBATES[door]}, asked_daily) == []


@pytest.mark.parametrize("door", list(ON_SITE), ids=" ".join)
def test_every_cell_of_the_site_is_answered_as_the_table_says(
    world: World, door: tuple[str, str]
) -> None:
    assert differences_on_site(world, {door: ON_SITE[door]}) == []


@pytest.mark.long
@pytest.mark.parametrize("door", list(IN_DEBATES), ids=" ".join)
def test_no_cell_is_answered_otherwise(world: World, door: tuple[str, str]) -> None:
    assert differences(world, {door: IN_DEBATES[door]}, possible) == []


def test_there_are_thousands_of_cells() -> None:
    asked = [c for (name, method), a in IN_DEBATES.items() for c in cells(name, method, a)]
    assert len(set(map(str, asked))) == len(asked) > 4_000
    assert len(list(filter(asked_daily, asked))) > 600
