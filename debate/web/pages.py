"""Pages that tell about the site itself."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from debate.limits import CLAIM_TEXT_MAX
from debate.web.answers import page
from debate.words import WAYS


@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    return page(request, "how_it_works.html", text_max=CLAIM_TEXT_MAX, ways=WAYS.items())
