"""Closing a debate and opening it again."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from debate.actions.publication import close_debate, reopen_debate
from debate.web.answers import deed, go, viewer


@deed("threads")
def closing(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    address = reverse("threads", args=[key])
    closed = request.POST.get("closed", "")
    if closed == "1":
        close_debate(debate=key, by=who)
        return go(request, address, told=_("The debate is closed. It can still be read."))
    if closed == "0":
        reopen_debate(debate=key, by=who)
        return go(request, address, told=_("The debate is open again."))
    raise Invalid("open_or_closed", field="closed")
