"""What happened, in a sentence; and how much of it is new to somebody."""

from django import template
from django.utils.safestring import SafeString

from accounts.models import User
from debate.enums import NoticeReason
from debate.limits import NEWS_COUNTED_MAX, NOTICES_COUNTED_MAX
from debate.queries.notices import Told, count_unseen
from debate.queries.record import Deed
from debate.queries.rows import DebateHead
from debate.web import deeds
from debate.web.states import states as told_states

register = template.Library()


@register.filter
def told(deed: Deed) -> SafeString:
    """The sentence of a deed."""
    return deeds.told(deed)


@register.filter
def to_you(notice: Told, reason: NoticeReason) -> SafeString:
    """`{{ told|to_you:group.reason }}`: the sentence of what concerns whoever reads it."""
    return deeds.told_to_you(notice, reason)


@register.filter
def states(head: DebateHead) -> list[SafeString]:
    """How a debate stands, in sentences."""
    return told_states(head)


@register.filter
def at_most_news(count: int) -> str:
    """A count of news that was counted no further than one past the most that is shown."""
    return f"{NEWS_COUNTED_MAX}+" if count > NEWS_COUNTED_MAX else str(count)


@register.filter
def at_most_notices(count: int) -> str:
    """The same of what somebody is told."""
    return f"{NOTICES_COUNTED_MAX}+" if count > NOTICES_COUNTED_MAX else str(count)


@register.simple_tag
def unseen_notices(user: User) -> int:
    """How much the person who is signed in is told and has not seen; asked once on a page."""
    return count_unseen(user)
