"""The time zones that people live in."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones


@cache
def zone_names() -> frozenset[str]:
    """Every name of a zone that this machine knows; remembered, since it reads a folder."""
    return frozenset(available_timezones())


def zone_named(name: str) -> ZoneInfo | None:
    """The zone of this name, or None where there is none.

    The list is asked first: ZoneInfo opens a file of the name that it is given.
    """
    return ZoneInfo(name) if name in zone_names() else None
