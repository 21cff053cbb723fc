"""A newcomer's claim that waits: approved, returned or removed; sent again or taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from accounts.enums import PersonKind
from accounts.errors import Conflict, NotFound, Refusal
from debate.actions.act import Deed, keep_act, read_note, read_reason
from debate.actions.floor import Floor, lock_debate, take_floor
from debate.actions.reply import add_claim, keep_wording
from debate.actions.wording import Cited, read_wording
from debate.enums import ActKind, ClaimKind, HeldState, Reason, Relation
from debate.models import Act, Block, Claim, Debate, HeldClaim
from debate.policies.moderation import (
    why_not_approve_held,
    why_not_drop_held,
    why_not_judge_held,
    why_not_resend_held,
    why_not_see_held,
)
from debate.policies.standing import enforce

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

# Both people before the rules are held, in the order of their numbers: an account that is being
# deleted meanwhile takes its held claims along, and transactions that meet in another order wait
# for each other.
_HOLD_PEOPLE = """
SELECT id FROM accounts_user
 WHERE id = %(by)s OR id = (SELECT author_id FROM debate_heldclaim WHERE key = %(key)s)
 ORDER BY id FOR SHARE
"""


def approve_held(
    *,
    held: str,
    reason: str = Reason.RESOLVED,
    note: str = "",
    seen: str = "",
    by: Viewer,
    at: datetime | None = None,
) -> Claim:
    """Make a claim that was held part of the debate, as its author's, from now on.

    It keeps its key, so approving twice answers the claim there is. `seen` is when the words that
    were read were sent (ISO); what was sent since is not approved unread. Raises NotFound,
    NotSignedIn, NotAllowed, NotOpen and Conflict (sent again since; what it answers is gone or
    locked; its author is blocked by now). Effects: those of a reply, and an act.
    """
    why, said = read_reason(reason), read_note(note)
    with transaction.atomic():
        floor, found = _take(held, by=by, at=at)
        if found is None:
            return _approved_already(held, floor)
        _enforce_judging(floor, found)
        assert by
        if seen and seen != found.at.isoformat():
            raise Conflict("held_sent_again")
        relation = Relation(found.relation)
        enforce(why_not_approve_held(floor.standing, found.parent, relation))
        author = found.author
        if author.kind == PersonKind.GONE:
            raise NotFound("no_held")
        if Block.objects.filter(debate=floor.debate, person=author).exists():
            raise Conflict("they_are_blocked")
        wording = read_wording(found.text, details=found.details, sources=_cited(found))
        read = min(found.parent_revision, found.parent.revision)
        found.delete()
        claim = add_claim(
            floor,
            wording,
            kind=ClaimKind.REPLY,
            relation=relation,
            parent=found.parent,
            parent_revision=read,
            via=found.via,
            by=author,
            key=held,
        )
        keep_act(floor, Deed(ActKind.APPROVED, why, author.pk, claim=claim, note=said), by=by)
        return claim


def return_held(
    *, held: str, reason: str, note: str, by: Viewer, at: datetime | None = None
) -> Act | None:
    """Send a claim back to its author, with a note that says what to change.

    Returning it twice is harmless and answers None. Raises NotFound, NotSignedIn, NotAllowed,
    Conflict (removed) and Invalid (reason, note). Effects: an act.
    """
    return _judge(held, ActKind.RETURNED, HeldState.RETURNED, reason, note, by=by, at=at)


def remove_held(
    *, held: str, reason: str, note: str = "", by: Viewer, at: datetime | None = None
) -> Act | None:
    """Refuse a claim; it is kept for a while, so that its author can appeal.

    Removing it twice is harmless and answers None. Raises NotFound, NotSignedIn, NotAllowed and
    Invalid (reason, note). Effects: an act.
    """
    return _judge(held, ActKind.REMOVED, HeldState.REMOVED, reason, note, by=by, at=at)


def resend_held(
    *,
    held: str,
    text: str,
    details: str = "",
    sources: Iterable[Cited] = (),
    by: Viewer,
    at: datetime | None = None,
) -> HeldClaim:
    """Send a claim that was returned again, in other words; it waits as it did before.

    Sending the same again is harmless. Raises NotFound, NotSignedIn, NotAllowed, NotOpen, Conflict
    (it is waiting or removed; what it answers is gone) and Invalid.
    """
    wording = read_wording(text, details=details, sources=sources)
    with transaction.atomic():
        floor, found = _take(held, by=by, at=at)
        if found is None:
            raise NotFound("no_held")
        if not by or found.author_id != by.pk:
            enforce(_why_not_resend(floor, found))
        before = (found.text, found.details, found.sources)
        keep_wording(found, wording)
        same = before == (found.text, found.details, found.sources)
        if same and found.state == HeldState.WAITING:
            return found
        enforce(_why_not_resend(floor, found))
        found.state = HeldState.WAITING
        found.at, found.judged_at = floor.at, None
        found.save(update_fields=["text", "details", "sources", "state", "at", "judged_at"])
        return found


def drop_held(*, held: str, by: Viewer, at: datetime | None = None) -> Debate:
    """Take back a claim that is held: nothing is kept of it. Answers the debate.

    Raises NotFound (also the second time) and Conflict (it was removed: appeal instead).
    """
    with transaction.atomic():
        floor, found = _take(held, by=by, at=at)
        if found is None:
            raise NotFound("no_held")
        enforce(why_not_drop_held(floor.standing, author_id=found.author_id, state=found.state))
        found.delete()
        return floor.debate


def _why_not_resend(floor: Floor, held: HeldClaim) -> Refusal | None:
    return why_not_resend_held(
        floor.standing,
        held.parent,
        Relation(held.relation),
        author_id=held.author_id,
        state=held.state,
    )


def _judge(
    held: str,
    kind: ActKind,
    state: HeldState,
    reason: str,
    note: str,
    *,
    by: Viewer,
    at: datetime | None,
) -> Act | None:
    why = read_reason(reason)
    said = read_note(note, needed=kind == ActKind.RETURNED)
    with transaction.atomic():
        floor, found = _take(held, by=by, at=at)
        if found is None:
            _approved_already(held, floor)
            raise Conflict("held_is_approved")
        _enforce_judging(floor, found)
        assert by
        if found.state == state:
            return None
        if found.state == HeldState.REMOVED:
            raise Conflict("held_is_removed")
        found.state, found.judged_at = state, floor.at
        found.save(update_fields=["state", "judged_at"])
        return keep_act(floor, Deed(kind, why, found.author_id, held=found, note=said), by=by)


def _take(held: str, *, by: Viewer, at: datetime | None) -> tuple[Floor, HeldClaim | None]:
    """The floor of the debate of a held claim, locked, and the claim as it is now.

    None where it became part of the debate meanwhile. Raises NotFound.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_PEOPLE, {"key": held, "by": by.pk if by else None})
    debate = _debate_of(held)
    if debate is None:
        raise NotFound("no_held")
    floor = take_floor(debate, by=by, at=at)
    lock_debate(floor)
    found = (
        HeldClaim.objects.select_for_update(of=("self",))
        .select_related("parent", "author")
        .filter(key=held, debate=floor.debate)
        .first()
    )
    return floor, found


def _debate_of(held: str) -> str | None:
    """The key of the debate in which a claim is held, or in which it was approved."""
    for kept in (HeldClaim, Claim):
        found = kept.objects.filter(key=held).values_list("debate__key", flat=True).first()
        if found:
            return str(found)
    return None


def _approved_already(held: str, floor: Floor) -> Claim:
    claim = Claim.objects.filter(key=held, debate=floor.debate).first()
    if claim is None:
        raise NotFound("no_held")
    enforce(why_not_judge_held(floor.standing, claim.author_id))
    return claim


def _enforce_judging(floor: Floor, held: HeldClaim) -> None:
    enforce(why_not_see_held(floor.standing, held.author_id))
    enforce(why_not_judge_held(floor.standing, held.author_id))


def _cited(held: HeldClaim) -> list[Cited]:
    return [Cited(title, url) for title, url in held.sources]
