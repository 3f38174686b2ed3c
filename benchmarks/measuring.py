"""Measuring two things in turn, and telling the result as a ratio: milliseconds of a shared machine mean little."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    Args:
        floor: the least that the same job can cost here and now, in the same unit; ``None`` = there is no such thing.
        aim: what ``judged`` may be at most; ``None`` = nothing is promised.
        is_aim_of_ours: whether the aim is about our own figure and not about the ratio.
    """

    name: str
    unit: str
    ours: float
    floor: float | None = None
    aim: float | None = None
    is_aim_of_ours: bool = False

    @property
    def ratio(self) -> float | None:
        """Ours over the floor."""
        return self.ours / self.floor if self.floor else None

    @property
    def is_met(self) -> bool | None:
        """Whether the aim is kept; ``None`` if there is none."""
        judged = self.ours if self.is_aim_of_ours else self.ratio
        return None if self.aim is None or judged is None else judged <= self.aim


def seconds(job: Callable[[], object]) -> float:
    """How long one run takes."""
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


def alternating(ours: Callable[[], object], floor: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median seconds of both, run in turn and with the turns swapped, so that a busy minute hits both alike."""
    ours()
    floor()
    taken: tuple[list[float], list[float]] = ([], [])
    for place in range(rounds):
        for which in (0, 1) if place % 2 else (1, 0):
            taken[which].append(seconds((ours, floor)[which]))
    return statistics.median(taken[0]), statistics.median(taken[1])
