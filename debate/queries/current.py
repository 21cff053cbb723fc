"""Some claims of a debate as they are now, for a page that shows them, or might, already."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.db.models import F

from accounts.errors import NotFound
from debate.enums import ClaimState, Relation
from debate.limits import PATH_LABEL_CHARS
from debate.logic.thread import AFTER_ALL
from debate.models import Claim
from debate.queries.access import Access, access_to, seen_debates, shown_claims, shown_ids
from debate.queries.claim_rows import Body, claim_row, read_bodies, read_own_votes
from debate.queries.debate import claims_counted, positions_shown
from debate.queries.rows import ClaimRow, PositionRow, ThreadNode

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

# One range of the index on paths for each of the claims; "/" follows "." in their collation.
_BELOW = """
SELECT top.id, below.relation, count(*),
       count(*) FILTER (WHERE right(below.path, %(label)s) > %(read_to)s
                          AND below.author_id <> %(person)s)
  FROM debate_claim AS top
  JOIN debate_claim AS below
    ON below.debate_id = top.debate_id AND below.state = 'live'
   AND below.path > top.path AND below.path < top.path || '/'
 WHERE top.debate_id = %(debate)s AND top.id = ANY(%(ids)s)
   AND (%(shown)s::bigint[] IS NULL OR below.id = ANY(%(shown)s))
 GROUP BY top.id, below.relation
"""


class Asked(NamedTuple):
    """The keys of claims that a page asks for, by what it has to know of them.

    `shown` stand on it, of `counted` ones it shows how much hangs below, and `arrived` ones were
    stated while it was open.
    """

    shown: Sequence[str] = ()
    counted: Sequence[str] = ()
    arrived: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class CurrentClaim:
    """A claim that stands on the page; `answers`: it hangs below a question."""

    claim: ClaimRow
    answers: bool


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What arrived below one claim, in the order of time: `new` of them are others' claims.

    `nodes` are those that answer it themselves, with what answers them in turn. What hangs below
    the claim is counted where it was asked for; `answers`: it is a question.
    """

    parent_key: str
    nodes: tuple[ThreadNode, ...]
    keys: tuple[str, ...]
    new: int
    answers: bool


@dataclass(frozen=True, slots=True)
class CurrentClaims:
    """How some claims are now, how much hangs below some, what arrived; and the debate's size."""

    debate_key: str
    shown: tuple[CurrentClaim, ...]
    counted: tuple[ClaimRow, ...]
    arrivals: tuple[Arrivals, ...]
    claims: int
    position: PositionRow


class _Bone(NamedTuple):
    id: int
    key: str
    parent_key: str | None
    parent_relation: str | None


def read_current_claims(debate: str, viewer: Viewer, asked: Asked) -> CurrentClaims:
    """The claims that a page asks for; those that are not of the debate, or not shown
    to the viewer yet, are left out.

    Raises NotFound where the debate may not be seen. Queries: 5; 4 for nobody.
    """
    found = seen_debates(viewer).select_related("tally").filter(key=debate).first()
    if found is None:
        raise NotFound("no_debate")
    access = access_to(found, viewer)
    bones = _read_bones(access, asked)
    bodies = read_bodies(access, [bone.id for bone in bones.values()])
    votes = read_own_votes(access, bodies)
    counted = [bones[key].id for key in asked.counted if key in bones]
    below, new = _count_below(access, counted)

    def row(key: str) -> ClaimRow:
        claim = bones[key].id
        return claim_row(
            access,
            bodies[claim],
            below=below.get(claim, {}),
            new_below=new[claim],
            my_vote=votes.get(claim),
        )

    told = [key for key, bone in bones.items() if bone.id in bodies]
    return CurrentClaims(
        debate_key=access.debate.key,
        shown=tuple(
            CurrentClaim(row(key), bones[key].parent_relation == Relation.QUESTION)
            for key in asked.shown
            if key in told
        ),
        counted=tuple(row(key) for key in asked.counted if key in told),
        arrivals=_arrivals(
            {key: row(key) for key in told if key in set(asked.arrived)}, bones, bodies
        ),
        claims=claims_counted(access),
        position=positions_shown(access),
    )


def _read_bones(access: Access, asked: Asked) -> dict[str, _Bone]:
    named = {*asked.shown, *asked.counted, *asked.arrived}
    found = Claim.objects.filter(
        shown_claims(access), debate=access.debate, key__in=named
    ).order_by("path")
    facts = found.values_list("id", "key", F("parent__key"), F("parent__relation"))
    return {key: _Bone(id_, key, parent, relation) for id_, key, parent, relation in facts}


def _count_below(
    access: Access, ids: Sequence[int]
) -> tuple[Mapping[int, Mapping[Relation, int]], Counter[int]]:
    """How many live claims hang below some, by relation, and how many are new. Queries: 1."""
    read_to = access.reader.read_to if access.reader else AFTER_ALL
    live: dict[int, dict[Relation, int]] = defaultdict(dict)
    new: Counter[int] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(
            _BELOW,
            {
                "debate": access.debate.pk,
                "ids": list(ids),
                "shown": shown_ids(access),
                "label": PATH_LABEL_CHARS,
                "read_to": read_to,
                "person": access.viewer_id or 0,
            },
        )
        for claim, relation, n, n_new in cursor.fetchall():
            live[claim][Relation(relation)] = n
            new[claim] += n_new
    return live, new


def _arrivals(
    rows: Mapping[str, ClaimRow], bones: Mapping[str, _Bone], bodies: Mapping[int, Body]
) -> tuple[Arrivals, ...]:
    """What arrived, below the claims that were there before, in the order of these."""
    live = {
        key: replace(claim, new=not claim.mine)
        for key, claim in rows.items()
        if claim.state == ClaimState.LIVE and bones[key].parent_key is not None
    }
    answered: dict[str, list[str]] = defaultdict(list)
    for key in sorted(live, key=lambda key: bones[key].id):
        answered[bones[key].parent_key or ""].append(key)

    def nodes(parent: str) -> tuple[ThreadNode, ...]:
        return tuple(ThreadNode(live[key], nodes(key)) for key in answered.get(parent, ()))

    def keys(parent: str) -> list[str]:
        return [each for key in answered.get(parent, ()) for each in (key, *keys(key))]

    return tuple(
        Arrivals(
            parent_key=parent,
            nodes=nodes(parent),
            keys=tuple(keys(parent)),
            new=sum(live[key].new for key in keys(parent)),
            answers=bones[first].parent_relation == Relation.QUESTION,
        )
        for parent, (first, *_) in answered.items()
        if parent not in live
    )
