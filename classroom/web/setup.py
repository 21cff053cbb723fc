"""Setting a session up: its rules, its phases, who teaches it too, and deleting it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import Conflict, Invalid, NotSignedIn
from accounts.zones import zones_offered
from classroom.actions.retention import remove_session
from classroom.actions.setup import (
    PhaseTyped,
    add_phase,
    edit_phase,
    place_phase,
    remove_phase,
    save_template,
    set_up,
)
from classroom.actions.sharing import share_session, unshare_session
from classroom.queries.clock import PhaseState
from classroom.queries.retention import read_kept
from classroom.queries.sessions import SetupPage, read_setup
from classroom.web.forms import ShareForm
from classroom.web.phase_form import PhaseForm
from classroom.web.session_forms import SetupForm, TemplateForm
from debate.enums import Paced
from debate.web import asked
from debate.web.answers import View, deed, go, page, sign_in_first, viewer
from debate.web.paced import count

REFUSED = (Invalid, Conflict)


@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _changed(request, key)
    return _page(request, key)


@deed("session-setup")
def _changed(request: HttpRequest, key: str) -> HttpResponse:
    do = DEEDS.get(request.POST.get("deed", ""))
    if do is None:
        raise Invalid("no_such_deed", field="deed")
    count(request, Paced.ORDER)
    return do(request, key)


def _rules(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    form = SetupForm(request.POST, shown=read_setup(key, who))
    if form.is_valid():
        try:
            set_up(session=key, by=who, **form.rules())
        except REFUSED as refusal:
            form.refuse(refusal)
        else:
            return _back(request, key, _("Saved."))
    return _page(request, key, rules=form)


def _add(request: HttpRequest, key: str) -> HttpResponse:
    form = PhaseForm.of(None, request.POST)
    if form.is_valid():
        try:
            add_phase(session=key, phase=PhaseTyped(**form.typed()), by=viewer(request))
        except REFUSED as refusal:
            form.refuse(refusal)
        else:
            return _back(request, key, _("The phase is added."), "#phases")
    return _page(request, key, added=form)


def _edit(request: HttpRequest, key: str) -> HttpResponse:
    who, phase = viewer(request), request.POST.get("phase", "")
    row = next((row for row in read_setup(key, who).clock.phases if row.key == phase), None)
    if row is None:
        raise Invalid("no_such_phase", field="phase")
    form = PhaseForm.of(row, request.POST)
    if form.is_valid():
        try:
            edit_phase(session=key, key=phase, phase=PhaseTyped(**form.typed()), by=who)
        except REFUSED as refusal:
            form.refuse(refusal)
        else:
            return _back(request, key, _("Saved."), f"#phase-{phase}")
    return _page(request, key, edited=(phase, form))


def _place(request: HttpRequest, key: str) -> HttpResponse:
    sent = request.POST
    phase, place = sent.get("phase", ""), asked.number(sent, "place") or 0
    place_phase(session=key, key=phase, place=place, by=viewer(request))
    return _back(request, key, _("The phase has another place now."), f"#phase-{phase}")


def _remove(request: HttpRequest, key: str) -> HttpResponse:
    remove_phase(session=key, key=request.POST.get("phase", ""), by=viewer(request))
    return _back(request, key, _("The phase is removed."), "#phases")


def _template(request: HttpRequest, key: str) -> HttpResponse:
    form = TemplateForm(request.POST, auto_id="template-%s")
    form.full_clean()
    try:
        save_template(session=key, name=form.cleaned_data["name"], by=viewer(request))
    except REFUSED as refusal:
        form.refuse(refusal)
        return _page(request, key, keeping=form)
    return _back(request, key, _("The template is saved. You can start sessions from it."))


DEEDS: dict[str, View[[str]]] = {
    "rules": _rules,
    "add": _add,
    "phase": _edit,
    "place": _place,
    "remove": _remove,
    "template": _template,
}


def _back(request: HttpRequest, key: str, told: str, part: str = "") -> HttpResponse:
    return go(request, reverse("session-setup", args=[key]) + part, told=told)


def _page(
    request: HttpRequest,
    key: str,
    *,
    rules: SetupForm | None = None,
    added: PhaseForm | None = None,
    edited: tuple[str, PhaseForm] | None = None,
    keeping: TemplateForm | None = None,
    share: ShareForm | None = None,
) -> HttpResponse:
    shown = read_setup(key, viewer(request))
    sent = next((f for f in (rules, added, edited and edited[1], keeping, share) if f), None)
    return page(
        request,
        "session/setup.html",
        shown=shown,
        rules=rules or SetupForm(shown=shown),
        phases=_phases(shown, edited),
        added=added or PhaseForm.of(None),
        keeping=keeping or TemplateForm(auto_id="template-%s", initial={"name": shown.name}),
        share=share or ShareForm(auto_id="share-%s"),
        zones=zones_offered(),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK,
    )


def _phases(shown: SetupPage, edited: tuple[str, PhaseForm] | None) -> list[dict[str, Any]]:
    """The phases with the form of each, and where they may go: those to come among themselves."""
    rows = shown.clock.phases
    over = not (shown.clock.running or shown.clock.state == "planned")
    coming = [row.place for row in rows if row.state == PhaseState.COMING and not over]
    found = []
    for row in rows:
        mine = edited is not None and edited[0] == row.key
        form = edited[1] if edited is not None and mine else PhaseForm.of(row)
        found.append(
            {
                "row": row,
                "form": form,
                "refused": mine,
                "up": row.place - 1 if row.place in coming and row.place - 1 in coming else 0,
                "down": row.place + 1 if row.place in coming and row.place + 1 in coming else 0,
                "coming": row.place in coming,
                "holds": row.state == PhaseState.CURRENT,
            }
        )
    return found


# ---- Teaching together


@deed("session-setup")
def sharing(request: HttpRequest, key: str) -> HttpResponse:
    count(request, Paced.SEAT)
    does, who = request.POST.get("deed", ""), viewer(request)
    if does == "unshare":
        unshare_session(session=key, handle=request.POST.get("handle", ""), by=who)
        return _back(request, key, _("They teach it no more."), "#teachers")
    if does != "share":
        raise Invalid("no_such_deed", field="deed")
    form = ShareForm(request.POST, auto_id="share-%s")
    form.full_clean()
    try:
        share_session(session=key, by=who, **form.cleaned_data)
    except REFUSED as refusal:
        form.refuse(refusal)
        return _page(request, key, share=form)
    return _back(request, key, _("They teach it too."), "#teachers")


# ---- The end of it


@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request: HttpRequest, key: str) -> HttpResponse:
    try:
        if request.method == "POST":
            count(request, Paced.MANAGE)
            remove_session(session=key, by=viewer(request))
            told = _("The session is deleted, with everything that its students wrote in it.")
            return go(request, reverse("classroom"), told=told)
        shown = read_kept(key, viewer(request))
    except NotSignedIn as refusal:
        return sign_in_first(request, refusal, request.path)
    return page(request, "session/deletion.html", shown=shown, key=key)
