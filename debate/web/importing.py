"""Bringing in a debate that was exported as JSON."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.errors import Conflict, Invalid, NotSignedIn, Refusal, TooMany
from debate.actions.importing import import_debate
from debate.enums import Action, Paced
from debate.formats.debate_json import load_document
from debate.limits import FILE_BYTES_MAX
from debate.policies.site import why_not_on_site
from debate.policies.standing import enforce
from debate.web.answers import go, page, sign_in_first, viewer
from debate.web.forms import RefusedForm
from debate.web.paced import again_later, count
from debate.words import IMPORTED, sentence


class NeededFile(forms.FileField):
    """A file that has to be there, so that its label calls it not optional; we say so ourselves."""

    def validate(self, value: Any) -> None:
        pass


class ImportForm(RefusedForm):
    """The file of a debate."""

    file = NeededFile(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        help_text=gettext_lazy("JSON, as a debate is exported here or on another Rejoinder."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def refuse(self, refusal: Refusal) -> None:
        """Say at the file what is wrong, and where in it."""
        told = sentence(refusal)
        place = refusal.field if isinstance(refusal, Invalid) else None
        known = refusal.code == "file_not_as_described" or place in {None, *self.fields}
        self.add_error("file", told if known else f"{place}: {told}")


@require_http_methods(["GET", "HEAD", "POST"])
def importing(request: HttpRequest) -> HttpResponse:
    who = viewer(request)
    if not who:
        refusal = NotSignedIn("sign_in_to_start_a_debate")
        return sign_in_first(request, refusal, reverse("import-debate"))
    enforce(why_not_on_site(who, Action.START_A_DEBATE, at=timezone.now()))
    if request.method != "POST":
        return page(request, "debate/import.html", form=ImportForm())
    form = ImportForm(request.POST, request.FILES)
    form.is_valid()
    try:
        count(request, Paced.DEBATE)
        count(request, Paced.IMPORT)
        document = load_document(_sent(request))
        made = import_debate(document=document, mark=str(IMPORTED), by=who)
    except (Invalid, Conflict, TooMany) as refusal:
        form.refuse(refusal)
        again = page(request, "debate/import.html", form=form, status=_status(refusal))
        return again_later(again, refusal)
    claims = len(document.claims)
    told = ngettext(
        "Imported with %(n)s claim. Nobody else sees it until you publish.",
        "Imported with %(n)s claims. Nobody else sees it until you publish.",
        claims,
    )
    return go(request, reverse("outline", args=[made.key]), told=told % {"n": claims})


def _sent(request: HttpRequest) -> bytes:
    """The bytes of the file; one that is too large was not kept while it came."""
    file = request.FILES.get("file")
    length = request.META.get("CONTENT_LENGTH") or "0"
    sent = file.size if file else int(length) if length.isdecimal() else 0
    if (sent or 0) > FILE_BYTES_MAX:
        raise Invalid("file_has_too_many_bytes", field="file", most=FILE_BYTES_MAX, bytes=sent)
    if file is None:
        raise Invalid("file_is_missing", field="file")
    return file.read()


def _status(refusal: Invalid | Conflict | TooMany) -> HTTPStatus:
    if isinstance(refusal, TooMany):
        return HTTPStatus.TOO_MANY_REQUESTS
    if isinstance(refusal, Conflict):
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY
