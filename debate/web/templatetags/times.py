"""Moments for Django's templates; jinja2 has the same function as a global."""

from datetime import datetime

from django import template
from django.utils.safestring import SafeString

from debate.web import times

register = template.Library()


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """`{% moment claim.created_at %}`."""
    return times.moment(at)
