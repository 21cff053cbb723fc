"""What was said nearby already, told to whoever is writing a reply."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def similar(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse()
