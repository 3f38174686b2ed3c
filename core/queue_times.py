"""How long people wait and are served: measured times in figures, and what they say about who still waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LATEST = 20
"""Of so many people who were served last the middle counts: what happened in the morning says little at noon."""

FEWEST = 3
"""Fewer people say nothing about the next one."""


@dataclass(frozen=True, slots=True)
class Times:
    """What was measured of some people."""

    measured: int
    average_s: int
    median_s: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a line moves.

    Args:
        service_s: how long one person takes: the middle of those measured last.
        is_today: whether they were measured today, or on the days before.
        counters: how many serve the line.
    """

    service_s: int
    measured: int
    is_today: bool
    counters: int = 1

    def wait_s(self, before: int) -> int:
        """How long somebody waits who has so many before them."""
        return -(-before * self.service_s // self.counters)


def middle_of(measured_s: Sequence[int]) -> int:
    """The median in whole seconds. The standard library's brings 0.4 MiB, which every window would hold at rest."""
    ordered, half = sorted(measured_s), len(measured_s) // 2
    return ordered[half] if len(ordered) % 2 else round((ordered[half - 1] + ordered[half]) / 2)


def times_of(measured_s: Sequence[int]) -> Times | None:
    """Average and middle; ``None`` = nothing was measured."""
    if not measured_s:
        return None
    return Times(len(measured_s), round(sum(measured_s) / len(measured_s)), middle_of(measured_s))


def pace_of(today_s: Sequence[int], earlier_s: Sequence[int], counters: int) -> Pace | None:
    """How fast a line moves; ``None`` = too few were measured to say.

    Args:
        today_s: what the people took who were served today, the latest first; ``earlier_s``: those of the days before.
        counters: how many serve the line now.
    """
    for measured_s, is_today in ((today_s[:LATEST], True), (earlier_s[:LATEST], False)):
        if len(measured_s) >= FEWEST:
            return Pace(middle_of(measured_s), len(measured_s), is_today, max(counters, 1))
    return None
