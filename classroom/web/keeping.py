"""Keeping one's work by signing up, and leaving a session on this device."""

from http import HTTPStatus

from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.enums import PersonKind
from accounts.errors import NotSignedIn, Refusal, TooMany
from accounts.models import User
from accounts.networks import network_of
from accounts.rates import spend
from accounts.web.account_fields import email_field, handle_field, name_field, password_field
from classroom.actions.keeping import keep_work
from classroom.enums import Action
from classroom.queries.access import open_session
from classroom.queries.seats import own_seat
from classroom.web.deeds import refuse
from debate.web.answers import go, page, viewer
from debate.web.forms import RefusedForm
from debate.web.paced import again_later


class KeepingForm(RefusedForm):
    """What makes an account of a guest."""

    handle = handle_field()
    display_name = name_field()
    email = email_field()
    password = password_field()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def keeping(request: HttpRequest, key: str) -> HttpResponse:
    person = _somebody(request)
    access = open_session(key, person, Action.KEEP_WORK)
    if person.kind != PersonKind.GUEST:
        told = _("You have an account: your work is kept there.")
        return go(request, reverse("session", args=[key]), told=told)
    if request.method != "POST":
        return _show(request, key, KeepingForm())
    form = KeepingForm(request.POST)
    try:
        spend("sign_up_try", network_of(request.META), *limits.SIGN_UP_TRIES_PER_NETWORK)
        if not form.is_valid():
            return _show(request, key, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        spend("sign_up", network_of(request.META), *limits.SIGN_UPS_PER_NETWORK)
        kept = keep_work(session=access.session.key, by=person, **form.cleaned_data)
    except Refusal as refusal:
        form.full_clean()
        refuse(form, refusal)
        many = isinstance(refusal, TooMany)
        status = HTTPStatus.TOO_MANY_REQUESTS if many else HTTPStatus.UNPROCESSABLE_ENTITY
        return again_later(_show(request, key, form, status=status), refusal)
    update_session_auth_hash(request, kept)
    told = _("You have an account. Sign in as %(handle)s, and all of this is yours.")
    return go(request, reverse("session", args=[key]), told=told % {"handle": kept.handle})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leaving(request: HttpRequest, key: str) -> HttpResponse:
    """Leaving on this device: the seat stays, and its PIN leads back to it."""
    person = _somebody(request)
    access = open_session(key, person, Action.SEE)
    if access.seat is None:  # a teacher
        return go(request, reverse("session-board", args=[key]))
    if request.method != "POST":
        return page(
            request,
            "session/leaving.html",
            session=access.session,
            seat=own_seat(access, person),
        )
    if person.kind == PersonKind.GUEST:
        logout(request)
    return go(request, reverse("explore"), told=_("You left the class on this device."))


def _somebody(request: HttpRequest) -> User:
    person = viewer(request)
    if not isinstance(person, User):
        raise NotSignedIn("join_your_class_again")
    return person


def _show(
    request: HttpRequest, key: str, form: KeepingForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    return page(request, "session/keeping.html", form=form, key=key, status=status)
