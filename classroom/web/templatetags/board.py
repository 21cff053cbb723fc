"""The board and the wall, for templates: parts, marks, the way in, and positions in words."""

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy

from classroom.enums import SessionState, Stand
from classroom.formats.qr import qr_svg
from classroom.logic.codes import shown_code
from classroom.logic.flow import Bar, Flow
from classroom.models import Session

register = template.Library()

MARKS_MAX = 5  # a longer row says the number
MARK_WIDTH, MARK_STEP, MARK_HEIGHT = 5, 7, 9
STANDS: dict[str, Promise | str] = {
    Stand.FOR: pgettext_lazy("side", "For"),
    Stand.UNSURE: pgettext_lazy("position", "Unsure"),
    Stand.AGAINST: pgettext_lazy("side", "Against"),
}


@dataclass(frozen=True, slots=True)
class WayIn:
    """How one comes into a session: where to go, what to type there, and both as a picture."""

    place: str
    code: str
    qr: SafeString


@register.simple_tag
def part(session: Session, name: str, on: str, every: int = 0) -> SafeString:
    """The attributes of a part of the board that asks for itself anew.

    `on` names the live events after which it does, `every` how many seconds pass at most where not
    everything that it shows is told.
    """
    address = reverse("session-board", args=[session.key])
    asks = format_html(' data-every="{}"', every) if every else ""
    return format_html(
        'hx-get="{}?part={}" hx-trigger="refresh" hx-swap="outerHTML" data-part="{}"'
        ' data-live-on="{}"{}',
        address,
        name,
        name,
        on,
        asks,
    )


@register.simple_tag
def wall(session: Session) -> SafeString:
    """The same attributes for all that stands on the wall."""
    return format_html(
        'hx-get="{}" hx-trigger="refresh" hx-swap="outerHTML" data-part="wall"'
        ' data-live-on="phase announcement feature results rules roster change" data-every="30"',
        reverse("session-projector", args=[session.key]),
    )


@register.simple_tag
def claim_marks(claims: int, answers: int) -> SafeString:
    """A row of marks, one for each claim, those for answers to the other side filled."""
    said = ngettext("%(n)s claim", "%(n)s claims", claims) % {"n": claims}
    if answers:
        of_them = ngettext("%(n)s of them an answer", "%(n)s of them answers", answers)
        said = f"{said}, {of_them % {'n': answers}}"
    shown = min(claims, MARKS_MAX)
    marks = format_html_join(
        "",
        '<rect x="{}" width="{}" height="{}" rx="1"{}></rect>',
        (
            (
                place * MARK_STEP,
                MARK_WIDTH,
                MARK_HEIGHT,
                SafeString(" data-answer") if place < answers else "",
            )
            for place in range(shown)
        ),
    )
    more = format_html("<span aria-hidden='true'>{}</span>", claims) if claims > MARKS_MAX else ""
    return format_html(
        '<svg class="marks" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>{}',
        MARKS_MAX * MARK_STEP - (MARK_STEP - MARK_WIDTH),
        MARK_HEIGHT,
        said if claims else gettext("nothing yet"),
        marks,
        more,
    )


@register.simple_tag(takes_context=True)
def way_in(context: Context, session: Session) -> WayIn | None:
    """How one comes into a session now; None while nobody can."""
    request: HttpRequest = context.request  # type: ignore[attr-defined]
    until = session.code_until
    if not session.code or until is None or until <= timezone.now():
        return None
    if session.state == SessionState.ENDED:
        return None
    address = request.build_absolute_uri(reverse("join-code", args=[session.code]))
    place = request.build_absolute_uri(reverse("join"))
    return WayIn(
        place=place.partition("://")[2].rstrip("/"),
        code=shown_code(session.code),
        qr=qr_svg(address),
    )


@register.filter
def stand_word(stand: Stand) -> Promise | str:
    """Where somebody stands, in a word."""
    return STANDS[stand]


@register.simple_tag
def flow_words(flow: Flow) -> str:
    """The whole picture in a sentence: how many stood and stand where."""
    return gettext("Before: %(before)s. Now: %(now)s.") % {
        "before": _counted(flow.before),
        "now": _counted(flow.now),
    }


def _counted(bars: tuple[Bar, ...]) -> str:
    return ", ".join(f"{bar.people} {str(STANDS[bar.stand]).lower()}" for bar in bars)
