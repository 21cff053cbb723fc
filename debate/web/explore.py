"""The list of debates."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from debate.queries.explore import list_best_replies, list_debates, list_drafts
from debate.web.answers import page, viewer


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    who = viewer(request)
    cursor = request.GET.get("after") or request.GET.get("before") or ""
    debates = list_debates(who, cursor=cursor)
    lead = debates.rows[0] if debates.rows and not debates.previous else None
    return page(
        request,
        "debate/explore.html",
        page=debates,
        lead=lead,
        best=list_best_replies(lead.key, who) if lead else (),
        drafts=list_drafts(who).rows if not cursor else (),
    )
