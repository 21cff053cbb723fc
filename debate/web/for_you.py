"""What somebody is told of, and how it is marked as seen."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from debate.actions.notices import see_notices, see_notices_of_act, see_notices_of_claim
from debate.enums import ClaimKind, NoticeReason
from debate.queries.access import open_claim
from debate.queries.cursor import read_list_cursor
from debate.queries.notices import list_followed, list_notices
from debate.web import asked
from debate.web.answers import deed, go, page, viewer
from debate.web.deeds import REASONS


@require_safe
def for_you(request: HttpRequest) -> HttpResponse:
    who = viewer(request)
    reason = asked_reason(request.GET.get("reason", ""))
    cursor = asked.cursor(request.GET)
    shown = list_notices(who, reason=reason, cursor=cursor)
    return page(
        request,
        "notice/for_you.html",
        page=shown.page,
        up_to=shown.up_to,
        unseen=sum(group.unseen for group in shown.page.rows),
        reason=reason or "",
        reasons=list(REASONS.items()),
        keep=f"reason={reason}&" if reason else "",
        followed=list_followed(who),
    )


@require_safe
def opened(request: HttpRequest, key: str) -> HttpResponse:
    """The way from a notice to its claim: what was told of that claim is seen from then on.

    A GET that writes: who follows the link has seen it, nobody else learns of it, and doing it
    twice changes nothing. Visiting the claim in another way leaves the notice as it is.
    """
    who = viewer(request)
    access, place = open_claim(key, who)
    if request.method == "GET":
        see_notices_of_claim(claim=key, by=who)
    threads = reverse("threads", args=[access.debate.key])
    if place.kind == ClaimKind.THESIS:
        return HttpResponseRedirect(threads)
    return HttpResponseRedirect(f"{threads}?at={key}#claim-{key}")


@require_safe
def of_act(request: HttpRequest, key: str) -> HttpResponse:
    """The way from a notice to the act that it tells of, as to a claim."""
    who = viewer(request)
    if request.method == "GET":
        see_notices_of_act(act=key, by=who)
    return HttpResponseRedirect(reverse("act", args=[key]))


@deed("for-you")
def seen(request: HttpRequest) -> HttpResponse:
    """Everything that the page had shown is seen; what arrived since is not."""
    reason = asked_reason(request.GET.get("reason", ""))
    up_to = read_list_cursor(request.POST.get("up_to", ""))
    see_notices(up_to=up_to.id, reason=reason, by=viewer(request))
    address = reverse("for-you") + (f"?reason={reason}" if reason else "")
    return go(request, address, told=_("Everything is marked as seen."))


def asked_reason(word: str) -> NoticeReason | None:
    """Which notices to show; all, where no reason of ours is named."""
    return NoticeReason(word) if word in set(NoticeReason) else None
