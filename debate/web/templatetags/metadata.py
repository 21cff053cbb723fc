"""What search engines and previews are told of a public page."""

from django import template

register = template.Library()
