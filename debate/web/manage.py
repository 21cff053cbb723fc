"""The pages on which an owner runs a debate."""

from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import Conflict, Invalid, NotSignedIn
from debate.actions.access import set_access
from debate.actions.archive import archive_debate, revive_debate
from debate.actions.deletion import delete_debate
from debate.actions.description import describe_debate
from debate.actions.link import renew_link, revoke_link
from debate.actions.schedule import schedule_debate
from debate.actions.transfer import transfer_debate
from debate.enums import Action, Paced, Visibility
from debate.queries.manage import ManagedDebate, list_heirs, may_be_deleted, read_managed
from debate.queries.topic import list_topic_choices
from debate.web.answers import View, deed, go, page, sign_in_first, viewer
from debate.web.forms import RefusedForm
from debate.web.manage_forms import AccessForm, DescribeForm, ScheduleForm, TransferForm
from debate.web.paced import count


def form_page(view: View[[str]]) -> View[[str]]:
    """A page with a form of its own, which is sent back to it."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, /, key: str) -> HttpResponse:
        if request.method != "POST":
            return view(request, key)
        count(request, Paced.MANAGE)
        try:
            return view(request, key)
        except NotSignedIn as refusal:
            return sign_in_first(request, refusal, request.path)

    return answer


@require_safe
def overview(request: HttpRequest, key: str) -> HttpResponse:
    managed = read_managed(key, viewer(request), Action.DESCRIBE)
    return _part(request, "manage", managed)


@form_page
def describe(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    managed = read_managed(key, who, Action.DESCRIBE)
    topics = list_topic_choices(key, who)
    sent = request.POST if request.method == "POST" else None
    form = DescribeForm(sent, managed=managed, topics=topics)
    if form.is_valid():
        try:
            describe_debate(debate=key, by=who, **form.description())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return go(request, request.path, told=_("Saved."))
    return _part(request, "manage_essay", managed, form=form)


@form_page
def access(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    if request.method == "POST":
        done = _set_apart(request, key)
        if done:
            return done
    managed = read_managed(key, who, Action.SET_ACCESS)
    kept = {
        "visibility": managed.head.visibility,
        "posting": managed.posting,
        "hold_newcomers": managed.hold_newcomers,
    }
    form = AccessForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_valid():
        set_access(debate=key, by=who, **form.cleaned_data)
        return go(request, request.path, told=_("Saved."))
    link = reverse("link", args=[managed.link_key]) if managed.link_key else ""
    address = request.build_absolute_uri(link) if link else ""
    return _part(request, "manage_access", managed, form=form, link=address)


def _set_apart(request: HttpRequest, key: str) -> HttpResponse | None:
    """What is set by a button of its own: another link, none, and holding newcomers."""
    who, asked = viewer(request), request.POST.get("deed", "")
    if asked == "renew":
        renew_link(debate=key, by=who)
        return go(request, request.path, told=_("There is a new link. The old one is dead."))
    if asked == "revoke":
        revoke_link(debate=key, by=who)
        return go(request, request.path, told=_("The link is taken away."))
    if asked == "hold":
        hold = request.POST.get("hold_newcomers") == "1"
        set_access(debate=key, hold_newcomers=hold, by=who)
        told = _("Newcomers’ first claims wait now.") if hold else _("Newcomers wait no more.")
        return go(request, reverse("moderation", args=[key]), told=told)
    return None


@form_page
def schedule(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    managed = read_managed(key, who, Action.SCHEDULE)
    state = managed.head.state
    kept = {"opens_at": state.opens_at, "closes_at": state.closes_at}
    form = ScheduleForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_valid():
        try:
            schedule_debate(debate=key, by=who, **form.cleaned_data)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return go(request, request.path, told=_("Saved."))
    zone = timezone.get_current_timezone_name()
    return _part(request, "manage_schedule", managed, form=form, zone=zone)


@form_page
def transfer(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    managed = read_managed(key, who, Action.TRANSFER)
    heirs = list_heirs(key, who)
    form = TransferForm(request.POST if request.method == "POST" else None, heirs=heirs)
    status = None
    if form.is_valid():
        try:
            transfer_debate(debate=key, to=form.cleaned_data["to"], by=who)
        except Conflict as refusal:
            form.refuse(refusal)
            status = HTTPStatus.CONFLICT
        else:
            told = _("The debate is handed over. You are one of its moderators now.")
            return go(request, reverse("threads", args=[key]), told=told)
    return _part(request, "manage_transfer", managed, form=form, heirs=heirs, status=status)


@deed("manage")
def archive(request: HttpRequest, key: str) -> HttpResponse:
    count(request, Paced.MANAGE)
    archived = request.POST.get("archived", "")
    if archived == "1":
        archive_debate(debate=key, by=viewer(request))
        told = _("The debate is in the archive. It can still be read.")
    elif archived == "0":
        revive_debate(debate=key, by=viewer(request))
        told = _("The debate is out of the archive again.")
    else:
        raise Invalid("choose_whether_to_archive", field="archived")
    return go(request, reverse("manage", args=[key]), told=told)


@form_page
def deletion(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    if request.method == "POST":
        try:
            delete_debate(debate=key, by=who)
        except Conflict as refusal:
            form = RefusedForm({})
            form.refuse(refusal)
            managed = read_managed(key, who, Action.DELETE)
            return _part(request, "manage_deletion", managed, form=form, status=HTTPStatus.CONFLICT)
        return go(request, reverse("explore"), told=_("The debate is deleted."))
    managed = read_managed(key, who, Action.DELETE)
    return _part(request, "manage_deletion", managed, possible=may_be_deleted(key, who))


def _part(
    request: HttpRequest,
    part: str,
    managed: ManagedDebate,
    *,
    form: RefusedForm | None = None,
    status: HTTPStatus | None = None,
    **inputs: Any,
) -> HttpResponse:
    """One of the pages; with a form that was sent and refused, again with what was typed.

    A page that shows the link names itself to no other site as a referrer, by the policy of the
    whole site. It may not say "no-referrer": browsers would send its forms with `Origin: null`,
    which is refused.
    """
    refused = form is not None and form.is_bound
    return page(
        request,
        f"debate/{part}.html",
        managed=managed,
        head=managed.head,
        part=part,
        form=form,
        public=managed.head.visibility == Visibility.PUBLIC,
        status=status or (HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK),
        **inputs,
    )
