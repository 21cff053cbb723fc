"""Shutting people out of the site, and what staff sees of all debates."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import Invalid, NotFound, NotSignedIn
from debate.actions.suspension import ban_person, readmit_person, suspend_person
from debate.enums import Paced
from debate.queries.act import newest_act_against
from debate.queries.site_moderation import read_site, read_suspension
from debate.web import asked
from debate.web.answers import deed, go, page, viewer
from debate.web.order_forms import BAN, ReadmissionForm, SuspensionForm
from debate.web.paced import count


@require_safe
def site(request: HttpRequest) -> HttpResponse:
    shown = read_site(viewer(request), cursor=asked.cursor(request.GET))
    return page(request, "moderation/site.html", shown=shown)


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Where the flash on every page leads somebody who is suspended: to the act, and the appeal."""
    who = viewer(request)
    if not who:
        raise NotSignedIn("sign_in_to_appeal")
    act = newest_act_against(who)
    if act is None:
        raise NotFound("no_act")
    return redirect("act", act)


@require_http_methods(["GET", "HEAD", "POST"])
def suspension(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _changed(request, key)
    return _page(request, key)


@deed("suspension")
def _changed(request: HttpRequest, key: str) -> HttpResponse:
    do = {"suspend": _suspended, "readmit": _readmitted}.get(request.POST.get("deed", ""))
    if do is None:
        raise Invalid("no_such_deed", field="deed")
    count(request, Paced.ORDER)
    return do(request, key)


def _suspended(request: HttpRequest, key: str) -> HttpResponse:
    form = SuspensionForm(request.POST)
    form.full_clean()
    sent = dict(form.cleaned_data)
    days = sent.pop("days")
    try:
        if days == BAN:
            ban_person(person=key, **sent, by=viewer(request))
        else:
            number = asked.number(request.POST, "days") or 0
            suspend_person(person=key, days=number, **sent, by=viewer(request))
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(request, key, suspending=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    told = _(
        "They are suspended: they can read, export and delete what is theirs, and add nothing."
    )
    return go(request, reverse("suspension", args=[key]), told=told)


def _readmitted(request: HttpRequest, key: str) -> HttpResponse:
    form = ReadmissionForm(request.POST)
    form.full_clean()
    try:
        readmit_person(person=key, **form.cleaned_data, by=viewer(request))
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(request, key, readmitting=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return go(request, reverse("suspension", args=[key]), told=_("They can write again."))


def _page(
    request: HttpRequest,
    key: str,
    *,
    suspending: SuspensionForm | None = None,
    readmitting: ReadmissionForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    return page(
        request,
        "moderation/suspension.html",
        shown=read_suspension(key, viewer(request)),
        suspending=suspending or SuspensionForm(),
        readmitting=readmitting or ReadmissionForm(),
        status=status,
    )
