"""Limits let exactly as many through as they say."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.errors import TooMany
from accounts.models import Rate
from accounts.rates import Counter, Left, forget_ended_windows, give_back, spend, spend_all

LONG = 10**9  # seconds: no test crosses the end of this window, which is in the year 2033


def count_of(subject: str) -> int:
    return Rate.objects.get(subject=subject).count


@pytest.mark.django_db
def test_one_more_than_the_limit_is_refused_until_the_window_ends() -> None:
    for _ in range(3):
        spend("knocks", "192.0.2.1", 3, LONG)
    with pytest.raises(TooMany) as caught:
        spend("knocks", "192.0.2.1", 3, LONG)
    assert caught.value.code == "too_many_knocks"
    assert 0 < caught.value.retry_after_seconds <= LONG
    ends_in = (Rate.objects.get().ends_at - timezone.now()).total_seconds()
    assert abs(caught.value.retry_after_seconds - ends_in) < 120


@pytest.mark.django_db
def test_each_scope_and_subject_is_counted_apart() -> None:
    spend("knocks", "192.0.2.1", 1, LONG)
    spend("knocks", "192.0.2.2", 1, LONG)
    spend("calls", "192.0.2.1", 1, LONG)
    assert sorted(Rate.objects.values_list("scope", "subject", "count")) == [
        ("calls", "192.0.2.1", 1),
        ("knocks", "192.0.2.1", 1),
        ("knocks", "192.0.2.2", 1),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("subject", ["x" * 10_000, "zoë", "nul\x00", "lone \ud800", "é" * 80])
def test_a_subject_that_is_long_or_strange_is_kept_as_its_hash(subject: str) -> None:
    spend("knocks", subject, 1, LONG)
    with pytest.raises(TooMany):
        spend("knocks", subject, 1, LONG)
    assert Rate.objects.get().subject.startswith("sha256:")


@pytest.mark.django_db
def test_ended_windows_are_forgotten_and_the_present_one_is_not() -> None:
    spend("knocks", "192.0.2.1", 1, LONG)
    Rate.objects.create(
        scope="knocks", subject="old", window=1, count=9, ends_at="2020-01-01T00:00Z"
    )
    assert forget_ended_windows() == 1
    assert count_of("192.0.2.1") == 1


@pytest.mark.django_db(transaction=True)
def test_spending_inside_a_transaction_is_a_mistake_of_the_programmer() -> None:
    """Its roll-back would give the try back to whoever was refused."""
    with pytest.raises(RuntimeError), transaction.atomic():
        spend("knocks", "192.0.2.1", 1, LONG)


@pytest.mark.django_db(transaction=True)
def test_of_64_at_once_exactly_the_limit_is_let_through() -> None:
    """Catches the limit that reads the count, compares and then writes: it lets the crowd in."""
    together = Barrier(64)

    def knock(_number: int) -> bool:
        try:
            connection.ensure_connection()
            together.wait(timeout=60)
            spend("knocks", "192.0.2.1", 10, LONG)
        except TooMany:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(64) as crowd:
        let_in = sum(crowd.map(knock, range(64)))
    assert (let_in, count_of("192.0.2.1")) == (10, 64)


@pytest.mark.django_db
def test_some_count_more_than_others_and_all_of_it_is_told() -> None:
    told = [spend("knocks", "eve", 3, LONG, weight=w, parts=10).left for w in (10, 1, 9, 10)]
    assert [left.remaining for left in told] == [2, 1, 1, 0]
    assert {(left.limit, left.window_seconds) for left in told} == {(3, LONG)}
    with pytest.raises(TooMany) as caught:
        spend("knocks", "eve", 3, LONG, weight=1, parts=10)
    assert (caught.value.facts["limit"], caught.value.facts["window_seconds"]) == (3, LONG)


@pytest.mark.django_db
def test_what_is_given_back_can_be_taken_again() -> None:
    first = spend("knocks", "zoë", 1, LONG, weight=10, parts=10)
    assert first.left.remaining == 0
    assert give_back(first, 9) == first.left  # nine tenths are no whole one
    for _ in range(9):
        spend("knocks", "zoë", 1, LONG, weight=1, parts=10)
    with pytest.raises(TooMany):
        spend("knocks", "zoë", 1, LONG, weight=1, parts=10)
    assert give_back(first, 11).remaining == 1


@pytest.mark.django_db
def test_nothing_is_given_back_to_another_window_than_it_was_taken_from() -> None:
    """Catches: a window that begins with less than nothing taken, and lets more through."""
    taken = spend("knocks", "eve", 5, LONG)
    over = taken._replace(window=taken.window - 1)
    assert give_back(over, 1) == taken.left
    assert count_of("eve") == 1


@pytest.mark.django_db(transaction=True)
def test_giving_back_inside_a_transaction_is_a_mistake_too() -> None:
    taken = spend("knocks", "eve", 5, LONG)
    with pytest.raises(RuntimeError), transaction.atomic():
        give_back(taken, 1)


@pytest.mark.django_db
def test_the_counters_are_in_an_unlogged_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'accounts_rate'")
        assert cursor.fetchone() == ("u",)


# ---- Several counters at once


def both(person: str = "eve", network: str = "192.0.2.1", *, own: int = 5) -> list[Counter]:
    return [
        Counter("minute", person, own, LONG),
        Counter("hour", person, 100, LONG + 1),
        Counter("minute", network, 8, LONG, shared=True),
    ]


def spent(counters: list[Counter]) -> bool:
    try:
        spend_all("too_many_knocks", counters)
    except TooMany:
        return False
    return True


@pytest.mark.django_db
def test_the_fullest_counter_decides_and_all_of_ones_own_are_counted() -> None:
    assert [spent(both()) for _ in range(7)] == [True] * 5 + [False] * 2
    kept = dict(Rate.objects.order_by("pk").values_list("scope", "count").filter(subject="eve"))
    assert kept == {"minute": 7, "hour": 7}
    with pytest.raises(TooMany) as caught:
        spend_all("too_many_knocks", both())
    assert caught.value.code == "too_many_knocks"
    assert 0 < caught.value.retry_after_seconds <= LONG


@pytest.mark.django_db
def test_what_a_persons_own_counter_refuses_is_not_counted_for_the_network() -> None:
    for _ in range(9):
        spent(both())
    assert count_of("192.0.2.1") == 5
    assert [spent(both("dan")) for _ in range(5)] == [True] * 3 + [False] * 2


@pytest.mark.django_db
def test_the_tightest_of_ones_own_counters_is_told_and_not_how_busy_a_network_is() -> None:
    for _ in range(3):
        spend_all("too_many_knocks", both("dan"))
    left = spend_all("too_many_knocks", both())
    assert left == Left(5, LONG, 4, left.seconds_left)  # of the network too there are four left
    assert 0 < left.seconds_left <= LONG
    assert spend_all("too_many_knocks", both(own=200)).limit == 100


@pytest.mark.django_db(transaction=True)
def test_spending_several_inside_a_transaction_is_a_mistake_too() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        spend_all("too_many_knocks", both())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("own", "let_in"), [(6, 6), (50, 8)])
def test_of_64_at_once_in_any_order_exactly_the_smallest_limit_is_let_through(
    own: int, let_in: int
) -> None:
    """Catches: counters that are locked in the order in which they are given (deadlock)."""

    def knock(number: int) -> bool:
        try:
            connection.ensure_connection()
            together.wait(timeout=60)
            return spent(both(own=own)[:: 1 if number % 2 else -1])
        finally:
            connection.close()

    together = Barrier(64)
    with ThreadPoolExecutor(64) as crowd:
        assert sum(crowd.map(knock, range(64))) == let_in
    assert Rate.objects.get(scope="hour").count == 64
