"""A page that is looked at changes no row of any table, but for the marks of having been there."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from config.doors import REGISTER
from debate.enums import Capacity
from tests.security import askings_api
from tests.security.askings import KEEPING_ORDER, ON_SITE, READING, RUNNING, TAKING_PART
from tests.security.cells import (
    PLACES,
    Asking,
    Cell,
    World,
    address_in_api,
    address_of,
    taken_back,
    thing_of,
)

pytestmark = pytest.mark.django_db

# That somebody was there: read marks, notices that they followed, links that they opened, searches
# that are counted, and the session.
MARKS = {
    "accounts_rate", "debate_linkvisit", "debate_notice", "debate_readmark", "django_session",
}  # fmt: skip
ASKED = READING | TAKING_PART | KEEPING_ORDER | RUNNING | ON_SITE
IN_API = (
    askings_api.READING
    | askings_api.TAKING_PART
    | askings_api.KEEPING_ORDER
    | askings_api.RUNNING
    | askings_api.ON_SITE
)
EVERYWHERE = [p for p in PLACES if p.name in {"public", "unlisted, link opened", "draft"}]


def rows() -> dict[str, str]:
    """A hash of the rows of every table."""
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if t not in MARKS]
        found = {}
        for table in tables:
            cursor.execute(
                "SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), ''))"
                f' FROM "{table}" AS t'
            )
            found[table] = cursor.fetchone()[0]
    return found


def addresses(world: World, who: Capacity) -> Iterator[str]:
    """Every page, of each kind of thing there is in each kind of debate."""
    for name, entries in REGISTER.items():
        if "GET" not in entries or name.startswith("api-"):
            continue
        asking = ASKED.get((name, "GET")) or next(
            (asking for (of, _entry), asking in ASKED.items() if of == name), Asking("nothing")
        )
        for place in EVERYWHERE:
            cell = Cell(name, "GET", who, place, own=False)
            thing = thing_of(world, asking, cell, world.there[place.name])
            with suppress(NoReverseMatch):  # of parts that nothing here has
                yield address_of(name, thing)
    yield reverse("link", kwargs={"link": world.there["unlisted, link opened"].debate.link_key})


def addresses_of_programs(world: World, who: Capacity) -> Iterator[tuple[str, dict[str, str]]]:
    """Everything that a program reads, with what it asks."""
    for (name, method), asking in IN_API.items():
        if method == "GET":
            for place in EVERYWHERE:
                held = world.there[place.name]
                thing = thing_of(world, asking, Cell(name, method, who, place, own=False), held)
                parts = {"key": thing, **(asking.parts(held, world) if asking.parts else {})}
                query = asking.query(held, world) if callable(asking.query) else asking.query
                yield address_in_api(name, parts), dict(query)


@pytest.mark.parametrize("who", [Capacity.OWNER, Capacity.STAFF])
def test_looking_at_every_page_changes_nothing(world: World, who: Capacity) -> None:
    with taken_back():
        asked = list(dict.fromkeys(addresses(world, who)))
        assert len(asked) > 100
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = world.cookies[who]
        before = rows()
        for address in asked:
            assert client.get(address).status_code < 500, address
        after = rows()
    assert {table for table in before if before[table] != after[table]} == set()


def test_a_program_that_reads_everything_changes_nothing(world: World) -> None:
    who = Capacity.OWNER
    with taken_back():
        asked = list(addresses_of_programs(world, who))
        assert len(asked) > 100
        client = Client(headers={"Authorization": f"Bearer {world.tokens[who]}"})
        before = rows()
        for address, query in asked:
            assert client.get(address, query).status_code < 500, address
        after = rows()
    assert {table for table in before if before[table] != after[table]} == set()
