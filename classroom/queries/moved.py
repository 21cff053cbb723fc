"""What may have changed a student's view: the claims that they dealt with, to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from classroom.limits import MOVED_CHOICES_SHOWN
from classroom.logic.spread import spread
from classroom.queries.student import Desk
from debate.enums import ClaimKind, Permission, VoteValue
from debate.models import Vote
from debate.queries.delta import list_own_deltas
from debate.queries.rows import ClaimRow


@dataclass(frozen=True, slots=True)
class Moved:
    """Claims to choose from; `chosen` is the key of the one they named, with the `reason`."""

    choices: tuple[ClaimRow, ...]
    chosen: str
    reason: str


NOTHING = Moved((), "", "")


def read_moved(desk: Desk) -> Moved:
    """What somebody may name, and what they named: NOTHING where that is not asked.

    First what they named, then what convinced them, what answered them and what they answered; at
    the end of a session, where that is little, some others besides. Queries: 4; 0 where positions
    are not taken now.
    """
    if Permission.POSITION not in desk.allow:
        return NOTHING
    tree = desk.tree
    places = {
        bone.id: place
        for place, bone in enumerate(tree.bones)
        if bone.kind != ClaimKind.THESIS and tree.is_live(place) and not desk.own(place)
    }
    deltas = list_own_deltas(desk.debate)
    convinced = Vote.objects.filter(
        person=desk.person_id, debate=desk.debate.debate, value=VoteValue.CONVINCING
    ).order_by("-cast_at")
    dealt = [
        *(delta.claim_id for delta in deltas),
        *convinced.values_list("claim", flat=True),
        *(tree.bones[place].id for place in _around_own(desk)),
    ]
    if desk.clock.phase is not None and desk.clock.next is None and desk.clock.previous:
        keys = {tree.bones[place].key: claim for claim, place in places.items()}
        dealt += [keys[key] for key in spread(keys, seed=desk.seat.key)]
    shown = [claim for claim in dict.fromkeys(dealt) if claim in places][:MOVED_CHOICES_SHOWN]
    rows = desk.rows(places[claim] for claim in shown)
    named = deltas[0] if deltas and deltas[0].claim_id in places else None
    return Moved(
        choices=tuple(rows.row(claim) for claim in shown),
        chosen=tree.bones[places[named.claim_id]].key if named else "",
        reason=named.reason if named else "",
    )


def _around_own(desk: Desk) -> list[int]:
    """What answers this student's claims, then what their claims answer, the newest first."""
    tree = desk.tree
    own = [place for place in range(1, len(tree.bones)) if desk.own(place) and tree.is_live(place)]
    answers = [reply for place in own for reply in tree.replies[place]]
    answered = [tree.parents[place] for place in own]
    return [*sorted(answers, reverse=True), *sorted(answered, reverse=True)]
