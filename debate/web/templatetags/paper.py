"""What a printed debate shares between its page (Django) and its claims (jinja2)."""

from collections.abc import Sequence

from django import template
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from debate.queries.rows import Byline, SourceRow, TallyRow
from debate.web import times

register = template.Library()


def _component(name: str, **inputs: object) -> SafeString:
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    html = engine.env.get_template(f"{name}.jinja").render(inputs)
    return mark_safe(html)  # noqa: S308 - the environment escapes


@register.simple_tag
def printed_byline(byline: Byline | None) -> SafeString:
    """The name under a claim."""
    return _component("print/_byline", byline=byline)


@register.simple_tag
def printed_votes(tally: TallyRow) -> SafeString:
    """The votes on a claim as numbers with their signs."""
    return _component("print/_votes", tally=tally)


@register.simple_tag
def printed_sources(sources: Sequence[SourceRow]) -> SafeString:
    """Sources with their addresses written out."""
    return _component("print/_sources", sources=sources)


@register.simple_tag
def today() -> SafeString:
    """The day of now, as the reader's clock has it."""
    return times.day(timezone.now())
