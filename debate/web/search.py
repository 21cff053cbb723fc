"""Searching: a page by its address, and its results alone while somebody types."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from debate.web.answers import page


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    return page(request, "search/page.html")
