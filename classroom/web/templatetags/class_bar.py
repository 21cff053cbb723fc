"""The session that a debate's own page belongs to, at its top: phase, clock and the way back."""

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import User
from classroom.queries.around import session_around
from classroom.queries.clock import read_clock
from debate.enums import Visibility
from debate.queries.rows import DebateHead

register = template.Library()


@register.simple_tag(takes_context=True)
def class_bar(context: Context, head: DebateHead) -> SafeString | str:
    """Nothing for a debate that is no session's, or for who is not in it."""
    user = context.get("user")
    if not isinstance(user, User) or head.visibility != Visibility.MEMBERS:
        return ""
    access = session_around(head.key, user)
    if access is None:
        return ""
    inputs = {"session": access.session, "clock": read_clock(access)}
    inputs["teaches"] = access.standing.teaches
    return render_to_string("session/_class_bar.html", inputs)
