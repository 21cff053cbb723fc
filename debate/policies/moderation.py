"""Who may keep order, and how: what the permission table leaves to the state of a claim."""

from __future__ import annotations

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, Refusal
from debate.enums import Action, Capacity, ClaimKind, ClaimState, HeldState, Relation, Stage
from debate.limits import CLAIM_DEPTH_MAX
from debate.policies.claim import (
    ClaimFacts,
    relations_open_to_a_reply,
    why_not_answer_now,
    why_not_edit,
    why_not_hang_below,
    why_not_reply,
)
from debate.policies.standing import Standing, why_not


def why_not_hide(standing: Standing, claim: ClaimFacts) -> Refusal | None:
    """Why a person may not take a claim out of sight; None when they may."""
    refusal = why_not(standing, Action.HIDE, author_id=claim.author_id)
    if refusal is None and claim.state != ClaimState.LIVE:
        return Conflict("claim_gone")
    if refusal is None and claim.kind == ClaimKind.THESIS:
        return NotAllowed("a_thesis_stays")
    return refusal


def why_not_restore(standing: Standing, claim: ClaimFacts) -> Refusal | None:
    """Why a person may not bring a hidden claim back; None when they may."""
    refusal = why_not(standing, Action.RESTORE, author_id=claim.author_id)
    if refusal is None and claim.state != ClaimState.HIDDEN:
        return Conflict("claim_not_hidden")
    return refusal


def why_not_relate(
    standing: Standing,
    claim: ClaimFacts,
    relation: Relation,
    *,
    parent: ClaimFacts | None,
    answered: bool,
    judged: bool,
    as_author: bool = False,
) -> Refusal | None:
    """Why a person may not say that a claim bears otherwise on its parent; None when they may.

    Its author may until it is `answered`, whoever keeps order always. What was answered or `judged`
    cannot become a question, nor a question anything else: votes and replies would not fit.
    """
    refusal = (
        _why_not_relate_their_own(standing, claim, answered=answered)
        if as_author
        else why_not(standing, Action.RELATE)
    )
    if refusal is not None:
        return refusal
    if claim.state != ClaimState.LIVE:
        return Conflict("claim_gone")
    if parent is None or claim.kind != ClaimKind.REPLY:
        return NotAllowed("relation_is_fixed")
    if relation not in relations_open_to_a_reply(parent):
        return Invalid("relation_does_not_fit", field="relation")
    if relation == claim.bears_as:
        return None
    if Relation.QUESTION in (relation, claim.bears_as) and (answered or judged):
        return Conflict("a_question_stays_one")
    return why_not_answer_now(standing, parent, relation) if as_author else None


def _why_not_relate_their_own(
    standing: Standing, claim: ClaimFacts, *, answered: bool
) -> Refusal | None:
    refusal = why_not_edit(standing, claim)
    return NotAllowed("answered_already") if refusal is None and answered else refusal


def why_not_move(
    standing: Standing, claim: ClaimFacts, to: ClaimFacts, *, within: bool, levels: int
) -> Refusal | None:
    """Why a person may not hang a claim and all below it under another; None when they may.

    `within`: the new parent is the claim itself or hangs below it; `levels` is how many levels the
    claim and what is below it have.
    """
    refusal = why_not(standing, Action.MOVE, author_id=claim.author_id)
    if refusal is not None:
        return refusal
    if claim.state != ClaimState.LIVE or to.state != ClaimState.LIVE:
        return Conflict("claim_gone")
    if claim.kind == ClaimKind.THESIS:
        return NotAllowed("a_thesis_stays")
    if within:
        return Invalid("under_itself", field="to")
    if to.depth + levels > CLAIM_DEPTH_MAX:
        return Conflict("thread_too_deep", levels=CLAIM_DEPTH_MAX)
    if claim.bears_as not in relations_open_to_a_reply(to):
        return Invalid("relation_does_not_fit", field="to")
    return None


def why_not_lock(standing: Standing, claim: ClaimFacts) -> Refusal | None:
    """Why a person may not lock a branch, or unlock it; None when they may."""
    return why_not(standing, Action.LOCK, author_id=claim.author_id)


def why_not_block(standing: Standing, person_id: int, capacity: Capacity) -> Refusal | None:
    """Why a person may not shut somebody (of that capacity) out of a debate; None when they may."""
    refusal = why_not(standing, Action.BLOCK, author_id=person_id)
    if refusal is None and capacity in {Capacity.OWNER, Capacity.MODERATOR, Capacity.STAFF}:
        return NotAllowed("they_keep_order")
    return refusal


def is_held(standing: Standing, *, approved_before: bool) -> bool:
    """Whether what a person says in a debate waits for somebody who keeps order.

    Where all claims are held that is whoever does not keep it, whatever they said before.
    """
    if standing.rules.hold_all:
        return not standing.keeps_order
    newcomer = standing.capacity == Capacity.PERSON and not approved_before
    return standing.rules.hold_newcomers and newcomer


def why_not_see_held(standing: Standing, author_id: int) -> Refusal | None:
    """Why a person may not read a claim that is held; None when they may: its author always."""
    if author_id == standing.person_id:
        return None
    refusal = why_not(standing, Action.JUDGE_HELD)
    return NotFound("no_held") if isinstance(refusal, NotFound) else refusal


def why_not_judge_held(standing: Standing, author_id: int) -> Refusal | None:
    """Why a person may not approve, return or remove a claim that is held; None when they may."""
    refusal = why_not(standing, Action.JUDGE_HELD, author_id=author_id)
    return NotFound("no_held") if isinstance(refusal, NotFound) else refusal


def why_not_approve_held(
    standing: Standing, parent: ClaimFacts, relation: Relation
) -> Refusal | None:
    """Why a held claim cannot become part of the debate now; None when it can.

    It was sent while that was open: what the window of this moment allows does not matter, as long
    as the debate goes on.
    """
    goes_on = standing.stage == Stage.OPEN or (
        standing.stage == Stage.CLOSED and standing.rules.pause
    )
    if not goes_on:
        return why_not(standing, Action.REPLY)
    refusal = why_not_hang_below(parent)
    if refusal is None and relation not in relations_open_to_a_reply(parent):
        return Invalid("relation_does_not_fit", field="relation")
    return refusal


def why_not_resend_held(
    standing: Standing, parent: ClaimFacts, relation: Relation, *, author_id: int, state: str
) -> Refusal | None:
    """Why a person may not send a claim that was returned to them again; None when they may."""
    if author_id != standing.person_id:
        refusal = why_not(standing, Action.REPLY)
        return refusal if isinstance(refusal, NotSignedIn) else NotFound("no_held")
    if state != HeldState.RETURNED:
        return Conflict("held_is_waiting" if state == HeldState.WAITING else "held_is_removed")
    return why_not_reply(standing, parent, relation)


def why_not_drop_held(standing: Standing, *, author_id: int, state: str) -> Refusal | None:
    """Why a person may not take back a claim that is held; None when they may."""
    refusal = why_not(standing, Action.WITHDRAW, author_id=author_id)
    if refusal is not None:
        return refusal if isinstance(refusal, NotSignedIn) else NotFound("no_held")
    return Conflict("held_is_removed") if state == HeldState.REMOVED else None
