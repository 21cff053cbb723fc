"""Stating a claim in answer to another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Conflict, Invalid
from accounts.keys import new_key
from debate.actions.floor import Floor, find_claim, lock_debate, record, take_floor_of_claim
from debate.actions.wording import Cited, Wording, keep_revision, read_wording, says_the_same
from debate.enums import ChangeKind, ClaimKind, ClaimState, HeldState, Relation
from debate.limits import HELD_MAX, PATH_LABEL_CHARS
from debate.logic.ranking import best
from debate.models import Claim, HeldClaim, Passage, Tally
from debate.policies.claim import why_not_reply
from debate.policies.moderation import is_held
from debate.policies.standing import enforce
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from accounts.models import User
    from debate.policies.visitor import Viewer


def post_reply(  # noqa: PLR0913  each of them is a part of the claim
    *,
    parent: str,
    relation: str,
    text: str,
    details: str = "",
    sources: Iterable[Cited] = (),
    parent_revision: int | None = None,
    via: str = "",
    by: Viewer,
    at: datetime | None = None,
) -> Claim | HeldClaim:
    """State a claim that supports, rebuts, undercuts or questions another.

    `parent_revision` is the wording that the person was reading; the newest one if not given.
    `via` is the name of the token by which a program posts it for them.
    Saying the same twice, as a form sent twice does, is harmless: it answers the claim there is.
    Where newcomers are held the claim of one waits, as a HeldClaim, until somebody who keeps order
    approves it; nothing else follows from it.

    Raises NotFound, NotSignedIn, NotAllowed, NotOpen, Conflict (the claim is gone, the thread too
    deep, too many claims wait) and Invalid (relation, text, details, sources). Queries: 10, 11 with
    sources. Effects: a Change; the debate is marked for the worker.
    """
    wording = read_wording(text, details=details, sources=sources)
    bears = read_relation(relation)
    with transaction.atomic():
        floor = take_floor_of_claim(parent, by=by, at=at)
        lock_debate(floor)
        answered = find_claim(parent, floor)
        enforce(why_not_reply(floor.standing, answered, bears))
        assert by
        read = _revision_read(parent_revision, answered)
        said = _said_already(answered, bears, wording, by)
        if said is None and _is_held(floor, by):
            return hold_claim(
                floor, wording, relation=bears, parent=answered, read=read, via=via, by=by
            )
        return said or add_claim(
            floor,
            wording,
            kind=ClaimKind.REPLY,
            relation=bears,
            parent=answered,
            parent_revision=read,
            via=via,
            by=by,
        )


def add_claim(  # noqa: PLR0913  each of them is a part of the claim
    floor: Floor,
    wording: Wording,
    *,
    kind: ClaimKind,
    by: User,
    relation: Relation | None = None,
    parent: Claim | None = None,
    parent_revision: int | None = None,
    passage: Passage | None = None,
    via: str = "",
    key: str = "",
) -> Claim:
    """Add a claim to a debate whose row is locked, with its first revision, tally and Change.

    A question has no tally: it takes no vote. A claim's place in the thread is the number of its
    Change, so that places follow time. It gets a new `key`, unless it had one while it was held.
    """
    label = f"{floor.debate.last_seq + 1:0{PATH_LABEL_CHARS}x}"
    claim = Claim(
        key=key or new_key(),
        debate=floor.debate,
        kind=kind,
        relation=relation,
        parent=parent,
        parent_bears_as=parent.bears_as if parent else None,
        parent_revision=parent_revision if parent else None,
        depth=parent.depth + 1 if parent else 0,
        path=f"{parent.path}.{label}" if parent else label,
        passage=passage,
        via=via,
        author=by,
        language=floor.debate.language,
        created_at=floor.at,
    )
    wording.copied_to(claim)
    claim.save(force_insert=True)
    keep_revision(claim, wording, by=by, at=floor.at)
    if relation != Relation.QUESTION:
        Tally.objects.create(claim=claim, debate=floor.debate, best=best(0, 0))
    record(floor, ChangeKind.STATED, claim=claim, by=by, revision=claim.revision)
    mark_dirty_on_commit(floor.debate.pk)
    return claim


def hold_claim(
    floor: Floor,
    wording: Wording,
    *,
    relation: Relation,
    parent: Claim,
    read: int,
    via: str,
    by: User,
) -> HeldClaim:
    """Keep a newcomer's claim until somebody approves it; the same one only once.

    Raises Conflict when too many of theirs wait. Queries: 2.
    """
    waiting = list(
        HeldClaim.objects.filter(debate=floor.debate, author=by, state=HeldState.WAITING)
    )
    held = HeldClaim(
        debate=floor.debate,
        parent=parent,
        parent_revision=read,
        relation=relation,
        via=via,
        author=by,
        at=floor.at,
    )
    keep_wording(held, wording)
    for other in waiting:
        if _content(other) == _content(held):
            return other
    if len(waiting) >= HELD_MAX:
        raise Conflict("too_many_held", most=HELD_MAX)
    held.save(force_insert=True)
    return held


def keep_wording(held: HeldClaim, wording: Wording) -> None:
    """Put a wording on a claim that is held, unsaved."""
    held.text = wording.text
    held.details = wording.details
    held.sources = [[cited.title, cited.url] for cited in wording.sources]


def _content(held: HeldClaim) -> tuple[object, ...]:
    return held.parent_id, held.relation, held.text, held.details, held.sources


def _is_held(floor: Floor, by: User) -> bool:
    """Whether what a person says here waits: until one of their claims has stood here."""
    if not is_held(floor.standing, approved_before=False):
        return False
    stood = Claim.objects.filter(debate=floor.debate, author=by).exclude(state=ClaimState.HIDDEN)
    return is_held(floor.standing, approved_before=stood.exists())


def read_relation(relation: str) -> Relation:
    """The relation that a word names. Raises Invalid."""
    try:
        return Relation(relation)
    except ValueError:
        raise Invalid("choose_a_relation", field="relation") from None


def _said_already(parent: Claim, relation: Relation, wording: Wording, by: User) -> Claim | None:
    """The live claim by which this person says just this to the same claim, if there is one."""
    alike = Claim.objects.filter(
        parent=parent, author=by, relation=relation, text=wording.text, state=ClaimState.LIVE
    )
    return next((claim for claim in alike if says_the_same(claim, wording)), None)


def _revision_read(revision: int | None, claim: Claim) -> int:
    """The wording that was answered; a number that the claim never had counts as the newest."""
    return revision if revision and 1 <= revision <= claim.revision else claim.revision
