"""Taking a copy of one's data, and having it deleted."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.deletion import erase_person
from accounts.actions.export import export_person
from accounts.web.archive import write_archive
from accounts.web.deeds import OwnDeedView
from accounts.web.settings_forms import DeletionForm, ExportForm


class WithPasswordView(OwnDeedView):
    def get_form_kwargs(self) -> dict[str, Any]:
        asks = self.person.has_usable_password()
        return super().get_form_kwargs() | {"asks_password": asks}


class Export(WithPasswordView):
    form_class = ExportForm
    template_name = "account/export.html"

    def do(self, form: forms.Form) -> HttpResponse:
        with export_person(by=self.person, **form.cleaned_data) as copy:
            archive = write_archive(copy, name=self.person.display_name)
        response = FileResponse(
            archive,
            as_attachment=True,
            filename=f"rejoinder-{timezone.localdate():%Y-%m-%d}.zip",
            content_type="application/zip",
        )
        response["Cache-Control"] = "private, no-store"
        return response  # type: ignore[return-value]  # both are answers to a form


class Deletion(WithPasswordView):
    form_class = DeletionForm
    template_name = "account/deletion.html"

    def do(self, form: forms.Form) -> HttpResponse:
        erase_person(by=self.person, **form.cleaned_data)
        logout(self.request)
        messages.success(self.request, _("Your account and what you gave are deleted."))
        return HttpResponseRedirect("/", status=HTTPStatus.SEE_OTHER)
