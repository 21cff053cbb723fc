"""A debate as a tree of bare claims: pruned, counted, put in order, and cut to what a page shows.

Everything works on a skeleton, the claims without their words in the order of their paths: parents
before their replies, siblings in the order of time. A claim is known by its place in that list.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple, Protocol

from debate.enums import ClaimState, Relation, Sort
from debate.logic.ranking import best, contested

NEW_CLAIM_WORTH = best(0, 0)  # of a question too, which nobody votes on
STEP_DOWN = 4  # going one level down costs as much as passing over four siblings
_BITS = 24  # of one counter; five of them lie side by side in one integer
_MASK = (1 << _BITS) - 1
_SHIFT = {relation: _BITS * place for place, relation in enumerate(Relation)}
_ONE = {relation: 1 << shift for relation, shift in _SHIFT.items()}
_NEW_SHIFT = _BITS * len(_SHIFT)  # the last counter, which needs no mask
_ONE_NEW = 1 << _NEW_SHIFT
AFTER_ALL = "g"  # behind every label: to those whose visits nobody counts, nothing is new


class Bone(NamedTuple):
    """A claim without its words; tallies are None on questions.

    `label` is the last one of its path: its number in the record of its debate, in hex digits; left
    out where there is no reader to whom it could be new.
    """

    id: int
    key: str
    parent_id: int | None
    relation: str | None
    kind: str
    state: str
    author_id: int
    up: int | None
    down: int | None
    best: float | None
    label: str = ""


class Stated(Protocol):
    """What is known of every claim: where it stands in the record, whose it is, and its state."""

    @property
    def label(self) -> str: ...
    @property
    def author_id(self) -> int: ...
    @property
    def state(self) -> str: ...


class Reader(NamedTuple):
    """Somebody who has been here before: claims of others behind the label `read_to` are new."""

    person_id: int
    read_to: str

    def finds_new(self, claim: Stated) -> bool:
        """Whether a claim is new to this reader."""
        return (
            claim.label > self.read_to
            and claim.author_id != self.person_id
            and claim.state == ClaimState.LIVE
        )


@dataclass(frozen=True, slots=True)
class Sides:
    """Live claims below a claim that speak for it or against it in the end, and questions."""

    pro: int = 0
    con: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """The replies of one claim that are shown, in order, and how many live claims are left out.

    Of the `hidden` ones `new` are new to the reader. The first `after` replies of the order are all
    shown; those in `besides` are shown although it is not their turn. Together they say where
    "more" goes on.
    """

    shown: tuple[Branch, ...] = ()
    hidden: int = 0
    after: int = 0
    besides: tuple[int, ...] = ()
    new: int = 0


@dataclass(frozen=True, slots=True)
class Branch:
    """A claim that is shown, by its place in the skeleton, with the shown part of its replies."""

    place: int
    level: Level


class Tree:
    """The skeleton of a claim and everything below it, pruned and counted in one pass each way.

    A withdrawn or hidden claim is kept, as a tombstone, only while live claims hang below it, or
    because somebody asks for it (`keep`). The first bone is the root, whatever its state. To a
    `reader` some of it is new.
    """

    __slots__ = ("_below", "_kept", "bones", "opposed", "parents", "place_of", "reader", "replies")

    def __init__(self, bones: Sequence[Bone], reader: Reader | None = None) -> None:
        self.bones = bones
        self.reader = reader
        self._kept: set[int] = set()
        self.place_of: dict[int, int] = {bone.id: place for place, bone in enumerate(bones)}
        self.parents: list[int] = [
            self.place_of.get(bone.parent_id, -1) if bone.parent_id else -1 for bone in bones
        ]
        size = len(bones)
        self.replies: list[list[int]] = [[] for _ in range(size)]  # newest first
        self.opposed = bytearray(size)  # by a live rebuttal or undercut; a question: by an answer
        self._below = [0] * size
        self._count()

    def _count(self) -> None:
        bones, parents, below, replies = self.bones, self.parents, self._below, self.replies
        live = ClaimState.LIVE.value
        support, question = Relation.SUPPORT.value, Relation.QUESTION.value
        one: dict[str | None, int] = {relation.value: unit for relation, unit in _ONE.items()}
        person, read_to = self.reader or (0, AFTER_ALL)
        # Backwards, so that every claim is counted before its parent, without recursion.
        for place in range(len(bones) - 1, 0, -1):
            bone, parent = bones[place], parents[place]
            if bone.state == live:
                below[parent] += below[place] + one[bone.relation]
                if bone.label > read_to and bone.author_id != person:
                    below[parent] += _ONE_NEW
                replies[parent].append(place)
                if bone.relation == support:
                    if bones[parent].relation == question:
                        self.opposed[parent] = 1
                elif bone.relation != question:
                    self.opposed[parent] = 1
            elif below[place]:
                below[parent] += below[place]
                replies[parent].append(place)

    def is_live(self, place: int) -> bool:
        return self.bones[place].state == ClaimState.LIVE

    def is_kept(self, place: int) -> bool:
        """Whether a claim is there to be seen: live, or a tombstone above something live."""
        return self.is_live(place) or bool(self._below[place]) or place in self._kept

    def keep(self, place: int) -> None:
        """Keep a claim that is gone, and what is gone above it, though nothing live hangs below."""
        for gone in self.lineage(place)[:-1]:
            if not self.is_kept(gone):
                self._kept.add(gone)
                siblings = self.replies[self.parents[gone]]
                siblings.append(gone)
                siblings.sort(reverse=True)

    def kept_for_all(self, places: Sequence[int]) -> Sequence[int]:
        """Some claims without those that are kept only because somebody asked for them."""
        if not self._kept:
            return places
        return [place for place in places if place not in self._kept]

    def is_new(self, place: int) -> bool:
        """Whether a claim is new to the reader."""
        return self.reader is not None and self.reader.finds_new(self.bones[place])

    def new_below(self, place: int) -> int:
        """How many claims below another one, at any depth, are new to the reader."""
        return self._below[place] >> _NEW_SHIFT

    def new_among(self, places: Iterable[int]) -> int:
        """How many of some claims and everything below them are new to the reader."""
        if self.reader is None:
            return 0
        return sum(self.is_new(place) + self.new_below(place) for place in places)

    def new_places(self) -> list[int]:
        """All that is new to the reader, the eldest first."""
        if not self.bones or not self.new_below(0):
            return []
        found = [place for place in range(1, len(self.bones)) if self.is_new(place)]
        return sorted(found, key=lambda place: self.bones[place].label)

    def below(self, place: int) -> dict[Relation, int]:
        """How many live claims hang below a claim, at any depth, by relation."""
        packed = self._below[place]
        return {relation: (packed >> shift) & _MASK for relation, shift in _SHIFT.items()}

    def weight(self, places: Iterable[int]) -> int:
        """How many live claims some claims and everything below them are."""
        packed = 0
        live = 0
        for place in places:
            packed += self._below[place]
            live += self.is_live(place)
        return live + sum((packed >> shift) & _MASK for shift in _SHIFT.values())

    def lineage(self, place: int) -> list[int]:
        """A claim and those above it up to the root, itself first."""
        found = []
        while place >= 0:
            found.append(place)
            place = self.parents[place]
        return found

    def sides(self, place: int) -> Sides:
        """Who speaks for a claim in the end: a rebuttal of a rebuttal does, as a support does."""
        pro = con = asked = 0
        leaning = {place: 1}
        todo = [place]
        while todo:
            above = todo.pop()
            for reply in self.replies[above]:
                relation = self.bones[reply].relation
                side = leaning[above]
                if relation == Relation.QUESTION:
                    side = 0
                elif relation != Relation.SUPPORT:
                    side = -side
                leaning[reply] = side
                todo.append(reply)
                if self.is_live(reply):
                    pro += side > 0
                    con += side < 0
                    asked += relation == Relation.QUESTION
        return Sides(pro, con, asked)


def in_order(tree: Tree, places: Collection[int], sort: Sort) -> list[int]:
    """Put the replies of one claim in order; the same on every reload, ties by age.

    *newest* and *oldest* go by time and *contested* by how evenly a claim divides people. *best*
    takes turns: the best support, rebuttal and question, better ones first, then the second best
    of each, so that both sides show however the votes fall. *open* does the same with what no live
    rebuttal or undercut answers (a question: no answer) before the rest.
    """
    if sort == Sort.NEWEST:
        return sorted(places, reverse=True)
    if sort == Sort.OLDEST:
        return sorted(places)
    worth = _worth(tree, sort)
    ranked = sorted(places, key=lambda place: (-worth(place), place))
    if sort == Sort.CONTESTED:
        return ranked
    turns: dict[tuple[bool, str], int] = {}
    keyed = []
    for rank, place in enumerate(ranked):
        relation = tree.bones[place].relation or ""
        side = Relation.REBUT if relation == Relation.UNDERCUT else relation
        closed = sort == Sort.OPEN and (bool(tree.opposed[place]) or not tree.is_live(place))
        turn = turns.get((closed, side), 0)
        turns[closed, side] = turn + 1
        keyed.append((closed, turn, rank, place))
    keyed.sort()
    return [place for _, _, _, place in keyed]


def choose(
    tree: Tree,
    lists: Sequence[Sequence[int]],
    *,
    sort: Sort,
    budget: int,
    forced: Iterable[int] = (),
    whole: int = 0,
) -> list[Level]:
    """Choose what a page shows of some lists of siblings, each in order, and of all below them.

    Best first: every claim costs its place among its siblings and a step for every level down, and
    the cheapest are taken until the budget is spent, of two equally cheap the one that the order
    prefers. The first `whole` lists are shown before anything else, and `forced` claims with all
    that lead to them whatever they cost. Shown replies are always the first of their order,
    forced ones apart.

    Returns: one level for each list; at most `budget` claims, unless more are forced.
    """
    return _Selection(tree, sort).run(lists, budget=budget, forced=forced, whole=whole)


@dataclass(slots=True)
class _Queue:
    """Siblings in order, how far they are shown, and what they cost."""

    order: Sequence[int]
    cost: int
    step: int = 1
    next: int = 0


class _Selection:
    """A choice while it is being made."""

    def __init__(self, tree: Tree, sort: Sort) -> None:
        self.tree = tree
        self.sort = sort
        self.worth = _worth(tree, sort)
        self.shown: set[int] = set()
        self.opened: dict[int, _Queue] = {}
        self.queues: list[_Queue] = []
        self.heap: list[tuple[int, float, int, int]] = []  # cost, -worth, place, number of queue

    def run(
        self, lists: Sequence[Sequence[int]], *, budget: int, forced: Iterable[int], whole: int
    ) -> list[Level]:
        for at, order in enumerate(lists):
            self._line_up(_Queue(order, -STEP_DOWN, 0) if at < whole else _Queue(order, 0))
        self._force(forced, {place for order in lists for place in order}, budget)
        while self.heap and len(self.shown) < budget:
            cost, _, place, number = heappop(self.heap)
            self.shown.add(place)
            self._open(place, cost + STEP_DOWN)
            self.queues[number].next += 1
            self._offer(number)
        levels = self._levels()
        return [self._level(order, levels) for order in lists]

    def _force(self, forced: Iterable[int], tops: set[int], budget: int) -> None:
        for place in forced:
            above = self.tree.lineage(place)
            top = next((at for at, ancestor in enumerate(above) if ancestor in tops), None)
            if top is None or not self.tree.is_kept(place):
                continue
            path = above[: top + 1]
            if self.shown and len(self.shown.union(path)) > budget:
                continue  # the first one is always shown, the others while there is room
            self.shown.update(path)
            for ancestor in path:
                self._open(ancestor, 0)

    def _open(self, place: int, cost: int) -> None:
        if place not in self.opened and self.tree.replies[place]:
            order = in_order(self.tree, self.tree.replies[place], self.sort)
            self.opened[place] = queue = _Queue(order, cost)
            self._line_up(queue)

    def _line_up(self, queue: _Queue) -> None:
        self.queues.append(queue)
        self._offer(len(self.queues) - 1)

    def _offer(self, number: int) -> None:
        queue = self.queues[number]
        if queue.next < len(queue.order):
            place = queue.order[queue.next]
            cost = queue.cost + queue.step * queue.next
            heappush(self.heap, (cost, -self.worth(place), place, number))

    def _levels(self) -> dict[int, Level]:
        # Replies stand behind their parents, so backwards every level is ready before its parent's.
        levels: dict[int, Level] = {}
        for place in sorted(self.shown, reverse=True):
            if place in self.opened:
                levels[place] = self._level(self.opened[place].order, levels)
            else:
                levels[place] = Level()
        return levels

    def _level(self, order: Sequence[int], levels: dict[int, Level]) -> Level:
        shown = [place for place in order if place in self.shown]
        # What is kept for one reader only is no place to count from: the next page lacks it.
        after, besides = how_far(self.tree.kept_for_all(order), self.shown)
        left_out = [place for place in order if place not in self.shown]
        return Level(
            shown=tuple(Branch(place, levels[place]) for place in shown),
            hidden=self.tree.weight(left_out),
            after=after,
            besides=besides,
            new=self.tree.new_among(left_out),
        )


def first_of(tree: Tree, order: Sequence[int], count: int) -> Level:
    """The first few of some siblings in order, and nothing below them."""
    return Level(
        shown=tuple(
            Branch(place, Level(hidden=tree.weight(tree.replies[place]), new=tree.new_below(place)))
            for place in order[:count]
        ),
        hidden=tree.weight(order[count:]),
        after=min(count, len(order)),
        new=tree.new_among(order[count:]),
    )


def how_far(order: Sequence[int], shown: Collection[int]) -> tuple[int, tuple[int, ...]]:
    """How many of an order are shown without a gap from its beginning, and which ones after it."""
    after = next((at for at, place in enumerate(order) if place not in shown), len(order))
    return after, tuple(place for place in order[after:] if place in shown)


def places_of(levels: Iterable[Level]) -> Iterator[int]:
    """The places of everything that some levels show, at any depth."""
    todo = [branch for level in levels for branch in level.shown]
    while todo:
        branch = todo.pop()
        yield branch.place
        todo.extend(branch.level.shown)


def in_reading_order(levels: Iterable[Level]) -> Iterator[int]:
    """The same, from the top of the page down; no deeper than a thread can be."""
    for level in levels:
        for branch in level.shown:
            yield branch.place
            yield from in_reading_order([branch.level])


def _worth(tree: Tree, sort: Sort) -> Callable[[int], float]:
    """What a sort prefers, as a number that can be compared across the whole tree.

    A tombstone is worth what the best of its replies is.
    """
    bones = tree.bones

    def newest(place: int) -> float:
        return bones[place].id

    def oldest(place: int) -> float:
        return -bones[place].id

    def by_best(place: int) -> float:
        bone = bones[place]
        if bone.state != ClaimState.LIVE:
            return max((by_best(reply) for reply in tree.replies[place]), default=0.0)
        return NEW_CLAIM_WORTH if bone.best is None else bone.best

    def by_contest(place: int) -> float:
        bone = bones[place]
        if bone.state != ClaimState.LIVE:
            return max((by_contest(reply) for reply in tree.replies[place]), default=0.0)
        # Of what divides nobody, the better stands higher; below every divided claim (1 or more).
        return contested(bone.up or 0, bone.down or 0) or by_best(place) / 2

    return {Sort.NEWEST: newest, Sort.OLDEST: oldest, Sort.CONTESTED: by_contest}.get(sort, by_best)
