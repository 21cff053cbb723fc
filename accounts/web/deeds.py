"""A form that does one deed: its refusals stand at the fields, and then the way leads on."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import FormView

from accounts.enums import PersonKind
from accounts.errors import NotAllowed, NotSignedIn, Refusal, TooMany
from accounts.models import User
from accounts.words import sentence


class RefusedForms:
    """A form with problems is shown again with 422, one over its limit with 429."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        refusal = getattr(form, "too_many", None)
        if refusal is None:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        else:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response["Retry-After"] = str(refusal.retry_after_seconds)
        return response


def put_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Let a form say why its deed was refused: at the field that is wrong, or above all."""
    if isinstance(refusal, TooMany):
        form.too_many = refusal  # type: ignore[attr-defined]
    field = getattr(refusal, "field", None)
    form.add_error(field if field in form.fields else None, sentence(refusal))


class DeedView(RefusedForms, FormView):
    """One form and its deed: `do` calls the action, `leads_to` names the page after it."""

    leads_to = "settings"

    def do(self, form: forms.Form) -> HttpResponse | None:
        """Do what the form asks for; what it answers, if anything, stands for the way on."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            response = self.do(form)
        except NotSignedIn:
            raise
        except Refusal as refusal:
            put_refusal(form, refusal)
            return self.form_invalid(form)
        return response or HttpResponseRedirect(reverse(self.leads_to), status=HTTPStatus.SEE_OTHER)


class OwnDeedView(DeedView):
    """For whoever is signed in, about themselves."""

    person: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User):
            raise NotSignedIn("sign_in_to_settings")
        if request.user.kind == PersonKind.GUEST:
            raise NotAllowed("guests_have_no_settings")
        self.person = request.user
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"person": self.person}
