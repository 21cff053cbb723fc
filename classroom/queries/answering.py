"""Which claims a student may answer now, and which of them first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from classroom.limits import CHOICES_SHOWN
from classroom.logic.spread import Candidate, ranked
from classroom.queries.student import Desk
from debate.enums import Answerable, ClaimKind, Relation, Side
from debate.models import HeldClaim, Membership
from debate.policies.claim import relations_open_now, relations_open_to_a_reply
from debate.queries.rows import ClaimRow


@dataclass(frozen=True, slots=True)
class Answering:
    """The claim that a student answers, and others that they could answer instead.

    `claim` is None where there is nothing to answer; it is `open` while it may be answered now,
    and can be one that they began to answer when it was. `relation` is what fits their side,
    `ways` are all relations that an answer to it can have at some time.
    """

    claim: ClaimRow | None
    open: bool
    relation: Relation | None
    ways: tuple[Relation, ...]
    others: tuple[ClaimRow, ...]
    began: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a policy needs to know of a claim, as far as its place in the tree tells."""

    author_id: int
    kind: str
    bears_as: str
    state: str
    depth: int
    author_side: str | None
    created_at: datetime
    locked: bool = False


def read_answering(desk: Desk, wanted: str = "") -> Answering:
    """What somebody answers: the claim that they `wanted`, else one that they began to answer,
    else the first of those that are good for them. Queries: 4.
    """
    tree = desk.tree
    places = {bone.key: place for place, bone in enumerate(tree.bones) if tree.is_live(place)}
    sides = _sides(desk)
    offered = _offered(desk, sides)
    began = [key for key in desk.began if key in places]
    chosen = wanted if wanted in places else next(iter([*began, *offered]), None)
    shown = list(dict.fromkeys([*([chosen] if chosen else []), *offered[: 2 * CHOICES_SHOWN]]))
    rows = desk.rows(places[key] for key in dict.fromkeys([*shown, *began]))
    row_of = {key: rows.row(tree.bones[places[key]].id) for key in dict.fromkeys([*shown, *began])}
    claim = row_of[chosen] if chosen else None
    others = [row_of[key] for key in shown if key != chosen and row_of[key].may.reply]
    return Answering(
        claim=claim,
        open=claim is not None and claim.may.reply,
        relation=_fitting(desk, claim) if claim else None,
        ways=relations_open_to_a_reply(_facts(desk, places[claim.key], sides)) if claim else (),
        others=tuple(others[: CHOICES_SHOWN - 1]),
        began=tuple(row_of[key] for key in began if key != chosen),
    )


def _offered(desk: Desk, sides: Mapping[int, Side | None]) -> list[str]:
    """The keys of what may be answered now, what is best for this student first.

    What can only be questioned comes last: a phase of rebuttals does not begin with a question.
    """
    if not desk.replies or not desk.tree.bones:
        return []
    tree = desk.tree
    said = _answered(desk)
    replies, roots, only_questioned = [], [], set()
    for place, bone in enumerate(tree.bones):
        relations = _open_now(desk, place, sides) if tree.is_live(place) else ()
        if not relations:
            continue
        if relations == (Relation.QUESTION,):
            only_questioned.add(bone.key)
        if bone.kind != ClaimKind.REPLY:
            roots.append(place)
        elif not desk.own(place) and bone.id not in said:
            replies.append(place)
    seed = desk.seat.key
    first = ranked((_candidate(desk, place, sides) for place in replies), seed=seed)
    points = ranked((_candidate(desk, place, sides) for place in roots if place), seed=seed)
    thesis = [tree.bones[0].key] if 0 in roots else []
    phase = desk.clock.phase
    opening = phase is not None and phase.answer == Answerable.THESIS
    if opening and phase is not None and Relation.SUPPORT in phase.relations:
        return [*thesis, *points]
    return sorted([*first, *points, *thesis], key=lambda key: key in only_questioned)


def _candidate(desk: Desk, place: int, sides: Mapping[int, Side | None]) -> Candidate:
    tree = desk.tree
    bone, above = tree.bones[place], tree.parents[place]
    theirs = sides.get(bone.author_id)
    return Candidate(
        key=bone.key,
        to_own=above >= 0 and desk.own(above),
        other_side=desk.side is not None and theirs is not None and theirs != desk.side,
        open=not tree.opposed[place],
        replies=sum(tree.is_live(reply) for reply in tree.replies[place]),
    )


def _open_now(desk: Desk, place: int, sides: Mapping[int, Side | None]) -> tuple[Relation, ...]:
    """In which ways this student may answer a claim at this moment."""
    return relations_open_now(desk.debate.standing, _facts(desk, place, sides))


def _facts(desk: Desk, place: int, sides: Mapping[int, Side | None]) -> _Facts:
    bone = desk.tree.bones[place]
    return _Facts(
        author_id=bone.author_id,
        kind=bone.kind,
        bears_as=bone.relation or ClaimKind.THESIS,
        state=bone.state,
        depth=len(desk.tree.lineage(place)) - 1,
        author_side=sides.get(bone.author_id),
        created_at=desk.access.at,
    )


def _fitting(desk: Desk, claim: ClaimRow) -> Relation | None:
    """The relation that a student's side asks for, where only one can be meant."""
    if claim.kind == ClaimKind.THESIS and desk.side is not None:
        meant = Relation.SUPPORT if desk.side == Side.FOR else Relation.REBUT
        return meant if meant in claim.may.reply_as else None
    return claim.may.reply_as[0] if len(claim.may.reply_as) == 1 else None


def _answered(desk: Desk) -> set[int]:
    """The numbers of claims that this student has answered, or waits to have answered."""
    held = HeldClaim.objects.filter(debate=desk.debate.debate, author=desk.person_id)
    waiting = {parent for parent in held.values_list("parent", flat=True) if parent is not None}
    tree = desk.tree
    return waiting | {
        tree.bones[tree.parents[place]].id
        for place in range(1, len(tree.bones))
        if desk.own(place) and tree.is_live(place) and tree.parents[place] >= 0
    }


def _sides(desk: Desk) -> dict[int, Side | None]:
    """The side of everybody in the debate, by person. Queries: 1."""
    members = Membership.objects.filter(debate=desk.debate.debate)
    return {
        person: Side(side) if side else None
        for person, side in members.values_list("person", "side")
    }
