"""Hits for Django's templates: their marked words, how they bear on what they answer, by whom."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from debate.queries.search import ClaimHit
from debate.queries.similar import SimilarClaim
from debate.queries.sought import Stretch
from debate.web.templatetags.thread import component

register = template.Library()


@register.simple_tag
def marked(text: Iterable[Stretch]) -> SafeString:
    """A text with its hits marked; every stretch is escaped."""
    return format_html_join("", "{}", ((_stretch(stretch),) for stretch in text))


def _stretch(stretch: Stretch) -> str:
    return format_html("<mark>{}</mark>", stretch.text) if stretch.hit else stretch.text


@register.simple_tag
def bearing(hit: ClaimHit | SimilarClaim) -> SafeString:
    """How a claim bears on what it answers: sign and word."""
    return component("_relation", claim=hit, answers=hit.answers)


@register.simple_tag
def byline(hit: ClaimHit) -> SafeString:
    """The name under a claim as it is shown."""
    return component("_byline", byline=hit.byline)
