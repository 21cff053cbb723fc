from collections import Counter
from dataclasses import replace

from classroom.logic.spread import Candidate, ranked, spread

KEYS = [f"claim{number}" for number in range(8)]


def plain(key: str) -> Candidate:
    return Candidate(key, to_own=False, other_side=False, open=False, replies=0)


def test_an_order_is_the_same_each_time_and_loses_nothing() -> None:
    assert spread(KEYS, seed="iris") == spread(reversed(KEYS), seed="iris")
    assert sorted(spread(KEYS, seed="iris")) == sorted(KEYS)


def test_students_begin_with_different_claims() -> None:
    first = Counter(spread(KEYS, seed=f"seat{number}")[0] for number in range(400))
    assert sorted(first) == KEYS
    assert max(first.values()) < 2 * min(first.values())


def test_what_answers_oneself_comes_first_then_open_claims_of_the_other_side() -> None:
    own = replace(plain("own"), to_own=True, replies=5)
    other_open = replace(plain("open"), other_side=True, open=True, replies=2)
    other = replace(plain("other"), other_side=True)
    same_open = replace(plain("same"), open=True)
    found = ranked([plain("rest"), same_open, other, other_open, own], seed="iris")
    assert found == ["own", "open", "other", "same", "rest"]


def test_of_claims_alike_the_least_answered_come_first() -> None:
    many, few = replace(plain("many"), replies=3), replace(plain("few"), replies=1)
    assert ranked([many, few], seed="iris") == ["few", "many"]
