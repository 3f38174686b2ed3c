"""TRUST D8, D9: clocks of desks jump by years, forward and back: no exchange is refused, no number is given twice."""

from __future__ import annotations

import random

import pytest

from tests.harness.seeds import seeded
from tests.kit.ends import Ends
from tests.kit.enrolled import registrations, sync

YEAR_S = 365 * 24 * 3600
MOST_VISITS = 900
"""A block has a thousand numbers a day, and all are of one day here."""


def jump(ends: Ends, jumps: int, chance: random.Random) -> None:
    """Turn the clock before each visit; what was registered so far is always taken by the server."""
    desk, neighbour = ends.found("desk"), ends.found("neighbour")
    began = ends.clock.now()
    for number in range(jumps):
        by_s = chance.choice([20 * YEAR_S, 24 * 3600, 2 * 3600, 1]) * chance.uniform(-1, 1)
        now_s = (ends.clock.now() - began).total_seconds()
        ends.clock.pass_s(max(-20 * YEAR_S, min(20 * YEAR_S, now_s + by_s)) - now_s)
        if number < MOST_VISITS:
            ends.visit(chance.choice([desk, neighbour]))
        sync(chance.choice([desk, neighbour]))
    ends.check()
    for numbers in (
        [one.registration_no for one in registrations(desk)],
        [one.queue_number for one in registrations(desk)],
    ):
        assert len(numbers) == len(set(numbers)), "a number twice"
    print(f"D9: {jumps} jumps of a desk's clock within 20 years: no exchange refused, no number twice")


@pytest.mark.slow
@pytest.mark.one_engine
def test_whatever_the_clock_says_every_exchange_goes_through(ends: Ends) -> None:
    jump(ends, 25, seeded("clocks"))


@pytest.mark.proof
@pytest.mark.one_engine
def test_whatever_the_clock_says_a_thousand_times_every_exchange_goes_through(ends: Ends) -> None:
    jump(ends, 1_000, seeded("clocks"))
