"""Moments as markup: the plain page says the day, a script turns it into "5 days"."""

from datetime import UTC, datetime
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language


@lru_cache(maxsize=4096)
def _words(minute: datetime, language: str | None) -> tuple[str, str]:
    """A moment as a day and as a day with its time; `language` keeps translations apart."""
    day = date_format(minute, "j F Y")
    return day, f"{day}, {date_format(minute, 'H:i')} UTC"


def moment(at: datetime, *, ago: bool = False) -> SafeString:
    """The `<time>` of a moment, the same for every reader: universal time, whatever their zone.

    The exact local time on hover is the script's (static/js/time.js), so that markup can be shared.
    With `ago` the script says "5 days ago", for use within a sentence.
    """
    at = at.astimezone(UTC)
    day, exact = _words(at.replace(second=0, microsecond=0), get_language())
    return format_html(
        '<time datetime="{}Z" title="{}"{}>{}</time>',
        f"{at:%Y-%m-%dT%H:%M:%S}",
        exact,
        SafeString(" data-ago") if ago else "",
        day,
    )
