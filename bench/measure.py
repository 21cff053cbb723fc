"""Measuring two things side by side, so that a noisy machine disturbs both alike."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time


@dataclass(frozen=True, slots=True)
class Cost:
    """What one call took, in seconds: of this process's CPU, and by the clock on the wall."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours and its limit over several rounds; every ratio was taken within one round."""

    ours: tuple[Cost, ...]
    limit: tuple[Cost, ...]

    @property
    def ours_cpu_ms(self) -> float:
        return 1000 * median(cost.cpu for cost in self.ours)

    @property
    def limit_cpu_ms(self) -> float:
        return 1000 * median(cost.cpu for cost in self.limit)

    @property
    def ours_wall_ms(self) -> float:
        return 1000 * median(cost.wall for cost in self.ours)

    @property
    def ratios(self) -> list[float]:
        """CPU of ours over CPU of the limit, the smallest first."""
        pairs = zip(self.ours, self.limit, strict=True)
        return sorted(ours.cpu / limit.cpu for ours, limit in pairs)


def compare(
    ours: Callable[[], object], limit: Callable[[], object], *, rounds: int, calls: int
) -> Comparison:
    """Warm both up, then run them in turns, several calls to a turn."""
    cost_of(ours, calls)
    cost_of(limit, calls)
    pairs = [(cost_of(ours, calls), cost_of(limit, calls)) for _ in range(rounds)]
    return Comparison(tuple(o for o, _ in pairs), tuple(lim for _, lim in pairs))


def cost_of(call: Callable[[], object], calls: int) -> Cost:
    """What a call takes on average, garbage of earlier ones swept away."""
    gc.collect()
    cpu, wall = process_time(), perf_counter()
    for _ in range(calls):
        call()
    return Cost((process_time() - cpu) / calls, (perf_counter() - wall) / calls)
