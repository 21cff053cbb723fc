"""Keeping an act of moderation: its line in the log, and what is said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from accounts.errors import Invalid
from accounts.keys import new_key
from accounts.models import User
from debate.actions.floor import Floor, record
from debate.enums import ActKind, ChangeKind, Reason
from debate.limits import NOTE_MAX
from debate.logic.claim_text import canonical_line, readable
from debate.models import Act, Case, Claim, Debate, HeldClaim

TOLD_OF = {str(kind) for kind in ChangeKind}  # the acts that a Change tells


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody who keeps order does, and why.

    `subject` is the number of whom it concerns: they are told of it and may appeal once. `note` is
    a sentence for them; `detail` holds closed words and numbers alone, for it can never be erased;
    `payload` is what its Change says beside the act.
    """

    kind: ActKind
    reason: Reason
    subject: int | None
    claim: Claim | None = None
    held: HeldClaim | None = None
    note: str = ""
    about: str | None = None
    detail: Mapping[str, str | int | bool | None] = field(default_factory=dict)
    payload: Mapping[str, str] = field(default_factory=dict)


def keep_act(floor: Floor, deed: Deed, *, by: User) -> Act:
    """Add an act to the record of a debate whose row is locked and to the log; open its case.

    It has to be the last thing that an action does: from here on every other act on the site waits
    for this transaction to end. Approving has no
    Change of its own: the claim that is stated then tells of it. Queries: 4.
    """
    key = new_key()
    if deed.kind in TOLD_OF:
        kind = ChangeKind(deed.kind)
        record(floor, kind, claim=deed.claim, by=by, payload={"act": key, **deed.payload})
    return keep_line(deed, by=by, at=floor.at, debate=floor.debate, key=key)


def keep_line(
    deed: Deed, *, by: User, at: datetime, debate: Debate | None = None, key: str = ""
) -> Act:
    """Add an act to the log and open its case; on the whole site, where no debate records it.

    Queries: 2.
    """
    act = Act.objects.create(
        key=key or new_key(),
        kind=deed.kind,
        reason=deed.reason,
        debate_key=debate.key if debate else None,
        claim_key=deed.claim.key if deed.claim else None,
        actor_number=by.pk,
        subject_number=deed.subject,
        about=deed.about,
        detail=dict(deed.detail),
        at=at,
    )
    Case.objects.create(
        act=act,
        debate=debate,
        claim=deed.claim,
        held=deed.held,
        actor=by,
        subject_id=deed.subject,
        note=deed.note,
        at=at,
    )
    return act


def read_reason(reason: str) -> Reason:
    """The reason that a word names. Raises Invalid."""
    try:
        return Reason(reason)
    except ValueError:
        raise Invalid("choose_a_reason", field="reason") from None


def read_note(note: str, *, needed: bool = False) -> str:
    """A note as it is kept, on one line. Raises Invalid."""
    if not readable(note):
        raise Invalid("unreadable_characters", field="note")
    kept = canonical_line(note)
    if len(kept) > NOTE_MAX:
        raise Invalid("note_too_long", field="note", most=NOTE_MAX, length=len(kept))
    if needed and not kept:
        raise Invalid("note_is_missing", field="note")
    return kept
