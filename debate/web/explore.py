"""The list of debates."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from debate.queries.explore import list_debates, list_drafts
from debate.web.answers import page, viewer


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    who = viewer(request)
    cursor = request.GET.get("after") or request.GET.get("before") or ""
    return page(
        request,
        "debate/explore.html",
        page=list_debates(who, cursor=cursor),
        drafts=list_drafts(who).rows if not cursor else (),
    )
