"""The session that a page of a debate belongs to: at its top, and in the menu of a guest."""

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import User
from classroom.queries.around import session_around
from classroom.queries.clock import read_clock
from classroom.queries.seats import OwnSeat, seat_of_guest
from debate.enums import Visibility
from debate.queries.rows import DebateHead

register = template.Library()


@register.simple_tag(takes_context=True)
def class_bar(context: Context, head: DebateHead) -> SafeString | str:
    """Nothing for a debate that is no session's, or for who is not in it."""
    return class_bar_of(context, head.key) if head.visibility == Visibility.MEMBERS else ""


@register.simple_tag(takes_context=True)
def class_bar_of(context: Context, key: str) -> SafeString | str:
    """The same by the key of the debate, for pages that know no more of it."""
    user = context.get("user")
    if not isinstance(user, User):
        return ""
    access = session_around(key, user)
    if access is None:
        return ""
    inputs = {"session": access.session, "clock": read_clock(access)}
    inputs["teaches"] = access.standing.teaches
    return render_to_string("session/_class_bar.html", inputs)


@register.simple_tag
def guest_seat(user: User) -> OwnSeat | None:
    """The seat of a guest, by whose byline they go on every page."""
    return seat_of_guest(user)
