"""The ways back in for who forgot the password: a link by mail, or a recovery code."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.views import PasswordResetFromKeyView
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.actions.password import ask_for_reset, replace_password_by_code
from accounts.errors import Conflict, Refusal
from accounts.models import User
from accounts.networks import network_of
from accounts.web.adapter import AccountAdapter
from accounts.web.deeds import DeedView, RefusedForms, put_refusal
from accounts.web.forgotten_forms import NewPasswordForm, RecoveryForm, ResetForm

log = logging.getLogger(__name__)


class ForgottenPassword(DeedView):
    form_class = ResetForm
    template_name = "account/password_reset.html"
    leads_to = "account_reset_password_done"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"sends_mail": settings.SENDS_MAIL}

    def do(self, form: forms.Form) -> None:
        if not settings.SENDS_MAIL:
            raise Conflict("no_mail_here")
        email = form.cleaned_data["email"]
        found = ask_for_reset(email=email, network=network_of(self.request.META))
        self._mail(email, *(found or ()))

    def _mail(self, email: str, person: User | None = None, token: str = "") -> None:
        """A mail to the address that was typed, whether anybody has it or not.

        One that nobody has is told just that: talking to the mail server takes far longer than
        all else, so sending none would tell who has an account by how soon the answer comes.
        """
        if person is None:
            kind, path = "unknown_account", reverse("account_signup")
        else:
            link = {"uidb36": person.key, "key": token}
            kind, path = "password_reset", reverse("account_reset_password_from_key", kwargs=link)
        link_there = self.request.build_absolute_uri(path)
        facts = {"handle": person.handle if person else "", "link": link_there}
        try:
            AccountAdapter(self.request).send_mail(f"account/email/{kind}", email, facts)
        except (OSError, SMTPException) as error:
            log.exception("Mail for a new password was not sent")
            raise Conflict("mail_not_sent") from error


class ResetSent(TemplateView):
    template_name = "account/password_reset_done.html"


class ResetByLink(RefusedForms, PasswordResetFromKeyView):
    form_class = NewPasswordForm
    template_name = "account/password_reset_from_key.html"
    success_url = reverse_lazy("account_login")

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            put_refusal(form, refusal)
            return self.form_invalid(form)


class Recovery(DeedView):
    form_class = RecoveryForm
    template_name = "account/recovery.html"
    leads_to = "account_login"

    def do(self, form: forms.Form) -> None:
        replace_password_by_code(**form.cleaned_data, network=network_of(self.request.META))
        messages.success(self.request, _("Your password is changed. Sign in with it."))
