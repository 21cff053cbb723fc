from datetime import UTC, datetime

import pytest

from classroom.web.templatetags.countdown import clock_time, face, how_long

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0:00"),
        (9, "0:09"),
        (252, "4:12"),
        (3_599, "59:59"),
        (3_852, "1:04:12"),
        (172_799, "47:59:59"),
        (172_800, "2 days"),
        (1_209_600, "14 days"),
    ],
)
def test_a_clock_counts_down_in_minutes_hours_and_days(seconds: int, shown: str) -> None:
    assert face(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (45, "45 s"),
        (90, "1 min 30 s"),
        (480, "8 min"),
        (5_400, "1 h 30 min"),
        (86_400, "24 h"),
        (259_200, "3 days"),
    ],
)
def test_the_length_of_a_phase_is_told_in_words(seconds: int, told: str) -> None:
    assert how_long(seconds) == told


@pytest.mark.parametrize(
    ("zone", "told"),
    [("Europe/Berlin", "13:00"), ("", "12:00 UTC"), ("Nowhere/At_All", "12:00 UTC")],
)
def test_an_end_is_told_on_the_clock_of_the_session(zone: str, told: str) -> None:
    assert clock_time(NOON, zone).rpartition(", ")[2] == told
