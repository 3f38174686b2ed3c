"""Estimates out of measured times: what is said to who waits, and when nothing can be said."""

from __future__ import annotations

import pytest

from core.queue_times import FEWEST, LATEST, Pace, Times, pace_of, times_of


def test_average_and_middle_of_what_was_measured() -> None:
    assert times_of([60, 120, 600]) == Times(3, 260, 120)
    assert times_of([]) is None


def test_one_long_case_does_not_make_everybody_wait_longer() -> None:
    pace = pace_of((120, 130, 7200), (), 1)
    assert pace == Pace(130, 3, is_today=True)


def test_the_last_people_count_and_not_the_morning() -> None:
    assert pace_of((60,) * LATEST + (600,) * 50, (), 1) == Pace(60, LATEST, is_today=True)


def test_where_today_says_too_little_the_days_before_do() -> None:
    assert pace_of((60,) * (FEWEST - 1), (300,) * FEWEST, 1) == Pace(300, FEWEST, is_today=False)


def test_where_nothing_was_measured_nothing_is_said() -> None:
    assert pace_of((60, 60), (60, 60), 1) is None


@pytest.mark.parametrize(
    ("before", "counters", "wait_s"), [(0, 1, 0), (1, 1, 100), (6, 1, 600), (6, 2, 300), (7, 2, 350)]
)
def test_who_waits_is_told_by_how_many_are_before_them_and_how_many_counters_serve(
    before: int, counters: int, wait_s: int
) -> None:
    assert Pace(100, 5, is_today=True, counters=counters).wait_s(before) == wait_s


def test_a_line_that_nobody_serves_yet_is_taken_to_have_one_counter() -> None:
    pace = pace_of((60,) * 3, (), 0)
    assert pace is not None
    assert pace.counters == 1
