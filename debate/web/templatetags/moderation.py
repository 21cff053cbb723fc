"""Acts and reasons in words, and whether somebody is shut out of the site."""

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from accounts.errors import Refusal
from accounts.models import User
from debate import words
from debate.enums import Action, Reason
from debate.policies.site import why_not_on_site
from debate.queries.log import LogLine
from debate.queries.queue import AppealRow
from debate.web import acted as sentences

register = template.Library()


@register.filter
def acted(line: LogLine | AppealRow) -> SafeString:
    """What was done, as a sentence with the name of whoever did it."""
    return sentences.acted(line)


@register.filter
def reason_words(reason: str) -> Promise | str:
    """Why something is flagged or was done."""
    return words.REASONS[Reason(reason)]


@register.filter
def refusal_words(refusal: Refusal) -> str:
    """Why somebody may not do something."""
    return words.sentence(refusal)


@register.filter
def moderates_the_site(user: User) -> bool:
    """Whether somebody may suspend others; asks the database nothing."""
    return why_not_on_site(user, Action.SUSPEND, at=timezone.now()) is None


@register.filter
def is_suspended(user: User) -> bool:
    """Whether somebody may add nothing to the site at this moment; asks the database nothing."""
    return user.suspended(timezone.now())
