"""Lengths of time as a clock shows them, and as people say them."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

register = template.Library()

MINUTE, HOUR, DAY = 60, 3_600, 86_400


@register.filter
def face(seconds: int) -> str:
    """What a clock that counts down shows: 4:12, 1:04:12, or 3 days (static/js/clock.js too)."""
    if seconds >= 2 * DAY:
        return _days(seconds // DAY)
    minutes, rest = divmod(max(seconds, 0), MINUTE)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def how_long(seconds: int) -> str:
    """How long a phase is to last, in words: 45 s, 8 min, 1 h 30 min, 3 days."""
    if seconds >= 2 * DAY and seconds % DAY == 0:
        return _days(seconds // DAY)
    hours, left = divmod(seconds, HOUR)
    minutes, left = divmod(left, MINUTE)
    parts = [
        gettext("%(n)s h") % {"n": hours} if hours else "",
        gettext("%(n)s min") % {"n": minutes} if minutes else "",
        gettext("%(n)s s") % {"n": left} if left else "",
    ]
    return " ".join(filter(None, parts))


@register.simple_tag
def days_of_face() -> str:
    """How the script is to say whole days, with 0 in place of their number."""
    return _days(0)


@register.simple_tag
def clock_time(at: datetime, zone: str = "") -> str:
    """The time on the clock of a session, or of the reader if it has none; the day unless today."""
    try:
        here = ZoneInfo(zone) if zone else timezone.get_current_timezone()
    except (ValueError, OSError, ZoneInfoNotFoundError):
        here = timezone.get_current_timezone()
    local = at.astimezone(here)
    told = date_format(local, "H:i")
    if str(here) == "UTC":
        told = f"{told} UTC"
    today = timezone.now().astimezone(here).date()
    return told if local.date() == today else f"{date_format(local, 'MONTH_DAY_FORMAT')}, {told}"


@register.filter
def milliseconds(at: datetime) -> int:
    """A moment as the scripts count it, since 1970."""
    return int(at.timestamp() * 1_000)


def _days(number: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", number) % {"n": number}
