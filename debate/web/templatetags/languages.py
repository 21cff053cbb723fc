"""The languages of the site and the direction of texts, for Django's templates."""

from django import template
from django.conf import settings

from debate.logic.direction import direction as runs

register = template.Library()


@register.simple_tag
def languages_on_offer() -> list[tuple[str, str]]:
    """Pairs of a code and the language's name in itself, which Django's own tag would translate."""
    return list(settings.LANGUAGES)


@register.filter
def direction(text: str | None) -> str:
    """`dir="{{ claim.text|direction }}"`, where the first letter may mislead; jinja2 has it too."""
    return runs(text or "")
