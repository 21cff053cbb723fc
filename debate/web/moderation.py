"""What waits for those who keep order in a debate, and the log of what they did."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import Invalid
from debate.actions.flag import settle_flags
from debate.enums import Paced, Queue
from debate.queries.log import list_log
from debate.queries.queue import read_queue
from debate.web import asked
from debate.web.answers import deed, go, page, viewer
from debate.web.paced import count

QUEUES = {
    Queue.HELD: gettext_lazy("Held claims"),
    Queue.FLAGS: pgettext_lazy("claims", "Flagged"),
    Queue.APPEALS: gettext_lazy("Appeals"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _settled(request, key)
    which = request.GET.get("show", "")
    shown = read_queue(
        key,
        viewer(request),
        which=Queue(which) if which in set(Queue) else None,
        cursor=asked.cursor(request.GET),
    )
    lists = [(word, name, shown.counts[word]) for word, name in QUEUES.items()]
    return page(request, "moderation/queue.html", shown=shown, lists=lists)


@deed("moderation")
def _settled(request: HttpRequest, key: str) -> HttpResponse:
    if request.POST.get("deed", "") != "settle":
        raise Invalid("no_such_deed", field="deed")
    count(request, Paced.ORDER)
    settle_flags(claim=asked.key(request.POST, "claim") or "", by=viewer(request))
    address = reverse("moderation", args=[key]) + "?show=flags"
    return go(request, address, told=_("The flags are dismissed. The claim stays as it is."))


@require_safe
def log(request: HttpRequest, key: str) -> HttpResponse:
    shown = list_log(key, viewer(request), cursor=asked.cursor(request.GET))
    return page(request, "moderation/log.html", shown=shown)
