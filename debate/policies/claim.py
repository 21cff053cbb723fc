"""Who may answer, judge, edit and withdraw a claim."""

from typing import Protocol

from accounts.errors import Conflict, Invalid, NotAllowed, Refusal
from debate.enums import ClaimKind, ClaimState, Permission, Relation
from debate.errors import NotOpen
from debate.limits import CLAIM_DEPTH_MAX
from debate.policies.standing import Standing, why_not_take_part


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
    refusal = why_not_take_part(standing, deed="reply")
    if refusal is not None:
        return refusal
    if Permission.REPLY not in standing.rules.allow:
        return NotOpen("replies_closed")
    if parent.state != ClaimState.LIVE:
        return Conflict("claim_gone")
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
    refusal = why_not_take_part(standing, deed="vote")
    if refusal is not None:
        return refusal
    if claim.bears_as == Relation.QUESTION:
        return NotAllowed("a_question_takes_no_vote")
    if claim.author_id == standing.person_id:
        return NotAllowed("own_claim")
    if claim.state != ClaimState.LIVE:
        return Conflict("claim_gone")
    if Permission.VOTE not in standing.rules.allow:
        return NotOpen("votes_closed")
    return None


def why_not_edit(standing: Standing, claim: ClaimFacts) -> Refusal | None:
    """Why a person may not reword a claim; None when they may."""
    refusal = _why_not_own(standing, claim, deed="edit")
    if refusal is not None:
        return refusal
    if not standing.draft and Permission.REPLY not in standing.rules.allow:
        return NotOpen("replies_closed")
    return None


def why_not_withdraw(standing: Standing, claim: ClaimFacts) -> Refusal | None:
    """Why a person may not take a claim back; None when they may, also when rules are closed."""
    refusal = _why_not_own(standing, claim, deed="withdraw")
    if refusal is None and claim.kind == ClaimKind.THESIS:
        return NotAllowed("a_thesis_stays")
    return refusal


def may_reply(standing: Standing, parent: ClaimFacts, relation: Relation | None = None) -> bool:
    return why_not_reply(standing, parent, relation) is None


def may_vote(standing: Standing, claim: ClaimFacts) -> bool:
    return why_not_vote(standing, claim) is None


def may_edit(standing: Standing, claim: ClaimFacts) -> bool:
    return why_not_edit(standing, claim) is None


def may_withdraw(standing: Standing, claim: ClaimFacts) -> bool:
    return why_not_withdraw(standing, claim) is None


def _why_not_own(standing: Standing, claim: ClaimFacts, *, deed: str) -> Refusal | None:
    refusal = why_not_take_part(standing, deed=deed)
    if refusal is not None:
        return refusal
    if claim.author_id != standing.person_id:
        return NotAllowed("not_your_claim")
    if claim.state != ClaimState.LIVE:
        return Conflict("claim_gone")
    return None
