"""Keeping order: what is done to one claim, and how one's own claim bears on what it answers."""

import re
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.errors import Conflict, Invalid, NotFound, Refusal
from accounts.limits import KEY_CHARS
from debate.actions.hiding import hide_claim, restore_claim
from debate.actions.lock import lock_branch, unlock_branch
from debate.actions.move import move_claim
from debate.actions.relation import change_relation
from debate.enums import Paced, Reason
from debate.queries import claim_moderation as deeds
from debate.queries.claim_moderation import (
    ClaimToModerate,
    ClaimToRelate,
    read_claim_to_moderate,
    read_claim_to_relate,
    read_target,
)
from debate.queries.rows import ClaimRow
from debate.web.answers import deed, go, page, viewer
from debate.web.forms import Needed, RefusedForm, Written
from debate.web.order_forms import ReasonedForm
from debate.web.paced import count
from debate.words import way

DEEDS: dict[str, Promise] = {
    deeds.HIDE: gettext_lazy("Hide it: its words are shown no more, its replies stay"),
    deeds.RESTORE: gettext_lazy("Restore it: its words are shown again"),
    deeds.RELATE: gettext_lazy("Change its relation to the claim that it answers"),
    deeds.MOVE: gettext_lazy("Move it, with everything below it, under another claim"),
    deeds.LOCK: gettext_lazy("Lock its branch: no replies and no edits, votes go on"),
    deeds.UNLOCK: gettext_lazy("Unlock its branch"),
}
DONE: dict[str, Promise] = {
    deeds.HIDE: gettext_lazy("The claim is hidden."),
    deeds.RESTORE: gettext_lazy("The claim is restored."),
    deeds.RELATE: gettext_lazy("The relation is changed."),
    deeds.MOVE: gettext_lazy("The claim is moved."),
    deeds.LOCK: gettext_lazy("The branch is locked."),
    deeds.UNLOCK: gettext_lazy("The branch is unlocked."),
}
# A key, as it stands in the address of a claim or after the sign of a place in a page.
_KEY_IN_ADDRESS = re.compile(rf"(?:/claims/|claim-|at=)([a-z0-9]{{{KEY_CHARS}}})(?![a-z0-9])")
_KEY = re.compile(rf"[a-z0-9]{{{KEY_CHARS}}}")


class RelationForm(RefusedForm):
    """How one's own claim is to bear instead."""

    relation = Written(label=gettext_lazy("Its new relation"), widget=forms.RadioSelect)

    def offer(self, shown: ClaimToRelate | ClaimToModerate) -> None:
        answers = shown.parent is not None and shown.parent.relation == "question"
        self.fields["relation"].widget.choices = [
            (relation, way(relation, answers=answers).name) for relation in shown.relations
        ]


class OfOneDeed(forms.TextInput):
    """What one of several deeds needs: the server asks for it, not the browser."""

    def use_required_attribute(self, initial: object) -> bool:
        return False


class ModerationForm(ReasonedForm, RelationForm):
    """What is done to a claim, and why; `checked` is the claim that was shown before a move."""

    offered = tuple(reason for reason in Reason if reason != Reason.RING)
    deed = Written(label=gettext_lazy("What is to be done"), widget=forms.RadioSelect)
    to = Needed(
        label=gettext_lazy("The claim that it is to answer"),
        help_text=gettext_lazy(
            "The address of that claim, or its key. You see it before it is done."
        ),
        widget=OfOneDeed(attrs={"autocomplete": "off", "autocapitalize": "none", "dir": "ltr"}),
    )
    checked = Written(widget=forms.HiddenInput)
    field_order = ["deed", "relation", "to", "reason", "note", "checked"]

    def offer(self, shown: ClaimToRelate | ClaimToModerate) -> None:
        super().offer(shown)
        open_deeds = shown.deeds if isinstance(shown, ClaimToModerate) else ()
        self.fields["deed"].widget.choices = [(name, DEEDS[name]) for name in open_deeds]
        if deeds.RELATE not in open_deeds:
            del self.fields["relation"]
        if deeds.MOVE not in open_deeds:
            del self.fields["to"]


@require_http_methods(["GET", "HEAD", "POST"])
def moderation(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _done(request, key)
    form = ModerationForm(initial={"deed": request.GET.get("deed", "")})
    return _form(request, key, form)


@deed("claim-moderation")
def _done(request: HttpRequest, key: str) -> HttpResponse:
    count(request, Paced.ORDER)
    form = ModerationForm(request.POST)
    form.full_clean()
    sent = form.cleaned_data
    who = viewer(request)
    said = {"claim": key, "reason": sent["reason"], "note": sent["note"], "by": who}
    try:
        match sent["deed"]:
            case deeds.HIDE:
                hide_claim(**said)
            case deeds.RESTORE:
                restore_claim(**said)
            case deeds.RELATE:
                if not sent["reason"]:
                    raise Invalid("choose_a_reason", field="reason")
                change_relation(relation=sent["relation"], **said)
            case deeds.MOVE:
                target = key_of(sent["to"])
                if sent["checked"] != target:
                    return _checked(request, key, form, target)
                move_claim(to=target, **said)
            case deeds.LOCK:
                lock_branch(**said)
            case deeds.UNLOCK:
                unlock_branch(**said)
            case _:
                raise Invalid("choose_a_deed", field="deed")
    except (Invalid, Conflict) as refusal:
        return _refused(request, key, form, refusal)
    return go(request, reverse("claim", args=[key]), told=str(DONE[sent["deed"]]))


def key_of(typed: str) -> str:
    """The key of a claim, from its address or as it is; what is neither is nobody's key."""
    address = _KEY_IN_ADDRESS.search(typed)
    if address:
        return address.group(1)
    return typed.strip() if _KEY.fullmatch(typed.strip()) else ""


def _checked(request: HttpRequest, key: str, form: ModerationForm, target: str) -> HttpResponse:
    """The claim that is moved and the one that it is to hang under, before it is done."""
    who = viewer(request)
    shown = read_claim_to_moderate(key, who)
    form.offer(shown)
    return page(
        request,
        "moderation/claim_move.html",
        shown=shown,
        target=_target(target, request, moving=key),
        form=form,
    )


def _target(target: str, request: HttpRequest, *, moving: str) -> ClaimRow:
    try:
        return read_target(target, viewer(request), moving=moving)
    except NotFound:
        raise Invalid("no_claim_here", field="to") from None


def _refused(
    request: HttpRequest, key: str, form: ModerationForm, refusal: Refusal
) -> HttpResponse:
    invalid = isinstance(refusal, Invalid)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if invalid else HTTPStatus.CONFLICT
    return _form(request, key, form, refusal=refusal, status=status)


def _form(
    request: HttpRequest,
    key: str,
    form: ModerationForm,
    *,
    refusal: Refusal | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    shown = read_claim_to_moderate(key, viewer(request))
    form.offer(shown)
    if refusal:
        form.refuse(refusal)
    return page(request, "moderation/claim.html", shown=shown, form=form, status=status)


# ---- One's own claim


@require_http_methods(["GET", "HEAD", "POST"])
def relation(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _related(request, key)
    return _relation_form(request, key, RelationForm())


@deed("relation")
def _related(request: HttpRequest, key: str) -> HttpResponse:
    count(request, Paced.EDIT)
    form = RelationForm(request.POST)
    form.full_clean()
    who = viewer(request)
    try:
        change_relation(claim=key, relation=form.cleaned_data["relation"], by=who)
    except Invalid as refusal:
        form.refuse(refusal)
        return _relation_form(request, key, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return go(
        request, reverse("claim", args=[key]), told=_("The relation of your claim is changed.")
    )


def _relation_form(
    request: HttpRequest, key: str, form: RelationForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    shown = read_claim_to_relate(key, viewer(request))
    form.offer(shown)
    return page(request, "moderation/claim_relation.html", shown=shown, form=form, status=status)
