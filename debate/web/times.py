"""Moments as markup: the plain page says the day, a script turns it into "5 days"."""

from datetime import UTC, date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def moment(at: datetime, *, ago: bool = False) -> SafeString:
    """The `<time>` of a moment, the same for every reader: universal time, whatever their zone.

    The exact local time on hover is the script's (static/js/time.js), so that markup can be shared.
    With `ago` the script says "5 days ago", for use within a sentence.
    """
    return _markup(at.astimezone(UTC).replace(microsecond=0), get_language(), ago)


def day(at: datetime) -> SafeString:
    """The `<time>` of a day in the reader's zone, which stays as it is: for paper and citations."""
    return _day_markup(timezone.localtime(at).date(), get_language())


def exactly(at: datetime) -> SafeString:
    """A moment with day and time on the reader's clock, that no script rewords; else in UTC."""
    local = timezone.localtime(at)
    told = f"{date_format(local)}, {date_format(local, 'H:i')}"
    if timezone.get_current_timezone_name() == "UTC":
        told = f"{told} UTC"
    return format_html("<span>{}</span>", told)


@lru_cache(maxsize=4096)
def _day_markup(day: date, _language: str | None) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), date_format(day))


@lru_cache(maxsize=8192)
def _markup(second: datetime, _language: str | None, ago: bool) -> SafeString:
    """Remembered, since a thread has hundreds; the language keeps translations apart."""
    day = date_format(second)
    return format_html(
        '<time datetime="{}Z" title="{}, {} UTC"{}>{}</time>',
        f"{second:%Y-%m-%dT%H:%M:%S}",
        day,
        date_format(second, "H:i"),
        SafeString(" data-ago") if ago else "",
        day,
    )
