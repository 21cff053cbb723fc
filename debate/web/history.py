"""What a claim said over time, and what changed."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from debate.queries.history import HistoryPage, read_history
from debate.web import asked
from debate.web.answers import page, viewer

CHOICES_MAX = 100  # the newest wordings that are offered to be compared; an address reaches all


@require_safe
def history(request: HttpRequest, key: str) -> HttpResponse:
    before = asked.number(request.GET, "before")
    shown = read_history(
        key,
        viewer(request),
        since=asked.number(request.GET, "from"),
        until=asked.number(request.GET, "to"),
        before=before,
    )
    since, until = _chosen(shown)
    return page(
        request,
        "claim/history.html",
        history=shown,
        choices=_choices(shown),
        since=since,
        until=until,
        elsewhere=shown.compared or before is not None,
    )


def _chosen(shown: HistoryPage) -> tuple[int, int]:
    """What the form for comparing begins with: what is compared, or the first and the newest."""
    if shown.compared and shown.shown[0].since is not None:
        return shown.shown[0].since.revision, shown.shown[0].revision
    return shown.wordings.first, shown.wordings.newest


def _choices(shown: HistoryPage) -> list[tuple[int, int]]:
    """The revisions that may be chosen, newest first, with the number each has as a wording."""
    first, newest = shown.wordings.first, shown.wordings.newest
    last = max(first, newest - CHOICES_MAX + 1)
    return [(revision, revision - first + 1) for revision in range(newest, last - 1, -1)]
