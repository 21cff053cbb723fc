"""Limits let exactly as many through as they say."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.errors import TooMany
from accounts.models import Rate
from accounts.rates import forget_ended_windows, spend

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
def test_the_counters_are_in_an_unlogged_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'accounts_rate'")
        assert cursor.fetchone() == ("u",)
