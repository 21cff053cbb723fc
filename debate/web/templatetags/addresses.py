"""Whole addresses, with their host, for what is taken elsewhere."""

from django import template
from django.template.context import Context
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def whole_address(context: Context, name: str, *keys: str) -> str:
    """`{% whole_address "claim" claim.key %}`: the address of a page as one tells it to others.

    The request is the context's own, which an include with `only` keeps.
    """
    request = getattr(context, "request", None)
    path = reverse(name, args=keys)
    return request.build_absolute_uri(path) if request else path
