"""A debate as a thread: its first page, and what the page left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from debate.enums import ClaimKind, Sort
from debate.limits import MORE_REPLIES_BUDGET, THREAD_BUDGET
from debate.logic.thread import (
    Level,
    Tree,
    choose,
    how_far,
    in_order,
    in_reading_order,
    places_of,
)
from debate.queries.access import Access, ClaimPlace, open_claim, open_debate
from debate.queries.claim_rows import Rows, count_below, read_bodies, read_own_votes
from debate.queries.cursor import ALL, BESIDES_MAX, OTHERS, POINTS, Shown, read_shown
from debate.queries.rows import Below, MoreReplies, ThreadPage
from debate.queries.skeleton import read_tree

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

OWN_SHOWN = 3  # newest claims of the viewer's own that are shown wherever they stand
NEW_SHOWN = 40  # new ones that a page of the news begins with; a cursor names 60 claims at most


def read_thread(
    debate: str,
    viewer: Viewer,
    *,
    sort: Sort = Sort.BEST,
    at: str | None = None,
    news: bool = False,
    access: Access | None = None,
) -> ThreadPage:
    """The points and the other replies to the thesis, as far as one page shows them.

    All points come first, then the best of the rest within the budget. The claim with the key
    `at` is always among them, with all that leads to it, also when it is gone and nothing hangs
    below it; so are the viewer's newest few, and with `news` what is new to them, the eldest
    first. `access` is what `open_head` has found already.

    Raises NotFound. Queries: 4; 3 for nobody; one less with `access`.
    """
    access = access or open_debate(debate, viewer)
    tree = read_tree(access)
    named = _named(tree, at)
    new = tree.new_places()
    points, others = (in_order(tree, _group(tree, group), sort) for group in (POINTS, OTHERS))
    levels = choose(
        tree,
        [points, others],
        sort=sort,
        budget=THREAD_BUDGET,
        forced=[*named, *(new[:NEW_SHOWN] if news else ()), *_own_newest(tree, access)],
        whole=1,
    )
    rows = read_rows(access, tree, levels)
    all_new = not any(_new_left_out(level) for level in levels)
    first_new = _first_new(tree, levels) if news or all_new else new[0] if new else None
    return ThreadPage(
        sort=sort,
        points=rows.nodes(levels[0]),
        others=rows.nodes(levels[1]),
        hidden_points=levels[0].hidden,
        hidden_others=levels[1].hidden,
        shown=sum(1 for _ in places_of(levels)),
        after_points=rows.after(levels[0], POINTS),
        after_others=rows.after(levels[1], OTHERS),
        new_points=levels[0].new,
        new_others=levels[1].new,
        below=count_below(tree.below(0), new=len(new)) if tree.bones else Below(),
        first_new=None if first_new is None else tree.bones[first_new].key,
        all_new=all_new,
    )


def read_more_replies(
    parent: str,
    viewer: Viewer,
    *,
    sort: Sort = Sort.BEST,
    after: str = "0",
    news: bool = False,
) -> MoreReplies:
    """The next replies to a claim, with the best of what hangs below them; with `news`, what is new
    to the viewer before anything else.

    `after` is what the page before said (`ThreadNode.after`, `ThreadPage.after_others`, ...), or
    a plain number of replies; of a thesis it says whether points or other replies are meant.

    Raises NotFound and Invalid("bad_cursor"). Queries: 4; 3 for nobody.
    """
    so_far = read_shown(after)
    access, place = open_claim(parent, viewer)
    tree = read_tree(access, below=place.path)
    order = in_order(tree, _replies_meant(tree, place, so_far), sort)
    before = {
        at
        for number, at in enumerate(order)
        if number < so_far.count or tree.bones[at].key in so_far.besides
    }
    rest = [at for at in order if at not in before]
    room = max(0, BESIDES_MAX - len(so_far.besides))  # for claims that a cursor has to name
    new = tree.new_places() if news else []
    forced = [at for at in new if not before.intersection(tree.lineage(at))][:room]
    (level,) = choose(tree, [rest], sort=sort, budget=MORE_REPLIES_BUDGET, forced=forced)
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
        new=level.new,
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


def _named(tree: Tree, at: str | None) -> list[int]:
    """The claim that an address names: a permalink does not break when its claim is gone."""
    found = [place for place, bone in enumerate(tree.bones) if bone.key == at] if at else []
    for place in found:
        tree.keep(place)
    return found


def _own_newest(tree: Tree, access: Access) -> list[int]:
    if access.viewer_id is None:
        return []
    own = [
        (bone.id, place)
        for place, bone in enumerate(tree.bones)
        if bone.author_id == access.viewer_id and tree.is_live(place)
    ]
    return [place for _, place in sorted(own, reverse=True)[:OWN_SHOWN]]


def _new_left_out(level: Level) -> bool:
    return bool(level.new) or any(_new_left_out(branch.level) for branch in level.shown)


def _first_new(tree: Tree, levels: Sequence[Level]) -> int | None:
    """The first new claim of a page, from the top down."""
    return next((place for place in in_reading_order(levels) if tree.is_new(place)), None)
