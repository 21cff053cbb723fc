"""Freezing a whole debate, and letting it go on."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.errors import Invalid
from debate.actions.freeze import freeze_debate, thaw_debate
from debate.enums import Paced, Reason
from debate.limits import NOTE_MAX
from debate.queries.claim_moderation import read_debate_to_freeze
from debate.web.answers import deed, go, page, viewer
from debate.web.forms import Written
from debate.web.order_forms import OF_RETURN, ReasonedForm, text_area
from debate.web.paced import count

FREEZE, THAW = "freeze", "thaw"


class FreezeForm(ReasonedForm):
    """Why nothing may be added for the moment, or why it goes on."""

    offered: tuple[Reason, ...] = (Reason.HEATED, Reason.SPAM, Reason.RING)
    note = Written(
        label=gettext_lazy("Note to those who keep order here"), widget=text_area(NOTE_MAX, 3)
    )


class ThawForm(FreezeForm):
    """Why it goes on."""

    offered = OF_RETURN


@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _done(request, key)
    return _form(request, key)


@deed("freeze")
def _done(request: HttpRequest, key: str) -> HttpResponse:
    count(request, Paced.ORDER)
    does = request.POST.get("deed", "")
    if does not in {FREEZE, THAW}:
        raise Invalid("no_such_deed", field="deed")
    act = freeze_debate if does == FREEZE else thaw_debate
    form = FreezeForm(request.POST) if does == FREEZE else ThawForm(request.POST)
    form.full_clean()
    try:
        act(debate=key, by=viewer(request), **form.cleaned_data)
    except Invalid as refusal:
        form.refuse(refusal)
        return _form(request, key, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    told = _("The debate is frozen.") if does == FREEZE else _("The debate goes on.")
    return go(request, reverse("threads", args=[key]), told=told)


def _form(
    request: HttpRequest, key: str, form: FreezeForm | None = None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    shown = read_debate_to_freeze(key, viewer(request))
    form = form or (ThawForm() if shown.frozen else FreezeForm())
    return page(request, "moderation/freeze.html", shown=shown, form=form, status=status)
