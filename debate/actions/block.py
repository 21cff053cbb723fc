"""Shutting somebody out of one debate, and letting them in again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import PersonKind
from accounts.errors import Invalid, NotFound
from accounts.models import User
from debate.actions.act import Deed, keep_act, read_note, read_reason
from debate.actions.floor import Floor, find_claim, lock_debate, take_floor_to_change_rules
from debate.enums import Action, ActKind, Capacity, Role
from debate.models import Act, Block, Membership
from debate.policies.moderation import why_not_block
from debate.policies.standing import KEEPS_ORDER_ON_SITE, Seat, enforce, standing_in, why_not

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def block_person(
    *,
    debate: str,
    reason: str,
    claim: str = "",
    handle: str = "",
    note: str = "",
    by: Viewer,
    at: datetime | None = None,
) -> Act | None:
    """Let a person add nothing to a debate any more: the author of a claim, or who has a handle.

    Whoever goes by a pseudonym in the debate is found by a claim of theirs alone: a handle would
    tell who they are. What they wrote stays, and so does their seat. The rules are held alone: what
    they are just writing is written before, and nothing of theirs after.

    Blocking twice is harmless and answers None. Raises NotFound, NotSignedIn, NotAllowed (oneself,
    somebody who keeps order), NotOpen (a draft) and Invalid. Effects: an act, its Change.
    """
    why, said = read_reason(reason), read_note(note)
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    enforce(why_not(floor.standing, Action.BLOCK))
    assert by
    lock_debate(floor)
    subject = _author(floor, claim) if claim else _named(floor, handle)
    enforce(why_not_block(floor.standing, subject.pk, _capacity(floor, subject)))
    _block, new = Block.objects.get_or_create(
        debate=floor.debate, person=subject, defaults={"at": floor.at}
    )
    if not new:
        return None
    # Without the claim: who was blocked is theirs to tell, and a claim has a name below it.
    return keep_act(floor, Deed(ActKind.BLOCKED, why, subject.pk, note=said), by=by)


@transaction.atomic
def unblock_person(
    *, act: str, reason: str, note: str = "", by: Viewer, at: datetime | None = None
) -> Act | None:
    """Let whom an act blocked add to the debate again.

    By the act and not by the person, whom a pseudonym may hide. Saying it twice is harmless and
    answers None. Raises NotFound, NotSignedIn, NotAllowed and Invalid. Effects: an act, its Change.
    """
    why, said = read_reason(reason), read_note(note)
    done = Act.objects.filter(key=act, kind=ActKind.BLOCKED).first()
    if done is None or done.debate_key is None:
        raise NotFound("no_act")
    floor = take_floor_to_change_rules(done.debate_key, by=by, at=at)
    enforce(why_not(floor.standing, Action.BLOCK, author_id=done.subject_number))
    assert by
    lock_debate(floor)
    if not end_block(floor, done.subject_number):
        return None
    deed = Deed(ActKind.UNBLOCKED, why, done.subject_number, note=said, about=done.key)
    return keep_act(floor, deed, by=by)


def end_block(floor: Floor, person_id: int | None) -> bool:
    """Take a block away; whether there was one. The rules have to be held alone. Queries: 1."""
    removed, _ = Block.objects.filter(debate=floor.debate, person_id=person_id).delete()
    return bool(removed)


def _author(floor: Floor, claim: str) -> User:
    return User.objects.get(pk=find_claim(claim, floor).author_id)


def _named(floor: Floor, handle: str) -> User:
    """Whoever has a handle, unless they go by a pseudonym here: the answer is the same as if nobody
    had it, for it must not tell that either."""
    typed = handle.strip().removeprefix("@").lower()
    if not typed.isprintable():
        raise Invalid("nobody_by_that_handle", field="handle")
    hidden = Membership.objects.filter(debate=floor.debate).exclude(byline="")
    found = (
        User.objects.filter(handle=typed, kind=PersonKind.PERSON, is_active=True)
        .exclude(pk__in=hidden.values("person"))
        .first()
    )
    if found is None:
        raise Invalid("nobody_by_that_handle", field="handle")
    return found


def _capacity(floor: Floor, subject: User) -> Capacity:
    """As what somebody would act here, whether or not they are shut out just now."""
    seat = Membership.objects.filter(debate=floor.debate, person=subject).first()
    role = Role(seat.role) if seat and seat.role else None
    staff = subject.role in KEEPS_ORDER_ON_SITE
    standing = standing_in(
        floor.debate,
        person=subject,
        seat=Seat(role=role, staff=staff),
        rules=floor.standing.rules,
    )
    return standing.capacity
