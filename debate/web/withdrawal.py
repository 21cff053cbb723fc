"""Withdrawing one's own claim."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from debate.actions.withdrawal import withdraw_claim
from debate.enums import Paced
from debate.queries.claim import read_claim, read_claim_to_withdraw
from debate.web.answers import by_htmx, components, deed, go, in_the_thread, page, viewer
from debate.web.edit import answers_a_question
from debate.web.paced import count


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _withdrawn(request, key)
    claim = read_claim_to_withdraw(key, viewer(request))
    if by_htmx(request):
        return components("_withdraw", claim=claim, inline=True, csrf_input="")
    return page(request, "claim/withdraw.html", claim=claim)


@deed("claim")
def _withdrawn(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    count(request, Paced.EDIT)
    withdraw_claim(claim=key, by=who)
    claim = read_claim(key, who)
    told = _("Your claim is withdrawn.")
    if not by_htmx(request):
        return go(request, in_the_thread(claim), told=told)
    return components(
        "on_withdrawn", claim=claim, answers=answers_a_question(request, claim), said=told
    )
