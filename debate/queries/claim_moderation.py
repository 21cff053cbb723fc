"""One claim for whoever keeps order: what can be done with it, and what was hidden of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Subquery

from accounts.errors import NotAllowed, NotFound
from debate.enums import Action, ActKind, ClaimKind, ClaimState, Reason, Relation
from debate.models import Act, Claim, Vote
from debate.policies.claim import relations_open_to_a_reply
from debate.policies.moderation import (
    why_not_hide,
    why_not_lock,
    why_not_move,
    why_not_relate,
    why_not_restore,
)
from debate.policies.standing import enforce, why_not
from debate.queries.access import Access, ClaimPlace, is_within, open_claim
from debate.queries.claim_rows import Body, byline, claim_row, read_bodies
from debate.queries.debate import open_head
from debate.queries.rows import ClaimRow, DebateHead, Removal

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

HIDE, RESTORE, RELATE, MOVE, LOCK, UNLOCK = (
    "hide", "restore", "relate", "move", "lock", "unlock",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimToModerate:
    """A claim with its words, though it be hidden, and the deeds that are open to the viewer.

    `relations` are those that it could have instead; `locked_above` that a claim above it has a
    lock, which stays whatever is done to this one.
    """

    claim: ClaimRow
    parent: ClaimRow | None
    deeds: tuple[str, ...]
    relations: tuple[Relation, ...]
    locked_above: bool
    removal: Removal | None


@dataclass(frozen=True, slots=True)
class ClaimToRelate:
    """One's own claim, and how it could bear instead on what it answers."""

    claim: ClaimRow
    parent: ClaimRow
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class DebateToFreeze:
    """A debate, and whether it is frozen now."""

    head: DebateHead
    frozen: bool


@dataclass(frozen=True, slots=True)
class _Facts:
    access: Access
    place: ClaimPlace
    body: Body
    parent: Body | None
    locked_here: bool
    answered: bool
    judged: bool

    def relations(self, *, as_author: bool) -> tuple[Relation, ...]:
        if self.parent is None:
            return ()
        return tuple(
            relation
            for relation in relations_open_to_a_reply(self.parent)
            if relation != self.place.bears_as
            and why_not_relate(
                self.access.standing,
                self.place,
                relation,
                parent=self.parent,
                answered=self.answered,
                judged=self.judged,
                as_author=as_author,
            )
            is None
        )

    def row(self, body: Body) -> ClaimRow:
        return claim_row(self.access, body, below={}, my_vote=None)


def read_claim_to_moderate(key: str, viewer: Viewer) -> ClaimToModerate:
    """One claim and what the viewer may do to it.

    Raises NotFound, and what the permission table says to whoever keeps no order there.
    Queries: 3; 4 for a hidden claim.
    """
    access, place = open_claim(key, viewer)
    enforce(why_not(access.standing, Action.RELATE))
    facts = _read_facts(access, place)
    return ClaimToModerate(
        claim=_with_words(facts),
        parent=facts.row(facts.parent) if facts.parent else None,
        deeds=_deeds(facts),
        relations=facts.relations(as_author=False),
        locked_above=facts.parent is not None and facts.parent.locked,
        removal=read_removal(access, place),
    )


def read_claim_to_relate(key: str, viewer: Viewer) -> ClaimToRelate:
    """One's own claim, for the form that changes how it bears.

    Raises NotFound and what `why_not_relate` answers to its author. Queries: 3.
    """
    access, place = open_claim(key, viewer)
    facts = _read_facts(access, place)
    enforce(
        why_not_relate(
            access.standing,
            place,
            Relation(facts.body.relation or Relation.SUPPORT),
            parent=facts.parent,
            answered=facts.answered,
            judged=facts.judged,
            as_author=True,
        )
    )
    if facts.parent is None:
        raise NotAllowed("relation_is_fixed")
    return ClaimToRelate(
        facts.row(facts.body), facts.row(facts.parent), facts.relations(as_author=True)
    )


def read_target(key: str, viewer: Viewer, *, moving: str) -> ClaimRow:
    """The claim `key` of the same debate, as that under which the claim `moving` is to hang.

    Raises NotFound, and why it cannot hang there, as far as the two alone tell: how deep the branch
    would reach is asked when it is done. Queries: 3.
    """
    access, place = open_claim(key, viewer)
    found = read_bodies(access, [place.id])[place.id]
    claim = Claim.objects.filter(debate=access.debate, key=moving).first()
    if claim is None:
        raise NotFound("no_claim")
    within = is_within(place.path, claim.path)
    enforce(why_not_move(access.standing, claim, place, within=within, levels=1))
    return claim_row(access, found, below={}, my_vote=None)


def read_debate_to_freeze(key: str, viewer: Viewer) -> DebateToFreeze:
    """A debate, for the form that freezes it or lets it go on.

    Raises NotFound, and what the permission table says to whoever may not. Queries: 2.
    """
    access, head = open_head(key, viewer)
    enforce(why_not(access.standing, Action.FREEZE))
    return DebateToFreeze(head, access.standing.rules.frozen)


def read_removal(access: Access, place: ClaimPlace) -> Removal | None:
    """What was hidden and why, for its author and whoever keeps order. Queries: 1; else none."""
    if place.state != ClaimState.HIDDEN:
        return None
    mine = place.author_id == access.viewer_id
    if not mine and why_not(access.standing, Action.SEE_QUEUE):
        return None
    act = Act.objects.filter(claim_key=OuterRef("key"), kind=ActKind.HIDDEN).order_by("-id")
    claim = (
        Claim.objects.filter(pk=place.id)
        .annotate(
            act_key=Subquery(act.values("key")[:1]),
            reason=Subquery(act.values("reason")[:1]),
            hidden_at=Subquery(act.values("at")[:1]),
        )
        .get()
    )
    return Removal(
        text=claim.text,
        details_html=claim.details_html,
        language=claim.language,
        mine=mine,
        act_key=claim.act_key,
        reason=Reason(claim.reason) if claim.reason else None,
        at=claim.hidden_at,
    )


def _read_facts(access: Access, place: ClaimPlace) -> _Facts:
    found = (
        Claim.objects.filter(pk=place.id)
        .annotate(
            answered=Exists(Claim.objects.filter(parent=OuterRef("pk"))),
            judged=Exists(Vote.objects.filter(claim=OuterRef("pk"))),
        )
        .values_list("parent_id", "locked_here", "answered", "judged")
        .get()
    )
    parent_id, locked_here, answered, judged = found
    bodies = read_bodies(access, [place.id, *([parent_id] if parent_id else [])])
    return _Facts(
        access=access,
        place=place,
        body=bodies[place.id],
        parent=bodies.get(parent_id) if parent_id else None,
        locked_here=locked_here,
        answered=answered,
        judged=judged,
    )


def _deeds(facts: _Facts) -> tuple[str, ...]:
    standing, claim = facts.access.standing, facts.place
    movable = claim.state == ClaimState.LIVE and claim.kind != ClaimKind.THESIS
    open_deeds = {
        HIDE: why_not_hide(standing, claim) is None,
        RESTORE: why_not_restore(standing, claim) is None,
        RELATE: bool(facts.relations(as_author=False)),
        MOVE: movable and why_not(standing, Action.MOVE, author_id=claim.author_id) is None,
        LOCK: not facts.locked_here and why_not_lock(standing, claim) is None,
        UNLOCK: facts.locked_here and why_not_lock(standing, claim) is None,
    }
    return tuple(name for name, is_open in open_deeds.items() if is_open)


def _with_words(facts: _Facts) -> ClaimRow:
    """The claim with whose it is, also where it is hidden; its words stand in its Removal."""
    name = byline(facts.access, facts.body, via=facts.body.via)
    return replace(facts.row(facts.body), byline=name)
