"""One's own settings: name, language, times and look; address, password and recovery codes."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions.password import change_password
from accounts.actions.recovery_codes import make_recovery_codes
from accounts.actions.settings import change_email, change_settings
from accounts.web.deeds import OwnDeedView
from accounts.web.settings_forms import (
    ChangePasswordForm,
    EmailForm,
    RecoveryCodesForm,
    SettingsForm,
)
from accounts.zones import zones_offered


class Settings(OwnDeedView):
    form_class = SettingsForm
    template_name = "account/settings.html"

    def get_initial(self) -> dict[str, Any]:
        return SettingsForm.kept(self.person)

    def do(self, form: forms.Form) -> HttpResponse:
        person = change_settings(by=self.person, **form.cleaned_data)
        with translation.override(person.language or translation.get_language()):
            messages.success(self.request, _("Your settings are saved."))
        response = HttpResponseRedirect(reverse("settings"), status=HTTPStatus.SEE_OTHER)
        if not person.language:  # what was once chosen in this browser would outweigh it
            response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        codes = self.person.recovery_codes.order_by("created_at").values_list("created_at")
        made = [at for (at,) in codes]
        return super().get_context_data(**kwargs) | {
            "zones": zones_offered(),
            "codes": len(made),
            "codes_made_at": made[0] if made else None,
            "sends_mail": settings.SENDS_MAIL,
        }


class Email(OwnDeedView):
    form_class = EmailForm
    template_name = "account/email.html"

    def get_initial(self) -> dict[str, Any]:
        return {"email": self.person.email or ""}

    def do(self, form: forms.Form) -> None:
        person = change_email(by=self.person, **form.cleaned_data)
        told = _("Your e-mail address is saved.") if person.email else _("Your address is removed.")
        messages.success(self.request, told)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"sends_mail": settings.SENDS_MAIL}


class ChangePassword(OwnDeedView):
    form_class = ChangePasswordForm
    template_name = "account/password_change.html"

    def do(self, form: forms.Form) -> None:
        person = change_password(by=self.person, **form.cleaned_data)
        update_session_auth_hash(self.request, person)  # this session alone goes on
        messages.success(
            self.request, _("Your password is changed. Everywhere else you are signed out.")
        )


class RecoveryCodes(OwnDeedView):
    form_class = RecoveryCodesForm
    template_name = "account/recovery_codes.html"

    def do(self, form: forms.Form) -> HttpResponse:
        codes = make_recovery_codes(by=self.person, **form.cleaned_data)
        # Shown in the answer itself and kept nowhere: a page to be led to would have to find them.
        return self.render_to_response(self.get_context_data(form=form, made=codes))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"codes": self.person.recovery_codes.count()}
