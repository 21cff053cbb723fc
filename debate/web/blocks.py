"""Who is blocked from a debate."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import Invalid, NotAllowed
from debate.actions.block import block_person, unblock_person
from debate.enums import Paced, Reason
from debate.queries.blocks import list_blocks
from debate.queries.claim import read_claim
from debate.web import asked
from debate.web.answers import deed, go, page, viewer
from debate.web.order_forms import BlockForm
from debate.web.paced import count


@require_http_methods(["GET", "HEAD", "POST"])
def blocks(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _changed(request, key)
    return _list(request, key, BlockForm())


@deed("blocks")
def _changed(request: HttpRequest, key: str) -> HttpResponse:
    do = {"block": _blocked, "unblock": _unblocked}.get(request.POST.get("deed", ""))
    if do is None:
        raise Invalid("no_such_deed", field="deed")
    count(request, Paced.ORDER)
    return do(request, key)


def _blocked(request: HttpRequest, key: str) -> HttpResponse:
    form = BlockForm(request.POST)
    form.full_clean()
    claim = asked.key(request.POST, "claim") or ""
    try:
        block_person(debate=key, claim=claim, **form.cleaned_data, by=viewer(request))
    except (Invalid, NotAllowed) as refusal:
        form.refuse(refusal)
        invalid = isinstance(refusal, Invalid)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if invalid else HTTPStatus.FORBIDDEN
        return _list(request, key, form, status=status)
    told = _("They are blocked from this debate. What they wrote stays.")
    return go(request, reverse("blocks", args=[key]), told=told)


def _unblocked(request: HttpRequest, key: str) -> HttpResponse:
    act = asked.key(request.POST, "act") or ""
    unblock_person(act=act, reason=Reason.RESOLVED, by=viewer(request))
    told = _("They may take part in this debate again.")
    return go(request, reverse("blocks", args=[key]), told=told)


def _list(
    request: HttpRequest, key: str, form: BlockForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    who = viewer(request)
    shown = list_blocks(key, who, cursor=asked.cursor(request.GET))
    chosen = asked.key(request.POST or request.GET, "claim")
    claim = read_claim(chosen, who) if chosen else None
    if claim is not None and claim.debate_key != key:
        claim = None
    return page(
        request, "moderation/blocks.html", shown=shown, form=form, claim=claim, status=status
    )
