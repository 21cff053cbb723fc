"""Moments for Django's templates; jinja2 has the same function as a global."""

from datetime import datetime

from django import template
from django.utils.safestring import SafeString

from debate.web import times

register = template.Library()


@register.simple_tag
def moment(at: datetime, *, ago: bool = False) -> SafeString:
    """`{% moment claim.created_at %}`, or in a sentence `{% moment card.active_at ago=True %}`."""
    return times.moment(at, ago=ago)


@register.simple_tag
def day(at: datetime) -> SafeString:
    """`{% day claim.created_at %}`: a date that no script rewords."""
    return times.day(at)


@register.simple_tag
def exactly(at: datetime) -> SafeString:
    """`{% exactly state.opens_at %}`: day and time on the reader's clock."""
    return times.exactly(at)
