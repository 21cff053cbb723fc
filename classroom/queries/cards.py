"""Judging claims one at a time: which one comes next for a student."""

from __future__ import annotations

from dataclasses import dataclass

from classroom.logic.spread import spread
from classroom.queries.student import Desk
from debate.enums import ClaimKind, Relation
from debate.models import Vote
from debate.queries.rows import ClaimRow


@dataclass(frozen=True, slots=True)
class Deck:
    """The claims that a student may judge, one of them on top.

    `number` is its place among `size`; None where all are judged or there is none. `voted` is how
    many of them they have judged. `last` is what they judged or passed over just before.
    """

    card: ClaimRow | None
    number: int
    size: int
    voted: int
    last: ClaimRow | None


def read_deck(desk: Desk, *, after: str = "", wanted: str = "") -> Deck:
    """The next claim to judge: the one that is `wanted` again, else the next behind `after`.

    Each student has an order of their own. Their own claims and questions are not among them, nor
    is the thesis: where they stand on that they say apart. Queries: 3.
    """
    tree = desk.tree
    places = _to_judge(desk)
    order = spread(places, seed=desk.seat.key)
    judged = _judged(desk)
    start = order.index(after) + 1 if after in places else 0
    ahead = [*order[start:], *order[:start]]
    unjudged = [key for key in ahead if key not in judged]
    card = wanted if wanted in places else next(iter(unjudged), None)
    if card == after and len(unjudged) > 1 and not wanted:
        card = unjudged[1]
    shown = [key for key in dict.fromkeys([card, after]) if key in places]
    rows = desk.rows(places[key] for key in shown)
    row_of = {key: rows.row(tree.bones[places[key]].id) for key in shown}
    return Deck(
        card=row_of[card] if card else None,
        number=order.index(card) + 1 if card else 0,
        size=len(order),
        voted=len(judged.intersection(order)),
        last=row_of.get(after) if after != card else None,
    )


def count_unjudged(desk: Desk) -> int:
    """How many claims a student may judge and has not judged yet. Queries: 1."""
    return len(_to_judge(desk).keys() - _judged(desk))


def _to_judge(desk: Desk) -> dict[str, int]:
    """The places of the claims that a student may judge, by key."""
    tree = desk.tree
    return {
        bone.key: place
        for place, bone in enumerate(tree.bones)
        if tree.is_live(place)
        and not desk.own(place)
        and bone.kind != ClaimKind.THESIS
        and bone.relation != Relation.QUESTION
    }


def _judged(desk: Desk) -> set[str]:
    votes = Vote.objects.filter(person=desk.person_id, debate=desk.debate.debate)
    return set(votes.values_list("claim__key", flat=True))
