"""Every address of the site, by its name and what it takes (`places.py`)."""

from tests.security.places import NAMED

__all__ = ["NAMED"]


def test_the_addresses_are_read_off_the_site() -> None:
    names = {name for name, _ in NAMED}
    assert names >= {"explore", "vote", "publication", "account_login", "admin:index"}
    taken = {part for _, takes in NAMED for part in takes}
    assert taken == {"code", "key", "link", "pin", "seat", "section", "slug", "uidb36"}
