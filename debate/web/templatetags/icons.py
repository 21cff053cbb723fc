"""Icons for Django's templates; jinja2 has the same function as a global."""

from django import template
from django.utils.safestring import SafeString

from debate.web import icons

register = template.Library()


@register.simple_tag
def icon(name: str, kind: str = "icon") -> SafeString:
    """`{% icon "up" %}`, or `{% icon relation "sign" %}` for a relation's chip."""
    return icons.icon(name, kind)
