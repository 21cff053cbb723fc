"""What search engines and previews are told of a page, each tag one component in its head."""

from typing import Any

from django import template
from django.template.context import RequestContext

from debate.queries.rows import DebateHead, FocusPage, ReadingPage, ThreadPage
from debate.web import metadata

register = template.Library()


@register.inclusion_tag("debate/_metadata.html", takes_context=True)
def about_threads(context: RequestContext, head: DebateHead, threads: ThreadPage) -> dict[str, Any]:
    """`{% about_threads head threads %}`"""
    return {"about": metadata.about_threads(context.request, head, threads)}


@register.inclusion_tag("debate/_metadata.html", takes_context=True)
def about_essay(context: RequestContext, head: DebateHead, reading: ReadingPage) -> dict[str, Any]:
    """`{% about_essay head reading %}`"""
    return {"about": metadata.about_essay(context.request, head, reading)}


@register.inclusion_tag("debate/_metadata.html", takes_context=True)
def about_claim(context: RequestContext, focus: FocusPage) -> dict[str, Any]:
    """`{% about_claim focus %}`"""
    return {"about": metadata.about_claim(context.request, focus)}
