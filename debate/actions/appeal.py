"""Asking somebody else to look at an act of moderation again, and deciding that."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Invalid, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.act import Deed, keep_act, keep_line, read_note
from debate.actions.block import end_block
from debate.actions.floor import Floor, lock_debate, take_floor, take_floor_to_change_rules
from debate.actions.hiding import restore_claim
from debate.actions.lock import unlock_branch
from debate.actions.suspension import end_suspension, hold_people
from debate.enums import Action, ActKind, ClaimState, Decision, HeldState, Reason
from debate.limits import APPEAL_MAX
from debate.logic.claim_text import canonical_lines, readable, visible_chars
from debate.models import Act, Case, HeldClaim
from debate.policies.appeal import (
    why_no_appeal,
    why_no_decision,
    why_not_appeal,
    why_not_decide,
)
from debate.policies.site import why_not_on_site
from debate.policies.standing import enforce

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


class CaseNow:
    """An act with what is said about it, as policies ask for it."""

    def __init__(self, act: Act, case: Case) -> None:
        self.act = act
        self.case = case
        self.kind = act.kind
        self.actor_number = act.actor_number
        self.subject_number = act.subject_number
        self.appealed_at = case.appealed_at
        self.decided_at = case.decided_at


def appeal(*, act: str, text: str, by: Viewer, at: datetime | None = None) -> Case:
    """Ask, once, that somebody else looks at an act that concerns oneself.

    Somebody who is blocked or suspended may. Saying the same twice is harmless. Raises NotFound
    (also for an act that concerns somebody else), NotSignedIn, Conflict and Invalid.
    """
    said = read_appeal(text)
    found = _find(act)
    with transaction.atomic():
        if found.debate_key is None:
            person, moment = _take_site(found, by=by, at=at)
            case = _hold_case(found)
            refusal = why_not_on_site(
                person, Action.APPEAL, at=moment, subject_id=found.subject_number
            )
            if refusal is not None:
                raise NotFound("no_act")  # that there is such an act is not for others to know
            refusal = why_no_appeal(CaseNow(found, case))
        else:
            floor = take_floor(found.debate_key, by=by, at=at)
            moment = floor.at
            case = _hold_case(found)
            refusal = why_not_appeal(floor.standing, CaseNow(found, case))
        if refusal is not None and refusal.code == "appealed_already" and case.appeal == said:
            return case
        enforce(refusal)
        case.appeal, case.appealed_at = said, moment
        case.save(update_fields=["appeal", "appealed_at"])
        return case


def decide_appeal(
    *, act: str, decision: str, answer: str, by: Viewer, at: datetime | None = None
) -> Act:
    """Answer an appeal: the act stays (upheld), or is undone (overturned) in the same moment.

    By somebody who keeps order there and neither acted nor is concerned. What is overturned is
    hidden, locked, blocked, held back or suspended no longer, unless the same was done once more by
    a later act, which has an appeal of its own; where a claim was moved or came to bear otherwise,
    that stays as it is and is only told.

    Deciding the same twice is harmless. Raises NotFound, NotSignedIn, NotAllowed, Conflict and
    Invalid. Effects: an act, its Change.
    """
    decided, said = _read_decision(decision), read_note(answer, needed=True)
    found = _find(act)
    with transaction.atomic():
        if found.debate_key is None:
            return _decide_on_site(found, decided, said, by=by, at=at)
        return _decide(found, decided, said, by=by, at=at)


def read_appeal(text: str) -> str:
    """An appeal as it is kept. Raises Invalid."""
    if not readable(text):
        raise Invalid("unreadable_characters", field="text")
    kept = canonical_lines(text)
    if not visible_chars(kept):
        raise Invalid("appeal_is_missing", field="text")
    if len(kept) > APPEAL_MAX:
        raise Invalid("appeal_too_long", field="text", most=APPEAL_MAX, length=len(kept))
    return kept


def _decide(act: Act, decision: Decision, answer: str, *, by: Viewer, at: datetime | None) -> Act:
    assert act.debate_key is not None
    # Alone from the start: letting somebody in again needs it, and taking it later could lock up.
    floor = take_floor_to_change_rules(act.debate_key, by=by, at=at)
    lock_debate(floor)
    case = _hold_case(act)
    refusal = why_not_decide(floor.standing, CaseNow(act, case))
    again = _decided_so(act, case, decision, refusal_code=refusal.code if refusal else "", by=by)
    if again is not None:
        return again
    enforce(refusal)
    assert by
    if decision == Decision.OVERTURNED:
        _undo(floor, act, case, by=by)
    _keep_decision(case, decision, answer, by=by, at=floor.at)
    return keep_act(floor, _deed(act, case, decision), by=by)


def _decide_on_site(
    act: Act, decision: Decision, answer: str, *, by: Viewer, at: datetime | None
) -> Act:
    if not by:
        raise NotSignedIn("sign_in_to_moderate")
    held, now = hold_people(by.pk, act.subject_number or by.pk)
    moment = at or now
    case = _hold_case(act)
    refusal = why_not_on_site(
        held[by.pk], Action.DECIDE_APPEAL, at=moment, subject_id=act.subject_number
    ) or why_no_decision(CaseNow(act, case), by.pk)
    again = _decided_so(act, case, decision, refusal_code=refusal.code if refusal else "", by=by)
    if again is not None:
        return again
    enforce(refusal)
    subject = held.get(act.subject_number or 0)
    if decision == Decision.OVERTURNED and subject is not None and not _done_again(act, case):
        end_suspension(
            subject,
            suspended=act.kind == ActKind.SUSPENDED,
            banned=act.kind == ActKind.BANNED,
        )
    _keep_decision(case, decision, answer, by=by, at=moment)
    return keep_line(_deed(act, case, decision), by=by, at=moment)


def _undo(floor: Floor, act: Act, case: Case, *, by: User) -> None:
    """Take back what an act did, where it still holds; what is a deed of its own is told as one."""
    claim = case.claim
    if _done_again(act, case):
        return
    if act.kind == ActKind.HIDDEN and claim is not None and claim.state == ClaimState.HIDDEN:
        restore_claim(claim=claim.key, reason=Reason.MISTAKE, by=by, at=floor.at)
    elif act.kind == ActKind.LOCKED and claim is not None and claim.locked_here:
        unlock_branch(claim=claim.key, reason=Reason.MISTAKE, by=by, at=floor.at)
    elif act.kind == ActKind.BLOCKED:
        end_block(floor, act.subject_number)
    elif act.kind in {ActKind.RETURNED, ActKind.REMOVED} and case.held_id is not None:
        HeldClaim.objects.filter(pk=case.held_id).update(state=HeldState.WAITING, judged_at=None)
    lock_debate(floor)  # once more: what was just done has taken numbers of its record


def _done_again(act: Act, case: Case) -> bool:
    """Whether a later act did the same to the same claim or person. Queries: 1."""
    later = Act.objects.filter(pk__gt=act.pk)
    if act.kind in {ActKind.RETURNED, ActKind.REMOVED}:
        kinds = [ActKind.RETURNED, ActKind.REMOVED]
        return later.filter(kind__in=kinds, case__held=case.held_id).exists()
    same = later.filter(kind=act.kind, debate_key=act.debate_key, claim_key=act.claim_key)
    return same.filter(subject_number=act.subject_number).exists()


def _keep_decision(case: Case, decision: Decision, answer: str, *, by: User, at: datetime) -> None:
    case.decision, case.answer = decision, answer
    case.decided_by, case.decided_at = by, at
    case.save(update_fields=["decision", "answer", "decided_by", "decided_at"])


def _deed(act: Act, case: Case, decision: Decision) -> Deed:
    return Deed(
        ActKind(decision),
        Reason.MISTAKE if decision == Decision.OVERTURNED else Reason.RESOLVED,
        act.subject_number,
        claim=case.claim,
        held=case.held,
        about=act.key,
    )


def _decided_so(
    act: Act, case: Case, decision: Decision, *, refusal_code: str, by: Viewer
) -> Act | None:
    """The act by which this person decided just this before, if a form was sent twice."""
    if refusal_code != "appeal_is_decided" or not by:
        return None
    if case.decision != decision or case.decided_by_id != by.pk:
        return None
    return Act.objects.filter(about=act.key, kind=decision).order_by("-id").first()


def _read_decision(decision: str) -> Decision:
    try:
        return Decision(decision)
    except ValueError:
        raise Invalid("choose_a_decision", field="decision") from None


def _find(act: str) -> Act:
    found = Act.objects.filter(key=act).first()
    if found is None:
        raise NotFound("no_act")
    return found


def _hold_case(act: Act) -> Case:
    """What is said about an act, locked; an act whose words were deleted is closed."""
    held = Case.objects.select_for_update(of=("self",)).select_related("claim", "held")
    case = held.filter(act=act.pk).first()
    if case is None:
        raise NotFound("no_act")
    return case


def _take_site(act: Act, *, by: Viewer, at: datetime | None) -> tuple[User, datetime]:
    if not by:
        raise NotSignedIn("sign_in_to_appeal")
    held, now = hold_people(by.pk)
    return held[by.pk], at or now
