"""One act of moderation: what was done, an appeal against it, the answer."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import Conflict, Invalid
from debate.actions.appeal import appeal, decide_appeal
from debate.enums import Paced
from debate.queries.act import read_act
from debate.web.answers import deed, go, page, viewer
from debate.web.order_forms import AppealForm, DecisionForm
from debate.web.paced import count


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _said(request, key)
    return _page(request, key)


@deed("act")
def _said(request: HttpRequest, key: str) -> HttpResponse:
    do = {"appeal": _appealed, "decide": _decided}.get(request.POST.get("deed", ""))
    if do is None:
        raise Invalid("no_such_deed", field="deed")
    return do(request, key)


def _appealed(request: HttpRequest, key: str) -> HttpResponse:
    count(request, Paced.APPEAL)
    form = AppealForm(request.POST)
    form.full_clean()
    try:
        appeal(act=key, **form.cleaned_data, by=viewer(request))
    except (Invalid, Conflict) as refusal:
        form.refuse(refusal)
        return _page(request, key, appealing=form, status=_status(refusal))
    told = _("Your appeal is sent. The answer will be on this page.")
    return go(request, reverse("act", args=[key]), told=told)


def _decided(request: HttpRequest, key: str) -> HttpResponse:
    count(request, Paced.ORDER)
    form = DecisionForm(request.POST)
    form.full_clean()
    try:
        decide_appeal(act=key, **form.cleaned_data, by=viewer(request))
    except (Invalid, Conflict) as refusal:
        form.refuse(refusal)
        return _page(request, key, deciding=form, status=_status(refusal))
    return go(request, reverse("act", args=[key]), told=_("The appeal is decided."))


def _status(refusal: Invalid | Conflict) -> HTTPStatus:
    invalid = isinstance(refusal, Invalid)
    return HTTPStatus.UNPROCESSABLE_ENTITY if invalid else HTTPStatus.CONFLICT


def _page(
    request: HttpRequest,
    key: str,
    *,
    appealing: AppealForm | None = None,
    deciding: DecisionForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    return page(
        request,
        "moderation/act.html",
        shown=read_act(key, viewer(request)),
        appealing=appealing or AppealForm(),
        deciding=deciding or DecisionForm(),
        status=status,
    )
