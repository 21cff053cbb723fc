"""Closing a debate, with a statement or without, and opening it again."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from debate.actions.publication import close_debate, reopen_debate
from debate.enums import Action
from debate.queries.manage import read_managed
from debate.web.answers import go, page, viewer
from debate.web.manage import form_page
from debate.web.manage_forms import ClosingForm


@form_page
def closing(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            return go(request, reverse("threads", args=[key]), told=_set(request, key, form))
        except Invalid as refusal:
            form.refuse(refusal)
    managed = read_managed(key, who, Action.CLOSE)
    if not form.is_bound:
        form = ClosingForm(initial={"conclusion": managed.conclusion})
    return page(
        request,
        "debate/manage_closing.html",
        managed=managed,
        head=managed.head,
        part="manage_closing",
        form=form,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
    )


def _set(request: HttpRequest, key: str, form: ClosingForm) -> str:
    """Close or open it; a button that sends no statement leaves the one there is."""
    closed = request.POST.get("closed", "")
    if closed == "1":
        form.full_clean()
        said = form.cleaned_data["conclusion"] if "conclusion" in request.POST else None
        close_debate(debate=key, conclusion=said, by=viewer(request))
        return _("The debate is closed. It can still be read.")
    if closed == "0":
        reopen_debate(debate=key, by=viewer(request))
        return _("The debate is open again.")
    raise Invalid("open_or_closed", field="closed")
