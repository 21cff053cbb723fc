"""Where people stand, drawn: amounts are SVG attributes, since no style may stand in the markup."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from debate.limits import POSITION_MAX, POSITION_MIN, POSITIONS_SHOWN_FROM
from debate.words import PLACES

register = template.Library()

UNDECIDED = -POSITION_MIN  # where among the shares those are who stand in the middle
COLUMN = 40  # width of one place on the slider
BARS_HEIGHT = 52
STACK_WIDTH = 100


@register.filter
def place(value: int) -> str:
    """The words for a position."""
    return str(PLACES[value])


@register.simple_tag
def places() -> str:
    """All places in order, for the script that follows the slider."""
    return "|".join(map(str, PLACES.values()))


@register.simple_tag
def slider_ends() -> SafeString:
    """The first and the last stop of the slider, as its attributes."""
    return format_html('min="{}" max="{}"', POSITION_MIN, POSITION_MAX)


@register.simple_tag
def positions_shown_from() -> int:
    """How many people must have taken a position before any is shown."""
    return POSITIONS_SHOWN_FROM


@register.filter
def share_against(shares: tuple[int, ...]) -> int:
    """How many in a hundred stand against, however strongly."""
    return sum(shares[:UNDECIDED])


@register.filter
def share_for(shares: tuple[int, ...]) -> int:
    """How many in a hundred stand for, however strongly."""
    return sum(shares[UNDECIDED + 1 :])


def _described(shares: tuple[int, ...], people: int) -> str:
    of = ngettext("Positions of {n} person", "Positions of {n} people", people).format(n=people)
    each = ", ".join(
        f"{name} {share}%" for name, share in zip(PLACES.values(), shares, strict=True)
    )
    return f"{of}: {each}"


@register.simple_tag
def position_bars(shares: tuple[int, ...], people: int) -> SafeString:
    """A column over each stop of the slider."""
    top = max(*shares, 1)
    heights = [max(2, round(share / top * (BARS_HEIGHT - 14))) for share in shares]
    columns = format_html_join(
        "",
        '<rect class="position-{}" x="{}" y="{}" width="{}" height="{}" rx="1.5"></rect>'
        '<text x="{}" y="{}">{}</text>',
        (
            (
                place_number,
                (place_number - 1) * COLUMN + 2,
                BARS_HEIGHT - height,
                COLUMN - 4,
                height,
                (place_number - 1) * COLUMN + COLUMN // 2,
                BARS_HEIGHT - height - 4,
                share,
            )
            for place_number, (share, height) in enumerate(zip(shares, heights, strict=True), 1)
        ),
    )
    return format_html(
        '<svg class="position-bars" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        len(shares) * COLUMN,
        BARS_HEIGHT,
        _described(shares, people),
        columns,
    )


@register.simple_tag
def position_stack(shares: tuple[int, ...], people: int) -> SafeString:
    """One bar: strongly against at its start, strongly for at its end."""
    whole = max(sum(shares), 1)
    parts, start = [], 0.0
    for number, share in enumerate(shares, 1):
        width = share / whole * STACK_WIDTH
        if share:
            parts.append((number, f"{start:.1f}", f"{max(width - 0.5, 0.2):.1f}"))
        start += width
    return format_html(
        '<svg class="position-stack" viewBox="0 0 {} 8" preserveAspectRatio="none" role="img"'
        ' aria-label="{}">{}</svg>',
        STACK_WIDTH,
        _described(shares, people),
        format_html_join(
            "", '<rect class="position-{}" x="{}" width="{}" height="8"></rect>', parts
        ),
    )
