"""Moments as markup: the plain page says the day, a script turns it into "5 days"."""

from datetime import UTC, datetime
from functools import lru_cache

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


@lru_cache(maxsize=8192)
def _markup(second: datetime, _language: str | None, ago: bool) -> SafeString:
    """Remembered, since a thread has hundreds; the language keeps translations apart."""
    day = date_format(second, "j F Y")
    return format_html(
        '<time datetime="{}Z" title="{}, {} UTC"{}>{}</time>',
        f"{second:%Y-%m-%dT%H:%M:%S}",
        day,
        date_format(second, "H:i"),
        SafeString(" data-ago") if ago else "",
        day,
    )
