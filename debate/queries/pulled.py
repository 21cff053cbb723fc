"""A whole thread, or a branch of it, as a program pulls it: every claim in one statement."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection, transaction

from debate.enums import ClaimState, Sort
from debate.logic.thread import Bone, Tree, in_order
from debate.policies.blind import Sees
from debate.queries.access import Access, ClaimPlace, open_claim, open_debate, shown_ids
from debate.queries.blind import lot
from debate.queries.claim_rows import name_shown
from debate.queries.cursor import write_reply_cursor
from debate.queries.rows import Byline

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

ROWS_AT_ONCE = 500  # held in memory, of however many a stream has
BOTTOM = 32_767  # deeper than any claim
BY_TIME = (Sort.OLDEST, Sort.NEWEST)  # orders that need not know what hangs below a claim


class PulledClaim(NamedTuple):
    """A claim as everybody who sees the debate may see it; one that is gone has no words."""

    id: int
    key: str
    parent_id: int | None
    parent_key: str | None
    parent_revision: int | None
    path: str
    depth: int
    kind: str
    relation: str | None
    state: str
    text: str
    details_html: str
    language: str
    author_id: int
    author_name: str
    author_key: str | None
    pseudonym: str | None
    created_at: datetime
    edited_at: datetime | None
    revision: int
    passage_key: str | None
    answered: bool | None
    locked: bool
    via: str
    up: int | None
    down: int | None
    unsure: int | None
    best: float | None
    replies: int  # direct ones, where they are left out for being too deep; else 0
    debate_id: int
    seq: int


@dataclass(frozen=True, slots=True)
class Rest:
    """The direct replies of a claim that were left out, and the cursor where they begin.

    Without a cursor they begin with the first.
    """

    count: int
    cursor: str | None = None


# Every claim, those that are gone too: a copy has to know what became of what it holds. The number
# of the last Change comes with the rows, so that both are of one moment.
_PULLED = """
SELECT claim.id, claim.key, claim.parent_id, parent.key, claim.parent_revision, claim.path,
       claim.depth, claim.kind, claim.relation, claim.state,
       CASE WHEN claim.state = 'live' AND claim.depth <= %(deepest)s THEN claim.text ELSE '' END,
       CASE WHEN claim.state = 'live' AND claim.depth <= %(deepest)s
            THEN claim.details_html ELSE '' END,
       claim.language, claim.author_id, author.display_name,
       CASE WHEN author.kind = 'person' AND author.is_active THEN author.key END,
       seat.byline, claim.created_at,
       CASE WHEN claim.state = 'live' THEN claim.edited_at END,
       claim.revision, passage.key,
       CASE WHEN claim.relation = 'question' THEN EXISTS (
           SELECT FROM debate_claim AS answer
            WHERE answer.parent_id = claim.id
              AND answer.relation = 'support' AND answer.state = 'live'
              AND (%(shown)s::bigint[] IS NULL OR answer.id = ANY(%(shown)s))
       ) END,
       claim.locked, claim.via, tally.up, tally.down, tally.unsure, tally.best,
       CASE WHEN claim.depth = %(deepest)s THEN (
           SELECT count(*) FROM debate_claim AS reply
            WHERE reply.parent_id = claim.id
              AND (%(shown)s::bigint[] IS NULL OR reply.id = ANY(%(shown)s))
       ) ELSE 0 END,
       claim.debate_id, (SELECT last_seq FROM debate_debate WHERE id = %(debate)s)
  FROM debate_claim AS claim
  JOIN accounts_user AS author ON author.id = claim.author_id
  LEFT JOIN debate_membership AS seat
    ON seat.debate_id = claim.debate_id AND seat.person_id = claim.author_id
  LEFT JOIN debate_passage AS passage ON passage.id = claim.passage_id
  LEFT JOIN debate_tally AS tally ON tally.claim_id = claim.id
  LEFT JOIN debate_claim AS parent ON parent.id = claim.parent_id
 WHERE {which}
   AND (%(shown)s::bigint[] IS NULL OR claim.id = ANY(%(shown)s))
 ORDER BY claim.debate_id, claim.path
"""
_COUNTED = """
SELECT count(*) FROM debate_claim AS claim
 WHERE {which}
   AND (%(shown)s::bigint[] IS NULL OR claim.id = ANY(%(shown)s))
"""
_BRANCH = """
       claim.debate_id = %(debate)s
   AND claim.path >= %(from)s AND claim.path < %(until)s AND claim.depth <= %(read_to)s
"""
# Each by an index of its own, so that a few of many thousands cost as much as a few; put together
# before the rest is looked at, or the planner reads the whole table. Of branches within each other
# the topmost has them all ("/" follows "." in the collation).
_CHOSEN = """
       claim.id = ANY(ARRAY(
           SELECT id FROM debate_claim
            WHERE key = ANY(%(keys)s) AND debate_id = ANY(%(debates)s)
           UNION
           SELECT below.id
             FROM debate_claim AS top JOIN debate_claim AS below
               ON below.debate_id = top.debate_id
                  AND below.path > top.path AND below.path < top.path || '/'
            WHERE top.key = ANY(%(branches)s) AND top.debate_id = ANY(%(debates)s)
              AND NOT EXISTS (
                  SELECT FROM debate_claim AS higher
                   WHERE higher.key = ANY(%(branches)s) AND higher.debate_id = top.debate_id
                     AND top.path > higher.path AND top.path < higher.path || '/')
           UNION
           SELECT id FROM debate_claim WHERE debate_id = ANY(%(whole)s)
       ))
"""


@dataclass(frozen=True, slots=True)
class Pulled:
    """The claims of a thread in order, and how far its record went at the same moment.

    `rests` has the claims, by id, of whose replies some were left out for being too many. `read`
    is how many claims had to be read for these.
    """

    debate_key: str
    essayist_id: int | None
    claims: Sequence[PulledClaim]
    seq: int
    rests: Mapping[int, Rest] = field(default_factory=dict)
    read: int = 0

    def rest(self, claim: PulledClaim) -> Rest | None:
        """Those direct replies of a claim that are not among `claims`; None where all are."""
        if claim.replies:
            return Rest(claim.replies)
        return self.rests.get(claim.id)

    def byline(self, claim: PulledClaim) -> Byline | None:
        """The name under a claim; None where it is gone."""
        if claim.state != ClaimState.LIVE:
            return None
        return name_shown(
            claim.author_name,
            claim.author_key,
            pseudonym=claim.pseudonym,
            essayist=claim.author_id == self.essayist_id,
            via=claim.via,
        )


class Branch(NamedTuple):
    """A thread that somebody may see, or one claim of it and what hangs below."""

    access: Access
    place: ClaimPlace | None


def pull_thread(
    debate: str,
    viewer: Viewer,
    *,
    root: str | None = None,
    depth: int | None = None,
    per_level: int | None = None,
    sort: Sort = Sort.OLDEST,
) -> Pulled:
    """All claims of a debate, or one (`root`) and those below it, `depth` levels of them.

    Parents come before their replies. Within one parent the replies stand as `sort` says (in the
    order of age that is the order of their paths), and only the first `per_level` of them are told.
    Raises NotFound. Queries: 2.
    """
    branch = open_thread(debate, viewer, root=root)
    return pull_branch(branch, depth=depth, per_level=per_level, sort=sort)


def pull_branch(
    branch: Branch,
    *,
    depth: int | None = None,
    per_level: int | None = None,
    sort: Sort = Sort.OLDEST,
) -> Pulled:
    """The same of a thread that is open already. Queries: 1."""
    access, place = branch
    asked = _inputs(access, place, depth, whole=sort not in BY_TIME)
    claims = _rows(_BRANCH, asked, access)
    read = len(claims)
    seq = claims[0].seq if claims else access.seq
    rests: dict[int, Rest] = {}
    if claims and (sort != Sort.OLDEST or per_level is not None):
        bones = [_bone(access, claim) for claim in claims]
        claims, rests = _arranged(
            claims, Tree(bones), sort, per_level=per_level, deepest=asked["deepest"]
        )
    return Pulled(access.debate.key, access.essayist_id, claims, seq, rests, read)


def stream_branch(
    branch: Branch, *, depth: int | None = None
) -> tuple[Pulled, Generator[PulledClaim]]:
    """The same in the order of age, claim by claim, with a few of them in memory at a time.

    Whoever goes through them holds a connection to the database until the last, or until they are
    closed. Queries: 1, when the claims are begun with.
    """
    access, place = branch
    head = Pulled(access.debate.key, access.essayist_id, (), access.seq)
    return head, _streamed(access, place, depth)


def count_branch(branch: Branch, *, depth: int | None = None) -> int:
    """How many claims there are in it, those that are gone too. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(which=_BRANCH), _inputs(*branch, depth))
        return int(cursor.fetchone()[0])


def open_thread(debate: str, viewer: Viewer, *, root: str | None = None) -> Branch:
    """A thread, or one claim (`root`) and what hangs below it. Raises NotFound. Queries: 1."""
    if root is None:
        return Branch(open_debate(debate, viewer), None)
    return Branch(*open_claim(root, viewer, debate=debate))


def _inputs(
    access: Access, place: ClaimPlace | None, depth: int | None, *, whole: bool = False
) -> dict[str, Any]:
    """What is asked of `_BRANCH`; `whole`: what is too deep comes too, without its words.

    An order by worth needs it: a tombstone is worth what the best of its replies is.
    """
    top = place.depth if place else 0
    deepest = BOTTOM if depth is None else top + depth
    return {
        "debate": access.debate.pk,
        "from": place.path if place else "",
        "until": f"{place.path}/" if place else "g",
        "deepest": deepest,
        "read_to": BOTTOM if whole else deepest,
        "shown": shown_ids(access),
    }


def _rows(which: str, asked: Mapping[str, Any], access: Access | None) -> list[PulledClaim]:
    with connection.cursor() as cursor:
        cursor.execute(_PULLED.format(which=which), asked)
        claims = [PulledClaim._make(row) for row in cursor.fetchall()]
    return list(_seen(access, claims))


def _seen(access: Access | None, claims: Iterable[PulledClaim]) -> Iterable[PulledClaim]:
    """The same claims as far as their viewer may know what others think of them."""
    if access is None or access.sees == Sees():
        return claims
    hidden: dict[str, Any] = {"seq": access.seq}
    if not access.sees.results:
        hidden |= {"up": None, "down": None, "unsure": None, "best": None}
    return (claim._replace(**hidden) for claim in claims)


@dataclass(slots=True)
class Choice:
    """Some claims of some debates: by their keys, all that hangs below others, whole threads."""

    debates: set[int] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    branches: set[str] = field(default_factory=set)
    whole: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.keys or self.branches or self.whole)


def pull_claims(choice: Choice, *, access: Access | None = None) -> list[PulledClaim]:
    """The claims of a choice, thread by thread; without a `seq`. Queries: 1.

    With the `access` to the one debate of theirs, as far as they are shown there.
    """
    asked: dict[str, Any] = {
        "debate": None,
        "debates": list(choice.debates),
        "keys": list(choice.keys),
        "branches": list(choice.branches),
        "whole": list(choice.whole),
        "deepest": BOTTOM,
        "shown": shown_ids(access) if access else None,
    }
    return _rows(_CHOSEN, asked, access)


def _streamed(
    access: Access, place: ClaimPlace | None, depth: int | None
) -> Generator[PulledClaim]:
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_PULLED.format(which=_BRANCH), _inputs(access, place, depth))
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from _seen(access, map(PulledClaim._make, rows))


def _arranged(
    claims: Sequence[PulledClaim],
    tree: Tree,
    sort: Sort,
    *,
    per_level: int | None,
    deepest: int,
) -> tuple[list[PulledClaim], dict[int, Rest]]:
    """Depth first, the replies of each claim in the order of a sort, and what was left out."""
    replies: list[list[int]] = [[] for _ in claims]
    for place, parent in enumerate(tree.parents):
        if parent >= 0 and claims[place].depth <= deepest:
            replies[parent].append(place)
    found: list[PulledClaim] = []
    rests: dict[int, Rest] = {}
    todo = [0]
    while todo:
        place = todo.pop()
        claim = claims[place]
        found.append(claim)
        order = in_order(tree, replies[place], sort)
        if per_level is not None and len(order) > per_level:
            last = claims[order[per_level - 1]]
            cursor = write_reply_cursor(claim.key, sort, after=last.id, number=per_level)
            rests[claim.id] = Rest(len(order) - per_level, cursor)
            del order[per_level:]
        todo.extend(reversed(order))
    return found, rests


def _bone(access: Access, claim: PulledClaim) -> Bone:
    """A claim without its words, for its place in a tree."""
    worth = claim.best if access.sees.results else lot(access.debate.key, claim.key)
    return Bone(
        claim.id,
        claim.key,
        claim.parent_id,
        claim.relation,
        claim.kind,
        claim.state,
        claim.author_id,
        claim.up,
        claim.down,
        worth,
    )
