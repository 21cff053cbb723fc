"""Rules of logic/thread.py: pruning, counting, order and choice."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debate.enums import ClaimKind, ClaimState, Relation, Sort
from debate.limits import CLAIM_DEPTH_MAX
from debate.logic.ranking import best
from debate.logic.thread import (
    Bone,
    Level,
    Reader,
    Sides,
    Tree,
    choose,
    first_of,
    how_far,
    in_order,
    places_of,
)

SUPPORT, REBUT, UNDERCUT, QUESTION = Relation
LIVE, WITHDRAWN, HIDDEN = ClaimState


def bone(
    number: int,
    parent: int | None,
    relation: Relation | None = SUPPORT,
    *,
    up: int = 0,
    down: int = 0,
    state: ClaimState = LIVE,
    kind: ClaimKind = ClaimKind.REPLY,
    author: int = 1,
) -> Bone:
    asked = relation == QUESTION
    return Bone(
        id=number,
        key=f"k{number}",
        parent_id=parent,
        relation=relation,
        kind=kind,
        state=state,
        author_id=author,
        up=None if asked else up,
        down=None if asked else down,
        best=None if asked else best(up, down),
        label=f"{number:016x}",
    )


def tree_of(*bones: Bone, reader: Reader | None = None) -> Tree:
    """A tree whose bones are given in the order of their paths; the thesis is number 1."""
    return Tree([bone(1, None, None, kind=ClaimKind.THESIS), *bones], reader)


def ids(tree: Tree, places: list[int]) -> list[int]:
    return [tree.bones[place].id for place in places]


def order(tree: Tree, sort: Sort, place: int = 0) -> list[int]:
    return ids(tree, in_order(tree, tree.replies[place], sort))


def shown(tree: Tree, level: Level) -> list[tuple[int, list]]:
    return [(tree.bones[b.place].id, shown(tree, b.level)) for b in level.shown]


def random_tree(claims: int, seed: int = 1) -> Tree:
    """Many claims with all relations and states, in the order of their paths."""
    chance = random.Random(seed)
    parents: dict[int, int] = {}
    depth = {1: 0}
    for number in range(2, claims + 2):
        parent = chance.randrange(1, number)
        while depth[parent] >= CLAIM_DEPTH_MAX:
            parent = chance.randrange(1, number)
        parents[number] = parent
        depth[number] = depth[parent] + 1
    below: dict[int, list[int]] = {}
    for number, parent in parents.items():
        below.setdefault(parent, []).append(number)
    bones = []
    todo = list(reversed(below.get(1, [])))
    while todo:
        number = todo.pop()
        bones.append(
            bone(
                number,
                parents[number],
                chance.choice(list(Relation)),
                up=chance.randrange(30),
                down=chance.randrange(30),
                state=chance.choice([LIVE] * 8 + [WITHDRAWN, HIDDEN]),
            )
        )
        todo.extend(reversed(below.get(number, [])))
    return tree_of(*bones)


# ---- What is there


@pytest.mark.parametrize("state", [WITHDRAWN, HIDDEN])
def test_a_gone_claim_without_live_replies_disappears(state: ClaimState) -> None:
    tree = tree_of(bone(2, 1, state=state), bone(3, 2, state=WITHDRAWN), bone(4, 1))
    assert order(tree, Sort.OLDEST) == [4]
    assert not tree.is_kept(1)


@pytest.mark.parametrize("state", [WITHDRAWN, HIDDEN])
def test_a_gone_claim_stays_as_a_tombstone_above_a_live_one(state: ClaimState) -> None:
    tree = tree_of(bone(2, 1, state=state), bone(3, 2, state=WITHDRAWN), bone(4, 3))
    assert order(tree, Sort.OLDEST) == [2]
    assert order(tree, Sort.OLDEST, place=1) == [3]
    assert tree.is_kept(1)


def test_live_claims_are_counted_below_every_claim_at_any_depth_by_relation() -> None:
    tree = tree_of(
        bone(2, 1, SUPPORT),
        bone(3, 2, REBUT),
        bone(4, 3, UNDERCUT, state=WITHDRAWN),
        bone(5, 4, QUESTION),
        bone(6, 1, REBUT),
    )
    assert tree.below(0) == {SUPPORT: 1, REBUT: 2, UNDERCUT: 0, QUESTION: 1}
    assert tree.below(1) == {SUPPORT: 0, REBUT: 1, UNDERCUT: 0, QUESTION: 1}
    assert tree.below(5) == {SUPPORT: 0, REBUT: 0, UNDERCUT: 0, QUESTION: 0}
    assert tree.weight(tree.replies[0]) == 4


def test_a_thread_as_deep_as_it_may_be_is_counted_and_chosen() -> None:
    tree = tree_of(*(bone(n, n - 1) for n in range(2, CLAIM_DEPTH_MAX + 2)))
    assert tree.below(0)[SUPPORT] == CLAIM_DEPTH_MAX
    (level,) = choose(tree, [tree.replies[0]], sort=Sort.BEST, budget=200)
    assert len(list(places_of([level]))) == CLAIM_DEPTH_MAX


def test_a_tree_of_nothing_has_nothing() -> None:
    tree = Tree([])
    assert choose(tree, [[], []], sort=Sort.BEST, budget=200) == [Level(), Level()]


def test_a_rebuttal_of_a_rebuttal_speaks_for_the_claim() -> None:
    tree = tree_of(
        bone(2, 1, REBUT),
        bone(3, 2, REBUT),
        bone(4, 3, SUPPORT),
        bone(5, 4, UNDERCUT),
        bone(6, 1, QUESTION),
        bone(7, 6, SUPPORT),
    )
    assert tree.sides(0) == Sides(pro=2, con=2, asked=1)
    assert tree.sides(1) == Sides(pro=1, con=2, asked=0)


# ---- Order


def test_newest_and_oldest_go_by_time_whatever_the_votes_say() -> None:
    tree = tree_of(bone(2, 1, up=1), bone(3, 1, REBUT, up=90), bone(4, 1, down=5))
    assert order(tree, Sort.NEWEST) == [4, 3, 2]
    assert order(tree, Sort.OLDEST) == [2, 3, 4]


def test_best_takes_turns_between_support_and_opposition_so_that_both_show() -> None:
    tree = tree_of(
        bone(2, 1, SUPPORT, up=90),
        bone(3, 1, SUPPORT, up=80),
        bone(4, 1, SUPPORT, up=70),
        bone(5, 1, REBUT, up=1, down=3),
        bone(6, 1, UNDERCUT, up=2, down=3),
    )
    assert order(tree, Sort.BEST) == [2, 6, 3, 5, 4]


def test_a_question_takes_its_turn_with_the_worth_of_a_new_claim() -> None:
    tree = tree_of(
        bone(2, 1, QUESTION),
        bone(3, 1, SUPPORT, up=9),
        bone(4, 1, REBUT, down=9),
    )
    assert order(tree, Sort.BEST) == [3, 2, 4]


def test_contested_goes_by_how_evenly_people_are_divided_then_by_best() -> None:
    tree = tree_of(
        bone(2, 1, up=90, down=1),
        bone(3, 1, up=10, down=9),
        bone(4, 1, up=2),
        bone(5, 1, up=20, down=19),
        bone(6, 1, up=7),
    )
    assert order(tree, Sort.CONTESTED) == [5, 3, 2, 6, 4]


def test_open_puts_first_what_no_live_rebuttal_or_undercut_answers() -> None:
    tree = tree_of(
        bone(2, 1, SUPPORT, up=90),
        bone(3, 2, REBUT),
        bone(4, 1, SUPPORT, up=5),
        bone(5, 4, REBUT, state=WITHDRAWN),
        bone(6, 1, SUPPORT, up=50),
        bone(7, 6, UNDERCUT),
        bone(8, 1, SUPPORT, up=2),
        bone(9, 8, SUPPORT),
        bone(10, 8, QUESTION),
    )
    assert order(tree, Sort.OPEN) == [4, 8, 2, 6]


def test_open_puts_an_unanswered_question_before_an_answered_one() -> None:
    tree = tree_of(
        bone(2, 1, QUESTION),
        bone(3, 2, SUPPORT),
        bone(4, 1, QUESTION),
        bone(5, 4, QUESTION),
    )
    assert order(tree, Sort.OPEN) == [4, 2]


def test_a_tombstone_is_worth_what_the_best_below_it_is() -> None:
    tree = tree_of(
        bone(2, 1, up=9),
        bone(3, 1, up=999, state=WITHDRAWN),
        bone(4, 3, up=1),
        bone(5, 1, up=99, state=WITHDRAWN),
        bone(6, 5, up=20),
    )
    assert order(tree, Sort.BEST) == [5, 2, 3]


@pytest.mark.parametrize("sort", [Sort.BEST, Sort.CONTESTED, Sort.OPEN])
def test_ties_break_by_age_whatever_order_the_replies_come_in(sort: Sort) -> None:
    tree = tree_of(*(bone(n, 1, up=3, down=3) for n in range(2, 30)))
    places = list(tree.replies[0])
    random.Random(5).shuffle(places)
    assert ids(tree, in_order(tree, places, sort)) == list(range(2, 30))


@given(seed=st.integers(0, 10_000), sort=st.sampled_from(Sort))
@settings(max_examples=30)
def test_every_order_has_every_reply_once(seed: int, sort: Sort) -> None:
    tree = random_tree(60, seed)
    for replies in tree.replies:
        assert sorted(in_order(tree, replies, sort)) == sorted(replies)


# ---- What is new to a reader


def has_read_to(number: int, *, person: int = 7) -> Reader:
    return Reader(person, f"{number:016x}")


def test_new_is_what_others_stated_after_what_one_has_read_and_have_not_taken_back() -> None:
    tree = tree_of(
        bone(2, 1),
        bone(3, 1),
        bone(4, 1, author=7),
        bone(5, 1, state=WITHDRAWN),
        bone(6, 5),
        reader=has_read_to(2),
    )
    assert [place for place in range(6) if tree.is_new(place)] == [2, 5]
    assert tree.new_below(0) == 2
    assert tree.new_below(4) == 1  # below a tombstone
    assert tree.new_among([1, 2, 4]) == 2


def test_nothing_is_new_to_nobody() -> None:
    tree = tree_of(bone(2, 1), bone(3, 1))
    assert (tree.new_below(0), tree.is_new(1), tree.new_places()) == (0, False, [])


@given(seed=st.integers(0, 10_000), read_to=st.integers(0, 400))
@settings(max_examples=30)
def test_new_claims_are_counted_apart_from_the_relations(seed: int, read_to: int) -> None:
    bones = random_tree(400, seed).bones
    plain, tree = Tree(bones), Tree(bones, has_read_to(read_to))
    new = {place for place in range(1, len(bones)) if tree.is_new(place)}
    assert tree.new_places() == sorted(new, key=lambda place: bones[place].label)
    for place in range(len(bones)):
        assert tree.below(place) == plain.below(place)
        assert tree.new_below(place) == sum(place in tree.lineage(other)[1:] for other in new)


@given(seed=st.integers(0, 10_000), budget=st.integers(1, 60))
@settings(max_examples=30)
def test_every_new_claim_is_shown_or_counted_behind_a_stub(seed: int, budget: int) -> None:
    tree = Tree(random_tree(200, seed).bones, has_read_to(100))
    (level,) = choose(
        tree, [in_order(tree, tree.replies[0], Sort.BEST)], sort=Sort.BEST, budget=budget
    )
    seen = sum(tree.is_new(place) for place in places_of([level]))
    assert seen + new_left_out(level) == tree.new_below(0)


def new_left_out(level: Level) -> int:
    return level.new + sum(new_left_out(branch.level) for branch in level.shown)


# ---- A claim that is gone and asked for


def test_a_claim_that_is_gone_is_kept_with_what_is_gone_above_it_if_somebody_asks() -> None:
    tree = tree_of(
        bone(2, 1), bone(3, 1, state=HIDDEN), bone(4, 3, state=WITHDRAWN), bone(5, 1, up=9)
    )
    assert order(tree, Sort.BEST) == [5, 2]
    tree.keep(tree.place_of[4])
    assert ids(tree, tree.replies[0]) == [5, 3, 2]
    (level,) = choose(
        tree,
        [in_order(tree, tree.replies[0], Sort.OLDEST)],
        sort=Sort.OLDEST,
        budget=1,
        forced=[tree.place_of[4]],
    )
    assert shown(tree, level) == [(3, [(4, [])])]
    assert level.hidden == 2
    assert (level.after, level.besides) == (0, ())  # the next page has no such claim


# ---- Choice


def test_the_cheapest_claims_are_chosen_across_levels() -> None:
    # Five replies to the thesis, the first of them answered: going one level down costs as much
    # as passing over four siblings, so the answer comes with the fifth reply.
    tree = tree_of(
        bone(2, 1, up=90),
        bone(20, 2),
        *(bone(n, 1, up=90 - n) for n in range(3, 9)),
    )
    (level,) = choose(tree, [in_order(tree, tree.replies[0], Sort.BEST)], sort=Sort.BEST, budget=6)
    assert shown(tree, level) == [(2, [(20, [])]), (3, []), (4, []), (5, []), (6, [])]
    assert level.hidden == 2


def test_whole_lists_are_shown_before_anything_else() -> None:
    tree = tree_of(
        *(bone(n, 1, kind=ClaimKind.POINT) for n in range(2, 32)),
        *(bone(n, 1, REBUT, up=99) for n in range(32, 62)),
    )
    points, others = list(range(1, 31)), list(range(31, 61))
    chosen = choose(tree, [points, others], sort=Sort.BEST, budget=40, whole=1)
    assert [len(level.shown) for level in chosen] == [30, 10]
    assert [level.hidden for level in chosen] == [0, 20]


def test_whole_lists_keep_to_the_budget_too() -> None:
    tree = tree_of(*(bone(n, 1, kind=ClaimKind.POINT) for n in range(2, 32)))
    points, others = choose(tree, [range(1, 31), []], sort=Sort.BEST, budget=10, whole=1)
    assert (len(points.shown), points.hidden, points.after) == (10, 20, 10)
    assert others == Level()


def test_a_forced_claim_is_shown_with_all_that_leads_to_it() -> None:
    tree = tree_of(
        *(bone(n, 1, up=100 - n) for n in range(2, 50)),
        bone(50, 1, down=50),
        bone(51, 50, down=50),
        bone(52, 51, REBUT, down=50),
    )
    (level,) = choose(
        tree,
        [in_order(tree, tree.replies[0], Sort.BEST)],
        sort=Sort.BEST,
        budget=10,
        forced=[tree.place_of[52]],
    )
    assert shown(tree, level)[:7] == [(n, []) for n in range(2, 9)]
    assert shown(tree, level)[7:] == [(50, [(51, [(52, [])])])]
    assert (level.after, ids(tree, list(level.besides))) == (7, [50])
    assert level.hidden == 41


def test_a_forced_claim_is_shown_when_its_path_is_longer_than_the_budget() -> None:
    tree = tree_of(*(bone(n, n - 1) for n in range(2, 30)))
    (level,) = choose(tree, [tree.replies[0]], sort=Sort.BEST, budget=5, forced=[28])
    assert len(list(places_of([level]))) == 28


def test_further_forced_claims_are_shown_only_while_there_is_room() -> None:
    tree = tree_of(*(bone(n, 1) for n in range(2, 30)))
    (level,) = choose(
        tree, [list(range(1, 29))], sort=Sort.OLDEST, budget=3, forced=[28, 27, 26, 25]
    )
    assert ids(tree, [b.place for b in level.shown]) == [27, 28, 29]


def test_a_forced_claim_that_is_gone_is_not_shown() -> None:
    tree = tree_of(bone(2, 1), bone(3, 1, state=WITHDRAWN))
    (level,) = choose(tree, [[1]], sort=Sort.BEST, budget=5, forced=[2])
    assert shown(tree, level) == [(2, [])]


@given(seed=st.integers(0, 10_000), sort=st.sampled_from(Sort), budget=st.integers(1, 80))
@settings(max_examples=60)
def test_what_is_shown_and_what_is_hidden_make_up_the_whole(
    seed: int, sort: Sort, budget: int
) -> None:
    tree = random_tree(120, seed)
    (level,) = choose(tree, [in_order(tree, tree.replies[0], sort)], sort=sort, budget=budget)
    places = list(places_of([level]))
    hidden = level.hidden
    todo = list(level.shown)
    while todo:
        branch = todo.pop()
        hidden += branch.level.hidden
        todo.extend(branch.level.shown)
    assert len(places) == len(set(places)) <= budget
    assert sum(tree.is_live(place) for place in places) + hidden == sum(tree.below(0).values())


@given(seed=st.integers(0, 10_000), sort=st.sampled_from(Sort), budget=st.integers(1, 80))
@settings(max_examples=60)
def test_shown_replies_are_always_the_first_of_their_order(
    seed: int, sort: Sort, budget: int
) -> None:
    tree = random_tree(120, seed)
    (level,) = choose(tree, [in_order(tree, tree.replies[0], sort)], sort=sort, budget=budget)
    todo = [(0, level)]
    while todo:
        place, here = todo.pop()
        first = in_order(tree, tree.replies[place], sort)[: len(here.shown)]
        assert [branch.place for branch in here.shown] == first
        assert (here.after, here.besides) == (len(first), ())
        todo.extend((branch.place, branch.level) for branch in here.shown)


def test_a_bigger_budget_keeps_all_that_a_smaller_one_showed() -> None:
    tree = random_tree(300)
    chosen = [
        set(
            places_of(
                choose(
                    tree,
                    [in_order(tree, tree.replies[0], Sort.BEST)],
                    sort=Sort.BEST,
                    budget=budget,
                )
            )
        )
        for budget in range(1, 200, 7)
    ]
    assert all(smaller < bigger for smaller, bigger in pairwise(chosen))


def test_the_first_few_say_what_they_leave_out_beside_and_below() -> None:
    tree = tree_of(bone(2, 1), bone(3, 2), bone(4, 3), bone(5, 1), bone(6, 1), bone(7, 6))
    level = first_of(tree, in_order(tree, tree.replies[0], Sort.OLDEST), 2)
    assert shown(tree, level) == [(2, []), (5, [])]
    assert [branch.level.hidden for branch in level.shown] == [2, 0]
    assert (level.hidden, level.after) == (2, 2)


def test_how_far_an_order_is_shown_stops_at_the_first_gap() -> None:
    assert how_far([7, 8, 9, 4, 5], {7, 8, 4}) == (2, (4,))
    assert how_far([7, 8], {7, 8}) == (2, ())
    assert how_far([], {7}) == (0, ())
