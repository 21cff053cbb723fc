"""One claim: its own page, the form that answers it, its replies."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import Conflict, Invalid, NotAllowed, Refusal, TooMany
from debate.actions.reply import post_reply, read_relation
from debate.enums import ClaimState, DraftPurpose, Paced, Relation, Sort
from debate.limits import CLAIM_TEXT_MAX
from debate.models import HeldClaim
from debate.queries.claim import (
    read_ancestors,
    read_claim,
    read_claim_to_answer,
    read_focus,
)
from debate.queries.rows import ClaimRow, FocusPage, MoreReplies, ThreadNode
from debate.queries.thread import read_more_replies
from debate.web import asked
from debate.web.answers import (
    by_htmx,
    came_from,
    components,
    deed,
    go,
    heading,
    in_the_thread,
    page,
    page_after,
    viewer,
)
from debate.web.drafted import fill, forget_posted, keep_refused
from debate.web.forms import ReplyForm
from debate.web.paced import again_later, count
from debate.words import sentence, way

# Where a reply will stand: below its claim, in the list of a thesis or of a passage, at a side of
# the claim's own page, or on another page, because the form is a page of its own.
THREAD, SIDES, PAGE = "thread", "sides", "page"
_STATUSES = {
    Conflict: HTTPStatus.CONFLICT,
    NotAllowed: HTTPStatus.FORBIDDEN,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
}
PLACES = (THREAD, "list", "answers", SIDES, PAGE)


@require_safe
def focus(request: HttpRequest, key: str) -> HttpResponse:
    sort = asked.sort(request.GET)
    shown = read_focus(key, viewer(request), sort=sort)
    return page(request, "claim/focus.html", focus=shown, sort=sort)


# ---- Answering


@require_safe
def reply(request: HttpRequest, key: str) -> HttpResponse:
    return open_reply(request, key, asks=request.GET)


def open_reply(request: HttpRequest, key: str, *, asks: Mapping[str, str]) -> HttpResponse:
    """The form, filled with what was begun; under htmx alone, to stand below what it answers."""
    parent = read_claim_to_answer(key, viewer(request))
    relation = request.GET.get("relation", "")
    form = ReplyForm(
        initial={
            "relation": relation if relation in parent.may.reply_as else "",
            "parent_revision": parent.revision,
        }
    )
    fill(form, request, DraftPurpose.REPLY, key)
    return _composer(request, parent, form, into=_place(asks))


@require_http_methods(["GET", "HEAD", "POST"])
def replies(request: HttpRequest, key: str) -> HttpResponse:
    return _posted(request, key) if request.method == "POST" else _more(request, key)


@deed("claim", writing=DraftPurpose.REPLY)
def _posted(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    form = ReplyForm(request.POST)
    wording = form.wording()
    try:
        count(request, Paced.REPLY)
        posted = post_reply(
            parent=key,
            relation=form.cleaned_data["relation"],
            parent_revision=asked.number(request.POST, "parent_revision"),
            by=who,
            **wording,
        )
    except Invalid as refusal:
        return _refused(request, key, form, refusal, HTTPStatus.UNPROCESSABLE_ENTITY)
    except (Conflict, NotAllowed, TooMany) as refusal:
        if by_htmx(request):
            raise  # told at the top of the page; the form stays below the claim as it is
        status = next(s for kind, s in _STATUSES.items() if isinstance(refusal, kind))
        return again_later(_refused(request, key, form, refusal, status), refusal)
    forget_posted(request, DraftPurpose.REPLY, key)
    if isinstance(posted, HeldClaim):
        return _held(request, posted.key)
    words = way(
        read_relation(posted.relation or ""), answers=posted.parent_bears_as == Relation.QUESTION
    )
    return _accepted(request, posted.key, parent_key=key, told=str(words.posted))


def _held(request: HttpRequest, key: str) -> HttpResponse:
    """A newcomer's claim waits: said in place of the form, or on the page where it waits."""
    told = _("Your claim waits for approval.")
    after = page_after(request.POST)
    if after or not by_htmx(request) or _place(request.POST) == PAGE:
        return go(request, after or reverse("held", args=[key]), told=told)
    return components("on_held", key=key, said=told)


def _accepted(request: HttpRequest, key: str, *, parent_key: str, told: str) -> HttpResponse:
    after = page_after(request.POST)
    if after:
        return go(request, after, told=told)
    who = viewer(request)
    claim = read_claim(key, who)
    into = _place(request.POST)
    if not by_htmx(request) or into == PAGE:
        own = came_from(request, reverse("claim", args=[parent_key]))
        return go(request, f"{own}#claim-{key}" if own else in_the_thread(claim), told=told)
    if into == SIDES:
        shown = read_focus(parent_key, who)
        parent, on_side = shown.claim, len(_side(shown, claim.relation))
    else:
        parent, on_side = read_claim(parent_key, who), 0
    return components(
        "on_posted",
        node=ThreadNode(claim),
        parent=parent,
        on_side=on_side,
        into=into,
        sort=Sort.BEST,
        signed_in=True,
        said=told,
    )


def _refused(
    request: HttpRequest, key: str, form: ReplyForm, refusal: Refusal, status: HTTPStatus
) -> HttpResponse:
    """The form again with everything that was typed, whether or not it can still be posted."""
    form.refuse(refusal)
    keep_refused(form, request, DraftPurpose.REPLY, key)
    after = page_after(request.POST)
    if after and form.draft and status != HTTPStatus.UNPROCESSABLE_ENTITY:
        messages.error(request, sentence(refusal))  # there the form is filled from the draft
        return go(request, after)
    if "relation" not in form.errors:  # told at once too, not only after the text is right
        try:
            read_relation(form.cleaned_data["relation"])
        except Invalid as also:
            form.refuse(also)
    parent = (
        read_claim_to_answer(key, viewer(request))
        if status == HTTPStatus.UNPROCESSABLE_ENTITY
        else _kept_open(read_claim(key, viewer(request)), form)
    )
    return _composer(request, parent, form, into=_place(request.POST), status=status)


def _kept_open(parent: ClaimRow, form: ReplyForm) -> ClaimRow:
    """A claim that does not take this reply now, with the relation that had been chosen, too."""
    chosen = form.cleaned_data["relation"]
    kept = (*parent.may.reply_as, chosen)
    relations = tuple(relation for relation in Relation if relation in kept)
    return replace(parent, may=replace(parent.may, reply_as=relations))


def _composer(
    request: HttpRequest,
    parent: ClaimRow,
    form: ReplyForm,
    *,
    into: str,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    if by_htmx(request):
        return components(
            "_composer",
            parent=parent,
            form=form,
            into=into,
            text_max=CLAIM_TEXT_MAX,
            csrf_input="",
            next=page_after(request.POST),
            status=status,
        )
    return page(
        request,
        "claim/reply.html",
        ancestors=read_ancestors(parent.key, viewer(request)),
        claim=parent,
        form=form,
        into=PAGE,
        next=page_after(request.POST),
        status=status,
    )


def _place(sent: Mapping[str, str]) -> str:
    place = sent.get("into", "")
    return place if place in PLACES else THREAD


def _side(shown: FocusPage, relation: Relation | None) -> Sequence[ThreadNode]:
    sides = {
        Relation.REBUT: shown.rebuts,
        Relation.UNDERCUT: shown.undercuts,
        Relation.QUESTION: shown.questions,
    }
    return sides.get(relation or Relation.SUPPORT, shown.supports)


# ---- "12 more replies"


def _more(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    sort = asked.sort(request.GET)
    after = request.GET.get("after", "0")
    news = asked.news(request.GET)
    more = read_more_replies(key, who, sort=sort, after=after, news=news)
    if by_htmx(request):
        return components(
            "_more",
            more=more,
            sort=sort,
            heading=heading(request, more.debate_key, more.depth),
            answers=more.answers,
            arrived_key="",
            signed_in=who,
            said=_told_of_more(more),
        )
    return page(
        request,
        "claim/replies.html",
        claim=read_claim(key, who),
        more=more,
        sort=sort,
    )


def _told_of_more(more: MoreReplies) -> str:
    n = _live(more.nodes)
    return ngettext("%(n)s more reply is shown.", "%(n)s more replies are shown.", n) % {"n": n}


def _live(nodes: Sequence[ThreadNode]) -> int:
    """How many live claims are shown, those below others too, as the stub had counted them."""
    return sum((node.claim.state == ClaimState.LIVE) + _live(node.replies) for node in nodes)
