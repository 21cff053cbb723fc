"""Stating a claim in answer to another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Invalid
from debate.actions.floor import Floor, find_claim, lock_debate, record, take_floor_of_claim
from debate.actions.wording import Cited, Wording, keep_revision, read_wording, says_the_same
from debate.enums import ChangeKind, ClaimKind, ClaimState, Relation
from debate.limits import PATH_LABEL_CHARS
from debate.logic.ranking import best
from debate.models import Claim, Passage, Tally
from debate.policies.claim import why_not_reply
from debate.policies.standing import enforce
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from accounts.models import User
    from debate.policies.visitor import Viewer


def post_reply(
    *,
    parent: str,
    relation: str,
    text: str,
    details: str = "",
    sources: Iterable[Cited] = (),
    parent_revision: int | None = None,
    by: Viewer,
    at: datetime | None = None,
) -> Claim:
    """State a claim that supports, rebuts, undercuts or questions another.

    `parent_revision` is the wording that the person was reading; the newest one if not given.
    Saying the same twice, as a form sent twice does, is harmless: it answers the claim there is.

    Raises NotFound, NotSignedIn, NotAllowed, NotOpen, Conflict (the claim is gone, the thread too
    deep) and Invalid (relation, text, details, sources). Queries: 10, 11 with sources.
    Effects: a Change; the debate is marked for the worker.
    """
    wording = read_wording(text, details=details, sources=sources)
    bears = read_relation(relation)
    with transaction.atomic():
        floor = take_floor_of_claim(parent, by=by, at=at)
        lock_debate(floor)
        answered = find_claim(parent, floor)
        enforce(why_not_reply(floor.standing, answered, bears))
        assert by
        return _said_already(answered, bears, wording, by) or add_claim(
            floor,
            wording,
            kind=ClaimKind.REPLY,
            relation=bears,
            parent=answered,
            parent_revision=_revision_read(parent_revision, answered),
            by=by,
        )


def add_claim(
    floor: Floor,
    wording: Wording,
    *,
    kind: ClaimKind,
    by: User,
    relation: Relation | None = None,
    parent: Claim | None = None,
    parent_revision: int | None = None,
    passage: Passage | None = None,
) -> Claim:
    """Add a claim to a debate whose row is locked, with its first revision, tally and Change.

    A question has no tally: it takes no vote. A claim's place in the thread is the number of its
    Change, so that places follow time.
    """
    label = f"{floor.debate.last_seq + 1:0{PATH_LABEL_CHARS}x}"
    claim = Claim(
        debate=floor.debate,
        kind=kind,
        relation=relation,
        parent=parent,
        parent_bears_as=parent.bears_as if parent else None,
        parent_revision=parent_revision if parent else None,
        depth=parent.depth + 1 if parent else 0,
        path=f"{parent.path}.{label}" if parent else label,
        passage=passage,
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
