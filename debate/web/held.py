"""A claim that is held: approved, returned or removed, sent again or taken back."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from debate.actions.held import approve_held, drop_held, remove_held, resend_held, return_held
from debate.enums import HeldState, Paced, Reason
from debate.formats.markdown import to_html
from debate.queries.claim import read_claim
from debate.queries.held import HeldRow, read_held
from debate.web.answers import deed, go, page, viewer
from debate.web.forms import SOURCE_NUMBERS, ClaimForm
from debate.web.order_forms import ReasonedForm
from debate.web.paced import count

APPROVE, RETURN, REMOVE, RESEND, DROP = "approve", "return", "remove", "resend", "drop"
JUDGED: dict[str, Promise] = {
    RETURN: gettext_lazy("The claim is sent back to its author."),
    REMOVE: gettext_lazy("The claim is removed."),
}


class JudgingForm(ReasonedForm):
    """Why a claim is sent back or removed; to approve it takes no reason."""

    offered = (
        Reason.UNCLEAR,
        Reason.OFF_TOPIC,
        Reason.DUPLICATE,
        Reason.MISPLACED,
        Reason.INSULT,
        Reason.PRIVATE,
        Reason.SPAM,
        Reason.RESOLVED,
        Reason.MISTAKE,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def held(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _done(request, key)
    who = viewer(request)
    try:
        shown = read_held(key, who)
    except NotFound as refusal:
        return _approved(request, key, refusal)
    return _page(request, shown)


def _approved(request: HttpRequest, key: str, refusal: NotFound) -> HttpResponse:
    """What was approved is a claim of the same key."""
    try:
        read_claim(key, viewer(request))
    except NotFound:
        raise refusal from None
    return go(request, reverse("claim", args=[key]))


@deed("held")
def _done(request: HttpRequest, key: str) -> HttpResponse:
    does = request.POST.get("deed", "")
    if does == RESEND:
        return _resent(request, key)
    who = viewer(request)
    if does == DROP:
        count(request, Paced.EDIT)
        debate = drop_held(held=key, by=who)
        told = _("The claim that waited is gone.")
        return go(request, reverse("threads", args=[debate.key]), told=told)
    count(request, Paced.ORDER)
    form = JudgingForm(request.POST)
    form.full_clean()
    sent = form.cleaned_data
    try:
        if does == APPROVE:
            seen = request.POST.get("seen", "")
            claim = approve_held(held=key, note=sent["note"], seen=seen, by=who)
            told = _("The claim is approved, and part of the debate.")
            return go(request, reverse("claim", args=[claim.key]), told=told)
        if does == RETURN:
            return_held(held=key, by=who, **sent)
        elif does == REMOVE:
            remove_held(held=key, by=who, **sent)
        else:
            raise Invalid("no_such_deed", field="deed")
    except (Invalid, Conflict) as refusal:
        return _page_again(request, key, refusal, judging=form)
    shown = read_held(key, who)
    address = reverse("moderation", args=[shown.debate_key])
    return go(request, address, told=str(JUDGED[does]))


def _resent(request: HttpRequest, key: str) -> HttpResponse:
    form = ClaimForm(request.POST)
    wording = form.wording()
    try:
        count(request, Paced.REPLY)
        resend_held(held=key, by=viewer(request), **wording)
    except (Invalid, Conflict, NotAllowed) as refusal:
        return _page_again(request, key, refusal, resending=form)
    told = _("Your claim waits for approval.")
    return go(request, reverse("held", args=[key]), told=told)


def _page_again(
    request: HttpRequest,
    key: str,
    refusal: Refusal,
    *,
    judging: JudgingForm | None = None,
    resending: ClaimForm | None = None,
) -> HttpResponse:
    shown = read_held(key, viewer(request))
    if resending and not (shown.mine and shown.state == HeldState.RETURNED and shown.postable):
        raise refusal  # there is no form to say it in; what was typed is given back
    for form in (judging, resending):
        if form is not None:
            form.refuse(refusal)
    statuses = {Invalid: HTTPStatus.UNPROCESSABLE_ENTITY, Conflict: HTTPStatus.CONFLICT}
    status = next((s for kind, s in statuses.items() if isinstance(refusal, kind)), 403)
    return _page(request, shown, judging=judging, resending=resending, status=status)


def _page(
    request: HttpRequest,
    shown: HeldRow,
    *,
    judging: JudgingForm | None = None,
    resending: ClaimForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    return page(
        request,
        "moderation/held.html",
        held=shown,
        details_html=to_html(shown.details) if shown.details else "",
        judging=judging or JudgingForm(),
        resending=resending or _filled(shown),
        status=status,
    )


def _filled(shown: HeldRow) -> ClaimForm:
    initial = {"text": shown.text, "details": shown.details}
    for n, cited in zip(SOURCE_NUMBERS, shown.sources, strict=False):
        initial |= {f"source_url_{n}": cited.url, f"source_title_{n}": cited.title}
    return ClaimForm(initial=initial)
