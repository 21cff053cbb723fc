"""Rewording one's own claim."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap, retarget

from accounts.errors import Conflict, Invalid, Refusal, TooMany
from debate.actions.edit import edit_claim
from debate.enums import DraftPurpose, Paced, Relation
from debate.errors import Stale
from debate.limits import CLAIM_TEXT_MAX
from debate.queries.claim import read_ancestors, read_claim, read_claim_source
from debate.queries.history import WordingRow, read_rewording
from debate.queries.rows import ClaimRow
from debate.web import asked
from debate.web.answers import by_htmx, components, deed, go, heading, page, viewer, way_back
from debate.web.drafted import fill, forget_posted, keep_refused
from debate.web.forms import EditForm
from debate.web.paced import again_later, count


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _reworded(request, key)
    return open_edit(request, key)


def open_edit(request: HttpRequest, key: str) -> HttpResponse:
    """The form with the claim's wording, or with the rewording that was begun."""
    source = read_claim_source(key, viewer(request))
    form = EditForm.of(source)
    fill(form, request, DraftPurpose.EDIT, key)
    # Begun on an earlier wording: the two are compared now, not only when it is sent.
    begun_on = str(form.initial.get("revision", ""))
    newer = _newer(request, key, begun_on) if begun_on != str(source.revision) else None
    return _form(request, source.claim, form, newer=newer)


@deed("claim", writing=DraftPurpose.EDIT)
def _reworded(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    form = EditForm(request.POST)
    wording = form.wording()
    try:
        count(request, Paced.EDIT)
        edit_claim(
            claim=key,
            base_revision=asked.number(request.POST, "revision") or 0,
            by=who,
            **wording,
        )
    except Invalid as refusal:
        return _refused(request, key, form, refusal, HTTPStatus.UNPROCESSABLE_ENTITY)
    except Stale as refusal:
        return _refused(request, key, form, refusal, HTTPStatus.CONFLICT)
    except (Conflict, TooMany) as refusal:
        if by_htmx(request):
            raise  # told at the top of the page; the form stays below the claim as it is
        late = isinstance(refusal, TooMany)
        status = HTTPStatus.TOO_MANY_REQUESTS if late else HTTPStatus.CONFLICT
        return again_later(_refused(request, key, form, refusal, status), refusal)
    forget_posted(request, DraftPurpose.EDIT, key)
    claim = read_claim(key, who)
    told = _("Your claim is saved.")
    if not by_htmx(request):
        return go(request, way_back(request, claim), told=told)
    return components(
        "on_edited",
        claim=claim,
        signed_in=True,
        answers=answers_a_question(request, claim),
        heading=heading(request, claim.debate_key, claim.depth),
        said=told,
    )


def answers_a_question(request: HttpRequest, claim: ClaimRow) -> bool:
    """Whether a support is called an answer, for it hangs below a question."""
    if claim.relation != Relation.SUPPORT:
        return False
    above = read_ancestors(claim.key, viewer(request))
    return bool(above) and above[-1].relation == Relation.QUESTION


def _refused(
    request: HttpRequest, key: str, form: EditForm, refusal: Refusal, status: HTTPStatus
) -> HttpResponse:
    """The form again with everything that was typed; after a stale edit beside the newer text."""
    form.refuse(refusal)
    keep_refused(form, request, DraftPurpose.EDIT, key)
    who = viewer(request)
    # What is invalid is found before it is asked who may edit; somebody who may not gets no form.
    claim = (
        read_claim_source(key, who).claim if isinstance(refusal, Invalid) else read_claim(key, who)
    )
    begun_on = request.POST.get("revision", "")
    newer = _newer(request, key, begun_on) if isinstance(refusal, Stale) else None
    return _form(request, claim, form, newer=newer, status=status)


def _newer(request: HttpRequest, key: str, begun_on: str) -> WordingRow:
    """The wording that came in between, with what changed since the one that was begun on."""
    since = asked.number({"revision": begun_on}, "revision") or 0
    return read_rewording(key, viewer(request), since=since)


def _form(
    request: HttpRequest,
    claim: ClaimRow,
    form: EditForm,
    *,
    newer: WordingRow | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    if not by_htmx(request):
        return page(request, "claim/edit.html", claim=claim, form=form, newer=newer, status=status)
    response = components(
        "_edit",
        claim=claim,
        form=form,
        newer=newer,
        inline=True,
        text_max=CLAIM_TEXT_MAX,
        csrf_input="",
        status=status,
    )
    if newer:  # a conflict is not swapped in unless it says where
        return reswap(retarget(response, f"#claim-{claim.key}-composer"), "innerHTML")
    return response
