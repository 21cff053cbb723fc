"""Rules of bench/measure.py; no clock is looked at."""

from bench.measure import Comparison, Cost, compare


def test_two_things_are_run_in_turns_after_a_warm_up() -> None:
    calls: list[str] = []
    found = compare(lambda: calls.append("o"), lambda: calls.append("l"), rounds=3, calls=2)
    assert "".join(calls) == "ooll" * 4
    assert (len(found.ours), len(found.limit)) == (3, 3)


def test_ratios_are_taken_within_a_round() -> None:
    found = Comparison(
        ours=(Cost(4.0, 9.0), Cost(6.0, 9.0)), limit=(Cost(1.0, 9.0), Cost(3.0, 9.0))
    )
    assert found.ratios == [2.0, 4.0]
    assert (found.ours_cpu_ms, found.limit_cpu_ms, found.ours_wall_ms) == (5000.0, 2000.0, 9000.0)
