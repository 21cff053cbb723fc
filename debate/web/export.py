"""Taking a debate out as a file: a page that says what is in each, and the files."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.networks import network_of
from accounts.rates import spend
from debate.formats.debate_file import DEBATE_FILES, DebateFormat, file_name
from debate.limits import PRINT_LARGE, PRINTS_PER_NETWORK
from debate.queries.debate import read_debate_head
from debate.queries.exported import read_exported
from debate.web.answers import page, viewer
from debate.web.printing import Sheets, one_of_few


@require_safe
def export(request: HttpRequest, key: str) -> HttpResponseBase:
    wanted = request.GET.get("format", "")
    if wanted in set(DebateFormat):
        return _file(request, key, DebateFormat(wanted))
    head = read_debate_head(key, viewer(request))
    back = reverse("debate" if head.essay else "threads", args=[key])
    return page(request, "debate/export.html", head=head, back=back)


def _file(request: HttpRequest, key: str, wanted: DebateFormat) -> HttpResponseBase:
    exported = read_exported(key, viewer(request))
    file = DEBATE_FILES[wanted]
    headers = {"Content-Disposition": content_disposition_header(True, file_name(exported, file))}
    if request.method == "HEAD":
        return HttpResponse(content_type=file.media_type, headers=headers)
    pieces = file.write(exported)
    if exported.head.claims >= PRINT_LARGE:
        spend("print", network_of(request.META), *PRINTS_PER_NETWORK)
        pieces = one_of_few(pieces)
    return StreamingHttpResponse(Sheets(pieces), content_type=file.media_type, headers=headers)
