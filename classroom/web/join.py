"""Coming into a session: by its code on the board, by a QR code, by a slip."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.enums import PersonKind
from accounts.errors import NotSignedIn, Refusal, TooMany
from accounts.models import User
from accounts.networks import network_of
from classroom.actions.entering import enter
from classroom.limits import CODE_CHARS, PIN_CHARS, STUDENT_NAME_MAX
from classroom.logic.codes import read_code, read_pin, shown_code
from classroom.queries.seats import OwnSeat, seat_of_guest
from classroom.web.deeds import refuse
from debate.web.answers import go, page, viewer
from debate.web.forms import RefusedForm
from debate.web.paced import again_later

TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
FIELDS = {"display_name": "name"}  # where a refusal names a field otherwise than the form


class JoinForm(RefusedForm):
    """The code, and a name or the PIN of a slip; whether they fit only the action says."""

    code = forms.CharField(
        label=_("Code on the board"),
        max_length=4 * CODE_CHARS,
        widget=forms.TextInput(attrs={**TYPED, "class": "code-input", "dir": "ltr"}),
    )
    name = forms.CharField(
        label=_("Your name, as your class knows you"),
        required=False,
        max_length=STUDENT_NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "dir": "auto"}),
    )
    pin = forms.CharField(
        label=_("PIN"),
        required=False,
        max_length=4 * PIN_CHARS,
        help_text=_("With the PIN of a slip you need no name."),
        widget=forms.TextInput(attrs={**TYPED, "class": "code-input", "dir": "ltr"}),
    )

    def field_about(self, refusal: Refusal) -> str | None:
        field = super().field_about(refusal) or ""
        if refusal.code in {"no_such_code", "too_many_codes"}:
            return "code"
        return FIELDS.get(field, field)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join(request: HttpRequest) -> HttpResponse:
    return _join(request, {})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The address in a QR code: nothing is looked up until somebody comes in."""
    return _join(request, {"code": shown_code(read_code(code)) if _is_code(code) else ""})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join_by_slip(request: HttpRequest, code: str, pin: str) -> HttpResponse:
    """The address on a slip: one button, and whoever holds it is in their seat."""
    known = {"code": read_code(code), "pin": read_pin(pin)}
    if not _is_code(code) or not known["pin"]:
        return go(request, reverse("join"))
    if request.method == "POST":
        return _join(request, known, known)
    return page(request, "join/slip.html", code=shown_code(known["code"]))


def _is_code(code: str) -> bool:
    return read_code(code).isalnum()


def _join(
    request: HttpRequest, known: dict[str, Any], sent: dict[str, Any] | None = None
) -> HttpResponse:
    person = request.user if isinstance(request.user, User) else None
    if request.method != "POST":
        if person is not None and person.kind == PersonKind.PERSON:
            known = known | {"name": person.display_name}
        return _show(request, JoinForm(initial=known))
    form = JoinForm(sent or request.POST)
    if not form.is_valid():
        return _show(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        entered = enter(
            **form.cleaned_data,
            by=viewer(request),
            network=network_of(request.META),
            language=get_language() or "",
        )
    except NotSignedIn:
        raise
    except Refusal as refusal:
        refuse(form, refusal)
        many = isinstance(refusal, TooMany)
        status = HTTPStatus.TOO_MANY_REQUESTS if many else HTTPStatus.UNPROCESSABLE_ENTITY
        return again_later(_show(request, form, status=status), refusal)
    if entered.person != person:
        login(request, entered.person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session["class_session"] = entered.session.key  # for the head of every page
    return go(request, reverse("session", args=[entered.session.key]))


def _show(request: HttpRequest, form: JoinForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    return page(request, "join/join.html", form=form, seat=_seat(request), status=status)


def _seat(request: HttpRequest) -> OwnSeat | None:
    """Where this browser sits already, so that nobody comes in twice from one device."""
    person = request.user
    if isinstance(person, User) and person.kind == PersonKind.GUEST:
        return seat_of_guest(person)
    return None
