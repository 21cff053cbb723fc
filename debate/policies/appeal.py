"""Who may appeal against an act of moderation, and who decides."""

from __future__ import annotations

from typing import Protocol

from accounts.errors import Conflict, NotAllowed, NotFound, Refusal
from debate.enums import Action, ActKind
from debate.policies.standing import Standing, why_not

# What somebody can be harmed by; whoever acted for them has nothing to answer for.
OPEN_TO_APPEAL = frozenset(
    {
        ActKind.HIDDEN,
        ActKind.RELATED,
        ActKind.MOVED,
        ActKind.LOCKED,
        ActKind.RETURNED,
        ActKind.REMOVED,
        ActKind.BLOCKED,
        ActKind.SUSPENDED,
        ActKind.BANNED,
    }
)


class CaseFacts(Protocol):
    """What a policy needs to know of an act and what was said about it."""

    @property
    def kind(self) -> str: ...
    @property
    def actor_number(self) -> int: ...
    @property
    def subject_number(self) -> int | None: ...
    @property
    def appealed_at(self) -> object | None: ...
    @property
    def decided_at(self) -> object | None: ...


def why_not_appeal(standing: Standing, case: CaseFacts) -> Refusal | None:
    """Why a person may not appeal against an act in a debate; None when they may."""
    refusal = why_not(standing, Action.APPEAL, author_id=case.subject_number)
    return refusal or why_no_appeal(case)


def why_no_appeal(case: CaseFacts) -> Refusal | None:
    """Why nobody can appeal against an act (any more); None when its subject can."""
    if case.kind not in OPEN_TO_APPEAL:
        return NotFound("no_act")
    return Conflict("appealed_already") if case.appealed_at is not None else None


def why_not_decide(standing: Standing, case: CaseFacts) -> Refusal | None:
    """Why a person may not decide an appeal in a debate; None when they may."""
    refusal = why_not(standing, Action.DECIDE_APPEAL, author_id=case.subject_number)
    return refusal or why_no_decision(case, standing.person_id)


def why_no_decision(case: CaseFacts, person_id: int | None) -> Refusal | None:
    """Why an appeal is not for this person to decide, whatever they may else; None when it is."""
    if case.actor_number == person_id:
        return NotAllowed("own_act")
    if case.appealed_at is None:
        return Conflict("no_appeal")
    return Conflict("appeal_is_decided") if case.decided_at is not None else None
