"""The door: signing up, in and out."""

from http import HTTPStatus
from typing import Any

from allauth.account.views import LoginView, LogoutView, SignupView
from django import forms
from django.conf import settings
from django.http import HttpResponse

from accounts import hooks
from accounts.errors import Invalid
from accounts.web.forms import SignInForm, SignUpForm
from accounts.words import sentence

FIELDS = {"handle": "username"}  # where a form's field is named otherwise than the person's


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


class SignIn(RefusedForms, LoginView):
    form_class = SignInForm
    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if settings.DEBUG:
            names: dict[str, list[str]] = {}
            for listed in hooks.demo_sign_ins:
                for name, password in listed():
                    names.setdefault(password, []).append(name)
            context["demo_sign_ins"] = list(names.items())
        return context


class SignUp(RefusedForms, SignupView):
    form_class = SignUpForm
    template_name = "account/signup.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Invalid as refusal:  # somebody else took it between the check and the saving
            field = refusal.field or ""
            form.add_error(FIELDS.get(field, field), sentence(refusal))
            return self.form_invalid(form)


class SignOut(LogoutView):
    template_name = "account/logout.html"
