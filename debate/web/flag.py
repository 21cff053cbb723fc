"""Asking whoever keeps order to look at a claim."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import Invalid
from debate.actions.flag import flag_claim
from debate.enums import Paced
from debate.queries.claim import read_claim_to_flag
from debate.web.answers import by_htmx, deed, go, page, say, viewer, way_back
from debate.web.order_forms import FlagForm
from debate.web.paced import count


@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _flagged(request, key)
    return _form(request, key, FlagForm())


@deed("claim")
def _flagged(request: HttpRequest, key: str) -> HttpResponse:
    count(request, Paced.FLAG)
    form = FlagForm(request.POST)
    form.full_clean()
    who = viewer(request)
    try:
        flag_claim(claim=key, **form.cleaned_data, by=who)
    except Invalid as refusal:
        form.refuse(refusal)
        return _form(request, key, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    told = _("Thank you. Somebody who keeps order here will look at it.")
    if by_htmx(request):
        return say(page(request, "_flash.html", kind="done", text=told), told)
    return go(request, way_back(request, read_claim_to_flag(key, who)), told=told)


def _form(
    request: HttpRequest, key: str, form: FlagForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    claim = read_claim_to_flag(key, viewer(request))
    template = "moderation/_flag.html" if by_htmx(request) else "moderation/flag.html"
    return page(request, template, claim=claim, form=form, inline=by_htmx(request), status=status)
