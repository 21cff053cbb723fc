"""The languages of the site, for templates."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def languages_on_offer() -> list[tuple[str, str]]:
    """Pairs of a code and the language's name in itself, which Django's own tag would translate."""
    return list(settings.LANGUAGES)
