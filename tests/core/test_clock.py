"""Instants and milliseconds: exact in both directions, in any zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from core.clock import from_ms, to_ms


@given(st.integers(0, 2**47 - 1))
def test_a_millisecond_comes_back_exactly(at_ms: int) -> None:
    assert to_ms(from_ms(at_ms)) == at_ms
    assert from_ms(at_ms).tzinfo is UTC


@given(st.datetimes(datetime(1970, 1, 1), datetime(6000, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds
def test_a_broken_millisecond_is_cut_off(at: datetime) -> None:
    assert timedelta(0) <= at - from_ms(to_ms(at)) < timedelta(milliseconds=1)


def test_the_zone_of_an_instant_does_not_matter() -> None:
    wib = datetime(2020, 4, 13, 9, 0, tzinfo=timezone(timedelta(hours=7)))
    assert to_ms(wib) == to_ms(wib.astimezone(UTC)) == 1_586_743_200_000
