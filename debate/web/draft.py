"""Keeping drafts: saved from a form, taken back, dropped; and the list of one's own."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.errors import Invalid, NotSignedIn
from debate.actions.draft import (
    drop_aside,
    drop_draft,
    keep_aside,
    read_purpose,
    save_draft,
    take_back,
)
from debate.enums import DraftPurpose, Paced
from debate.logic.draft import FIELDS
from debate.models import Draft
from debate.policies.visitor import Viewer
from debate.queries.drafts import draft_row, list_begun
from debate.queries.explore import list_drafts
from debate.queries.held import list_own_held
from debate.web import asked
from debate.web.answers import (
    FORM_PAGES,
    by_htmx,
    came_from,
    deed,
    go,
    page,
    sign_in_first,
    viewer,
)
from debate.web.claim import open_reply
from debate.web.drafted import attach, sent_version
from debate.web.edit import open_edit
from debate.web.forms import DraftedForm
from debate.web.paced import count
from debate.web.templatetags.drafts import draft_line


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    who = viewer(request)
    if not who:
        raise NotSignedIn("sign_in_to_keep_a_draft")
    cursor = asked.cursor(request.GET)
    return page(
        request,
        "draft/list.html",
        page=list_begun(who, cursor=cursor),
        debates=list_drafts(who).rows if not cursor else (),
        held=list_own_held(who) if not cursor else (),
    )


@deed("claim")
def claim_draft(request: HttpRequest, key: str) -> HttpResponse:
    purpose = read_purpose(request.POST.get("purpose") or request.GET.get("purpose", ""))
    if purpose == DraftPurpose.DEBATE:
        raise Invalid("no_such_deed", field="purpose")
    return _draft(request, purpose, key)


@deed("new-debate")
def debate_draft(request: HttpRequest) -> HttpResponse:
    return _draft(request, DraftPurpose.DEBATE, None)


@dataclass(frozen=True)
class Asked:
    """A form and what is asked about its draft."""

    request: HttpRequest
    purpose: DraftPurpose
    claim: str | None
    mark: str  # of the version that is meant

    @property
    def by(self) -> Viewer:
        return viewer(self.request)

    @property
    def base(self) -> int:
        """The version that the form holds."""
        return sent_version(self.request)

    def save(self) -> Draft | None:
        return save_draft(
            purpose=self.purpose,
            claim=self.claim,
            content=self.request.POST.dict(),
            base_version=self.base,
            by=self.by,
        )


def _draft(request: HttpRequest, purpose: DraftPurpose, claim: str | None) -> HttpResponse:
    """What a button or a script asks in the field `draft`: save, aside, drop, take:MARK or
    forget:MARK; a form's other fields are what it holds now."""
    if not viewer(request):
        if by_htmx(request):  # a script that saves by itself says so quietly, beside the form
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        refusal = NotSignedIn("sign_in_to_keep_a_draft")
        return sign_in_first(
            request, refusal, _form_page(purpose, claim), writing=purpose, claim=claim or ""
        )
    count(request, Paced.SAVE)
    deeds = {"save": _save, "aside": _aside, "drop": _drop, "take": _take, "forget": _forget}
    asks = request.POST.get("draft") or request.GET.get("draft") or "save"
    what, _colon, mark = asks.partition(":")
    do = deeds.get(what)
    if do is None:
        raise Invalid("no_such_deed", field="draft")
    return do(Asked(request, purpose, claim, mark))


def _save(asked: Asked) -> HttpResponse:
    kept = asked.save()
    told = _("Draft saved.") if kept else _("There is nothing to keep yet.")
    if asked.request.FILES:
        told = _("Draft saved, without the file: choose it again before you go on.")
    return _line(asked, kept, holds=kept.version if kept else 0, told=told)


def _aside(asked: Asked) -> HttpResponse:
    kept = keep_aside(
        purpose=asked.purpose, claim=asked.claim, content=asked.request.POST.dict(), by=asked.by
    )
    return _line(asked, kept, holds=asked.base)


def _forget(asked: Asked) -> HttpResponse:
    kept = drop_aside(purpose=asked.purpose, claim=asked.claim, which=asked.mark, by=asked.by)
    return _line(asked, kept, holds=asked.base, told=_("That version is dropped."))


def _drop(asked: Asked) -> HttpResponse:
    drop_draft(purpose=asked.purpose, claim=asked.claim, version=asked.base, by=asked.by)
    if by_htmx(asked.request):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return _back(asked, _("The draft is dropped."))


def _take(asked: Asked) -> HttpResponse:
    if set(FIELDS[asked.purpose]) & set(asked.request.POST):
        asked.save()  # what is in the form now is offered for what it makes room for
    take_back(purpose=asked.purpose, claim=asked.claim, which=asked.mark, by=asked.by)
    if not by_htmx(asked.request):
        return _back(asked, _("That version is in the form now; the other is offered below it."))
    if asked.purpose == DraftPurpose.REPLY and asked.claim:
        return open_reply(asked.request, asked.claim, asks=asked.request.POST)
    if asked.purpose == DraftPurpose.EDIT and asked.claim:
        return open_edit(asked.request, asked.claim)
    return go(asked.request, reverse("new-debate"))


def _line(asked: Asked, kept: Draft | None, *, holds: int, told: str = "") -> HttpResponse:
    """The line below the form, which then holds version `holds`; without htmx the form again."""
    if not by_htmx(asked.request):
        return _back(asked, told)
    form = DraftedForm()
    attach(form, asked.request, draft_row(kept) if kept else None, holds)
    inline = "inline" in asked.request.POST
    return HttpResponse(draft_line(form, asked.purpose, asked.claim or "", inline=inline))


def _back(asked: Asked, told: str) -> HttpResponse:
    """To the list of drafts, if it was asked from there, else to the form."""
    back = came_from(asked.request, reverse("drafts")) or _form_page(asked.purpose, asked.claim)
    return go(asked.request, back, told=told)


def _form_page(purpose: DraftPurpose, claim: str | None) -> str:
    return reverse(FORM_PAGES[purpose], args=[claim] if claim else [])
