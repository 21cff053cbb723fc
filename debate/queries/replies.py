"""The direct replies to one claim, a page at a time, as a program goes through them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from debate.enums import Relation, Sort
from debate.limits import ROWS_PER_PAGE
from debate.logic.thread import Tree, in_order
from debate.queries.access import open_claim
from debate.queries.cursor import read_reply_cursor, write_reply_cursor
from debate.queries.pulled import Choice, Pulled, Rest, pull_claims
from debate.queries.rows import Page
from debate.queries.skeleton import read_tree

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer
    from debate.queries.cursor import ListCursor
    from debate.queries.pulled import PulledClaim


def list_replies(
    claim: str,
    viewer: Viewer,
    *,
    sort: Sort = Sort.OLDEST,
    relation: Relation | None = None,
    limit: int = ROWS_PER_PAGE,
    cursor: str = "",
) -> tuple[Pulled, Page[PulledClaim]]:
    """The replies of a claim, those that are gone too, and how many replies each of them has.

    They stand in the order in which a pulled thread has them. Raises NotFound, and
    Invalid("bad_cursor"), also for a cursor of another claim or order. Queries: 3.
    """
    at = read_reply_cursor(cursor, claim, sort, relation) if cursor else None
    access, place = open_claim(claim, viewer)
    tree = read_tree(access, below=place.path, with_news=False)
    answering = [
        reply
        for reply, parent in enumerate(tree.parents)
        if parent == 0 and (relation is None or tree.bones[reply].relation == relation)
    ]
    order = in_order(tree, answering, sort)
    start, stop = _cut(tree, order, at, limit)

    def edge(number: int, *, back: bool) -> str:
        after = tree.bones[order[number]].id
        return write_reply_cursor(claim, sort, relation, after=after, number=number + 1, back=back)

    shown = [tree.bones[reply] for reply in order[start:stop]]
    choice = Choice(debates={access.debate.pk}, keys={bone.key for bone in shown})
    told = {row.id: row for row in pull_claims(choice, access=access)}
    rows = tuple(told[bone.id] for bone in shown if bone.id in told)
    below = Counter(bone.parent_id for bone in tree.bones)
    rests = {row.id: Rest(below[row.id]) for row in rows if below[row.id]}
    head = Pulled(access.debate.key, access.essayist_id, rows, access.seq, rests)
    return head, Page(
        rows=rows,
        next=edge(stop - 1, back=False) if shown and stop < len(order) else None,
        previous=edge(start, back=True) if shown and start > 0 else None,
    )


def _cut(
    tree: Tree, order: Sequence[int], at: ListCursor[float] | None, limit: int
) -> tuple[int, int]:
    """From where to where an order is shown: behind the claim of a cursor, or before it.

    Where that claim has been moved away, what stood behind it is behind where it stood.
    """
    if at is None:
        return 0, limit
    place = tree.place_of.get(at.id)
    stands = place in order
    edge = order.index(place) if place is not None and stands else int(at.at) - 1
    if at.back:
        return max(0, edge - limit), edge
    start = edge + 1 if stands else edge
    return start, start + limit
