"""A debate as a thread: its first page, and what the page left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from debate.enums import ClaimKind, Sort
from debate.limits import MORE_REPLIES_BUDGET, THREAD_BUDGET
from debate.logic.thread import Level, Tree, choose, how_far, in_order, places_of
from debate.queries.access import Access, ClaimPlace, open_claim, open_debate
from debate.queries.claim_rows import Rows, read_bodies, read_own_votes
from debate.queries.cursor import ALL, OTHERS, POINTS, Shown, read_shown
from debate.queries.rows import MoreReplies, ThreadPage
from debate.queries.skeleton import read_tree

if TYPE_CHECKING:
    from accounts.models import User

OWN_SHOWN = 3  # newest claims of the viewer's own that are shown wherever they stand


def read_thread(
    debate: str, viewer: User | None, *, sort: Sort = Sort.BEST, at: str | None = None
) -> ThreadPage:
    """The points and the other replies to the thesis, as far as one page shows them.

    All points come first, then the best of the rest within the budget. The claim with the key
    `at` is always among them, with all that leads to it, and so are the viewer's newest few.

    Raises NotFound. Queries: 4; 3 for nobody.
    """
    access = open_debate(debate, viewer)
    tree = read_tree(access.debate)
    points, others = (in_order(tree, _group(tree, group), sort) for group in (POINTS, OTHERS))
    levels = choose(
        tree,
        [points, others],
        sort=sort,
        budget=THREAD_BUDGET,
        forced=_forced(tree, access, at),
        whole=1,
    )
    rows = read_rows(access, tree, levels)
    return ThreadPage(
        sort=sort,
        points=rows.nodes(levels[0]),
        others=rows.nodes(levels[1]),
        hidden_points=levels[0].hidden,
        hidden_others=levels[1].hidden,
        shown=sum(1 for _ in places_of(levels)),
        after_points=rows.after(levels[0], POINTS),
        after_others=rows.after(levels[1], OTHERS),
    )


def read_more_replies(
    parent: str, viewer: User | None, *, sort: Sort = Sort.BEST, after: str = "0"
) -> MoreReplies:
    """The next replies to a claim, with the best of what hangs below them.

    `after` is what the page before said (`ThreadNode.after`, `ThreadPage.after_others`, ...), or
    a plain number of replies; of a thesis it says whether points or other replies are meant.

    Raises NotFound and Invalid("bad_cursor"). Queries: 4; 3 for nobody.
    """
    so_far = read_shown(after)
    access, place = open_claim(parent, viewer)
    tree = read_tree(access.debate, below=place.path)
    order = in_order(tree, _replies_meant(tree, place, so_far), sort)
    before = {
        at
        for number, at in enumerate(order)
        if number < so_far.count or tree.bones[at].key in so_far.besides
    }
    rest = [at for at in order if at not in before]
    (level,) = choose(tree, [rest], sort=sort, budget=MORE_REPLIES_BUDGET)
    shown, besides = how_far(order, before.union(branch.place for branch in level.shown))
    rows = read_rows(access, tree, [level])
    return MoreReplies(
        parent_key=place.key,
        debate_key=access.debate.key,
        nodes=rows.nodes(level),
        hidden=level.hidden,
        depth=place.depth + 1,
        after=rows.after(Level(after=shown, besides=besides), so_far.group),
        answers=place.bears_as == "question",
    )


def read_rows(
    access: Access,
    tree: Tree,
    levels: Sequence[Level],
    *,
    ids: Sequence[int] = (),
    paths: Sequence[str] = (),
) -> Rows:
    """The words and own votes of what some levels show, and of some other claims. Queries: 2."""
    chosen = [tree.bones[place].id for place in places_of(levels)]
    bodies = read_bodies(access, [*chosen, *ids], paths=paths)
    return Rows(access, tree, bodies, read_own_votes(access, bodies))


def _group(tree: Tree, group: str) -> list[int]:
    if not tree.bones:
        return []
    if group == ALL:
        return tree.replies[0]
    wanted = group == POINTS
    return [at for at in tree.replies[0] if (tree.bones[at].kind == ClaimKind.POINT) == wanted]


def _replies_meant(tree: Tree, parent: ClaimPlace, so_far: Shown) -> list[int]:
    return _group(tree, so_far.group if parent.kind == ClaimKind.THESIS else ALL)


def _forced(tree: Tree, access: Access, at: str | None) -> Iterable[int]:
    forced = [place for place, bone in enumerate(tree.bones) if bone.key == at] if at else []
    if access.viewer_id is not None:
        own = [
            (bone.id, place)
            for place, bone in enumerate(tree.bones)
            if bone.author_id == access.viewer_id and tree.is_live(place)
        ]
        forced.extend(place for _, place in sorted(own, reverse=True)[:OWN_SHOWN])
    return forced
