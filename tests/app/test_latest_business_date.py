"""The business date that a restore burns numbers up to: no desk of the country may be at a later one."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core.clock import latest_business_date


def test_a_restore_before_nine_in_papua_burns_the_numbers_of_that_morning() -> None:
    half_past_eight_in_jayapura = datetime(2020, 4, 12, 23, 30, tzinfo=UTC)
    assert latest_business_date(half_past_eight_in_jayapura) == date(2020, 4, 13)


def test_at_noon_every_zone_has_the_same_business_date() -> None:
    assert latest_business_date(datetime(2020, 4, 13, 5, 0, tzinfo=UTC)) == date(2020, 4, 13)
