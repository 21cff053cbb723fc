"""The line below a form that says what is kept of it, for Django's templates."""

from django import template
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.utils.safestring import SafeString, mark_safe

from debate.web.forms import DraftedForm

register = template.Library()


@register.simple_tag
def draft_line(
    form: DraftedForm, purpose: str, key: str = "", *, inline: bool = False
) -> SafeString:
    """`{% draft_line form "debate" %}`; of a claim with its key."""
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    line = engine.env.get_template("draft/_line.jinja")
    html = line.render(form=form, purpose=purpose, key=key, inline=inline)
    return mark_safe(html)  # noqa: S308 - the environment escapes
