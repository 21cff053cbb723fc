"""Who may answer, judge, edit and withdraw a claim."""

from typing import Protocol

from accounts.errors import Conflict, Invalid, NotAllowed, NotSignedIn, Refusal
from debate.enums import Action, ClaimKind, ClaimState, Relation
from debate.errors import NotOpen
from debate.limits import CLAIM_DEPTH_MAX
from debate.policies.standing import Standing, why_not


class ClaimFacts(Protocol):
    """What a policy needs to know of a claim; a model and a row both have it."""

    @property
    def author_id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def bears_as(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def depth(self) -> int: ...
    @property
    def locked(self) -> bool: ...


def relations_open_to_a_reply(parent: ClaimFacts) -> tuple[Relation, ...]:
    """How a reply may bear on this claim, in the order in which they are offered.

    Nothing undercuts a thesis (it bears on nothing); a question is answered or asked back.
    """
    if parent.bears_as == Relation.QUESTION:
        return (Relation.SUPPORT, Relation.QUESTION)
    if parent.kind == ClaimKind.THESIS:
        return (Relation.SUPPORT, Relation.REBUT, Relation.QUESTION)
    return (Relation.SUPPORT, Relation.REBUT, Relation.UNDERCUT, Relation.QUESTION)


def why_not_reply(
    standing: Standing, parent: ClaimFacts, relation: Relation | None = None
) -> Refusal | None:
    """Why a person may not answer a claim (with this relation); None when they may."""
    refusal = why_not(standing, Action.REPLY)
    if refusal is not None:
        return refusal
    if parent.state != ClaimState.LIVE:
        return Conflict("claim_gone")
    if parent.locked:
        return NotOpen("branch_locked")
    if parent.depth >= CLAIM_DEPTH_MAX:
        return Conflict("thread_too_deep", levels=CLAIM_DEPTH_MAX)
    if relation is not None and relation not in relations_open_to_a_reply(parent):
        return Invalid(
            "no_undercut_of_a_thesis"
            if parent.kind == ClaimKind.THESIS
            else "a_question_is_only_answered",
            field="relation",
        )
    return None


def why_not_vote(standing: Standing, claim: ClaimFacts) -> Refusal | None:
    """Why a person may not judge a claim; None when they may."""
    refusal = why_not(standing, Action.VOTE, author_id=claim.author_id)
    if claim.bears_as == Relation.QUESTION and not isinstance(refusal, NotSignedIn):
        return NotAllowed("a_question_takes_no_vote")
    if refusal is None and claim.state != ClaimState.LIVE:
        return Conflict("claim_gone")
    return refusal


def why_not_edit(standing: Standing, claim: ClaimFacts) -> Refusal | None:
    """Why a person may not reword a claim; None when they may."""
    refusal = why_not(standing, Action.EDIT, author_id=claim.author_id) or _why_gone(claim)
    if refusal is None and claim.locked:
        return NotOpen("branch_locked")
    return refusal


def why_not_withdraw(standing: Standing, claim: ClaimFacts) -> Refusal | None:
    """Why a person may not take a claim back; None when they may: also when they may do no more."""
    refusal = why_not(standing, Action.WITHDRAW, author_id=claim.author_id) or _why_gone(claim)
    if refusal is None and claim.kind == ClaimKind.THESIS:
        return NotAllowed("a_thesis_stays")
    return refusal


def why_not_give_delta(standing: Standing, claim: ClaimFacts) -> Refusal | None:
    """Why a person may not say that a claim changed their view; None when they may.

    It is a part of saying where one stands, and goes with the same permission.
    """
    refusal = why_not(standing, Action.TAKE_A_POSITION)
    if refusal is None and claim.author_id == standing.person_id:
        return NotAllowed("own_claim_changes_no_view")
    return refusal or _why_gone(claim)


def why_not_flag(standing: Standing, claim: ClaimFacts) -> Refusal | None:
    """Why a person may not ask for somebody to look at a claim; None when they may."""
    return why_not(standing, Action.FLAG, author_id=claim.author_id) or _why_gone(claim)


def may_reply(standing: Standing, parent: ClaimFacts, relation: Relation | None = None) -> bool:
    return why_not_reply(standing, parent, relation) is None


def may_vote(standing: Standing, claim: ClaimFacts) -> bool:
    return why_not_vote(standing, claim) is None


def may_edit(standing: Standing, claim: ClaimFacts) -> bool:
    return why_not_edit(standing, claim) is None


def may_withdraw(standing: Standing, claim: ClaimFacts) -> bool:
    return why_not_withdraw(standing, claim) is None


def may_flag(standing: Standing, claim: ClaimFacts) -> bool:
    return why_not_flag(standing, claim) is None


def _why_gone(claim: ClaimFacts) -> Refusal | None:
    return Conflict("claim_gone") if claim.state != ClaimState.LIVE else None
