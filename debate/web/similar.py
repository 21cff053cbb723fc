"""What was said nearby already, told to whoever is writing a reply."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.networks import network_of
from debate.actions.pace import count_search
from debate.queries.similar import list_similar
from debate.web.answers import page, say, viewer


@require_safe
def similar(request: HttpRequest, key: str) -> HttpResponse:
    """A short list for below the text box; it is told aloud once, when it first appears."""
    who = viewer(request)
    count_search(by=who, network=network_of(request.META))
    found = list_similar(key, request.GET.get("text", ""), who)
    response = page(request, "search/_similar.html", found=found)
    if not found or request.GET.get("told"):
        return response
    n = len(found)
    told = ngettext(
        "%(n)s claim nearby says something like this.",
        "%(n)s claims nearby say something like this.",
        n,
    )
    return say(response, told % {"n": n})
