"""Forms and their drafts: filled from one when opened, kept as one when refused, rid of it when
posted."""

from contextlib import suppress

from django.db import DatabaseError
from django.http import HttpRequest

from accounts.errors import Refusal
from debate.actions.draft import drop_posted, save_draft
from debate.enums import DraftPurpose
from debate.logic.draft import FIELDS
from debate.queries.drafts import DraftRow, draft_row, read_draft
from debate.web import asked
from debate.web.answers import viewer
from debate.web.forms import DraftedForm

VERSION = "draft_version"  # the field that says which version a form was filled from


def fill(
    form: DraftedForm, request: HttpRequest, purpose: DraftPurpose, claim: str | None = None
) -> None:
    """Put what somebody has begun to write into the form that was opened. Queries: 1."""
    row = read_draft(purpose, viewer(request), claim=claim)
    if row and row.content:
        chosen = form.initial.get("relation")  # by the link that opened it: the newer choice
        form.initial.update(dict.fromkeys(set(FIELDS[purpose]) - {"language", "revision"}, ""))
        form.initial.update(row.content)
        if chosen:
            form.initial["relation"] = chosen
    attach(form, request, row, row.version if row else 0)


def keep_refused(
    form: DraftedForm, request: HttpRequest, purpose: DraftPurpose, claim: str | None = None
) -> None:
    """Keep what could not be posted as a draft, so that it outlives the page that says why."""
    version = sent_version(request)
    row = None
    with suppress(Refusal, DatabaseError):
        saved = save_draft(
            purpose=purpose,
            claim=claim,
            content=request.POST.dict(),
            base_version=version,
            by=viewer(request),
        )
        row = draft_row(saved) if saved else None
    attach(form, request, row, row.version if row else version)


def forget_posted(request: HttpRequest, purpose: DraftPurpose, claim: str | None = None) -> None:
    """Drop the draft of what was posted; a drop that fails does not undo the post."""
    who = viewer(request)
    if not who:
        return
    with suppress(Refusal, DatabaseError):
        drop_posted(
            purpose=purpose,
            claim=claim,
            content=request.POST.dict(),
            version=sent_version(request),
            by=who,
        )


def attach(form: DraftedForm, request: HttpRequest, row: DraftRow | None, version: int) -> None:
    """Tell a form what is kept of it, for the line below it (templates/draft/_line.jinja)."""
    who = viewer(request)
    form.draft, form.draft_version = row, version
    form.draft_person = who.key if who else ""


def sent_version(request: HttpRequest) -> int:
    """The version that a form was filled from; 0 if from none."""
    return asked.number(request.POST, VERSION) or asked.number(request.GET, VERSION) or 0
