"""The door: signing up, in and out."""

from typing import Any

from allauth.account.views import LoginView, LogoutView, SignupView
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts import hooks
from accounts.errors import Invalid
from accounts.web.deeds import RefusedForms
from accounts.web.forms import SignInForm, SignUpForm
from accounts.words import sentence

FIELDS = {"handle": "username"}  # where a form's field is named otherwise than the person's


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
            response = super().form_valid(form)
        except Invalid as refusal:  # somebody else took it between the check and the saving
            field = refusal.field or ""
            form.add_error(FIELDS.get(field, field), sentence(refusal))
            return self.form_invalid(form)
        if not form.cleaned_data["email"]:
            offer = _(
                "If you forget your password, only a recovery code can replace it. "
                '<a href="{address}">Make some</a> now, or later in your settings.'
            )
            messages.info(self.request, format_html(offer, address=reverse("recovery-codes")))
        return response


class SignOut(LogoutView):
    template_name = "account/logout.html"
