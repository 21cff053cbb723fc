"""The time zones that people live in."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from accounts.errors import Invalid

NO_PLACES = ("Etc/", "SystemV/", "US/", "posix/", "right/")  # old names and bare offsets


@cache
def zone_names() -> frozenset[str]:
    """Every name of a zone that this machine knows; remembered, since it reads a folder."""
    return frozenset(available_timezones())


def zone_named(name: str) -> ZoneInfo | None:
    """The zone of this name, or None where there is none.

    The list is asked first: ZoneInfo opens a file of the name that it is given.
    """
    return ZoneInfo(name) if name in zone_names() else None


@cache
def zones_offered() -> tuple[str, ...]:
    """The zones to choose from, by name: places, and Universal Time; `zone_typed` takes more."""
    places = (z for z in zone_names() if "/" in z and not z.startswith(NO_PLACES))
    return ("UTC", *sorted(places))


@cache
def _zones_as_typed() -> dict[str, str]:
    """The zones by what people may type for them: a name without its case, or only the place.

    `Rome` and `new york` will do, where one offered zone alone ends so.
    """
    places: dict[str, list[str]] = {}
    for name in zones_offered():
        places.setdefault(name.rpartition("/")[2].casefold(), []).append(name)
    alone = {place: names[0] for place, names in places.items() if len(names) == 1}
    return alone | {name.casefold(): name for name in zone_names()}


def zone_typed(text: str) -> str:
    """The name of the zone that a person typed; nothing for nothing.

    Raises: Invalid `time_zone_unknown`.
    """
    name = "_".join(text.split())
    if not name:
        return ""
    if name in zone_names():
        return name
    known = _zones_as_typed().get(name.casefold())
    if known is None:
        raise Invalid("time_zone_unknown", field="time_zone")
    return known
