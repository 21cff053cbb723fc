"""Who may answer, judge, edit and withdraw a claim."""

from datetime import datetime
from typing import Protocol

from accounts.errors import Conflict, Invalid, NotAllowed, NotSignedIn, Refusal
from debate.enums import Action, Answerable, ClaimKind, ClaimState, Permission, Relation
from debate.errors import NotOpen
from debate.limits import CLAIM_DEPTH_MAX
from debate.logic.rules import Grant
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
    @property
    def created_at(self) -> datetime: ...
    @property
    def author_side(self) -> str | None: ...


def relations_open_to_a_reply(parent: ClaimFacts) -> tuple[Relation, ...]:
    """How a reply may bear on this claim, in the order in which they are offered.

    Nothing undercuts a thesis (it bears on nothing); a question is answered or asked back.
    """
    if parent.bears_as == Relation.QUESTION:
        return (Relation.SUPPORT, Relation.QUESTION)
    if parent.kind == ClaimKind.THESIS:
        return (Relation.SUPPORT, Relation.REBUT, Relation.QUESTION)
    return (Relation.SUPPORT, Relation.REBUT, Relation.UNDERCUT, Relation.QUESTION)


def relations_open_now(standing: Standing, parent: ClaimFacts) -> tuple[Relation, ...]:
    """Those of them that this person may use at this moment, in the same order."""
    if why_not_reply(standing, parent) is not None:
        return ()
    return tuple(
        relation
        for relation in relations_open_to_a_reply(parent)
        if any(_takes(grant, standing, parent, {relation}) for grant in standing.rules.grants)
    )


def why_not_reply(
    standing: Standing, parent: ClaimFacts, relation: Relation | None = None
) -> Refusal | None:
    """Why a person may not answer a claim (with this relation); None when they may."""
    refusal = why_not(standing, Action.REPLY)
    if refusal is not None:
        return refusal
    refusal = why_not_hang_below(parent)
    if refusal is not None:
        return refusal
    if relation is not None and relation not in relations_open_to_a_reply(parent):
        return Invalid(
            "no_undercut_of_a_thesis"
            if parent.kind == ClaimKind.THESIS
            else "a_question_is_only_answered",
            field="relation",
        )
    return why_not_answer_now(standing, parent, relation)


def why_not_hang_below(parent: ClaimFacts) -> Refusal | None:
    """Why a claim takes no reply, whoever wants to answer it; None when it does."""
    if parent.state != ClaimState.LIVE:
        return Conflict("claim_gone")
    if parent.locked:
        return NotOpen("branch_locked")
    if parent.depth >= CLAIM_DEPTH_MAX:
        return Conflict("thread_too_deep", levels=CLAIM_DEPTH_MAX)
    return None


def why_not_answer_now(
    standing: Standing, parent: ClaimFacts, relation: Relation | None
) -> Refusal | None:
    """Why no window of the moment lets a person answer this claim, in this way or in any."""
    meant = {relation} if relation else set(relations_open_to_a_reply(parent))
    replying = [g for g in standing.rules.grants if Permission.REPLY in g.allow]
    fitting = [grant for grant in replying if meant & grant.relations]
    if not fitting:
        coming = (g.since for g in standing.rules.coming if _takes(g, standing, parent, meant))
        opens_at = next(coming, None)
        if opens_at is not None:
            return NotOpen("relation_not_now", opens_at=opens_at)
        if standing.rules.in_phase:
            return NotOpen("relation_not_now", another_phase=True)
        return NotOpen("relation_not_now")
    if any(_takes(grant, standing, parent, meant) for grant in fitting):
        return None
    sides = any(grant.answer == Answerable.OTHER_SIDE for grant in fitting)
    return NotOpen("answer_the_other_side" if sides else "only_the_thesis_now")


def _takes(grant: Grant, standing: Standing, parent: ClaimFacts, meant: set[Relation]) -> bool:
    """Whether one window allows all of it: a reply, in one of these ways, to this claim."""
    if Permission.REPLY not in grant.allow or not meant & grant.relations:
        return False
    if grant.answer == Answerable.ANYBODY or parent.kind != ClaimKind.REPLY:
        return True
    if grant.answer == Answerable.THESIS:
        return False
    own = standing.seat.side
    return own is None or parent.author_side is None or parent.author_side != own


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
    return refusal or _why_not_edit_now(standing, claim)


def _why_not_edit_now(standing: Standing, claim: ClaimFacts) -> Refusal | None:
    """Whether the stretch in which a claim was stated is over, and its wording with it."""
    if standing.draft:
        return None
    replying = [g for g in standing.rules.grants if Permission.REPLY in g.allow]
    if any(not g.edits_close or claim.created_at >= g.since for g in replying):
        return None
    return NotOpen("edits_closed")


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
