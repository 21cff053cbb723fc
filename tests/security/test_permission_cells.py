"""The cells of the permission table are many, and none of its rows is left out."""

from config.doors import REGISTER
from debate.enums import Action
from tests.security.askings import KEEPING_ORDER, ON_SITE, READING, RUNNING, TAKING_PART
from tests.security.cells import asked_daily, cells, cells_on_site

IN_DEBATES = READING | TAKING_PART | KEEPING_ORDER | RUNNING
# What is asked elsewhere, for want of something to ask about in the world of the cells.
ELSEWHERE = {
    ("access", "POST deed=renew"),  # of an unlisted debate alone
    ("access", "POST deed=revoke"),
    ("votes-in-bulk", "POST deed=count"),  # of a run
}


def test_every_action_behind_a_door_is_asked_for() -> None:
    doors = {
        (name, entry)
        for name, entries in REGISTER.items()
        for entry, door in entries.items()
        if isinstance(door, Action) and not name.startswith("api-")
    }
    assert doors - set(IN_DEBATES) - set(ON_SITE) == ELSEWHERE
    behind = {REGISTER[name][entry] for name, entry in doors}
    assert set(Action) - behind == set()


def test_there_are_thousands_of_cells() -> None:
    of_debates = [c for (name, entry), a in IN_DEBATES.items() for c in cells(name, entry, a)]
    of_site = [c for (name, entry), a in ON_SITE.items() for c in cells_on_site(name, entry, a)]
    assert len(set(map(str, of_debates + of_site))) == len(of_debates + of_site)
    assert len(of_debates + of_site) > 4_000
    assert len(list(filter(asked_daily, of_debates))) + len(of_site) > 2_000
