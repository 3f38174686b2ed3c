"""The monthly contribution is added up from what counts on the day, for this person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

import resources
from core.contribution import Bill, bill_of
from core.programme import Contribution, parse_programme
from core.wire.records import Answer
from tests.core.test_answers import made_up


def bpu() -> Contribution:
    contribution = parse_programme(resources.read("programmes", "BPU.toml"), "BPU.toml").contribution
    assert contribution is not None
    return contribution


@pytest.mark.parametrize(
    ("answers", "on", "bill"),
    [
        ({}, date(2026, 2, 10), Bill(16_800, ("JKK", "JKM"))),
        ({"old_age_savings": True}, date(2026, 2, 10), Bill(36_800, ("JKK", "JKM", "JHT"))),
        (
            {"sector": "transportasi"},
            date(2026, 2, 10),
            Bill(8_400, ("JKK", "JKM", "potongan 50% bidang transportasi")),
        ),
        ({"sector": "transportasi"}, date(2025, 12, 31), Bill(16_800, ("JKK", "JKM"))),
        ({"sector": "transportasi"}, date(2027, 4, 1), Bill(16_800, ("JKK", "JKM"))),
        ({"sector": "transportasi", "contribution_payer": "apbd"}, date(2026, 2, 10), Bill(16_800, ("JKK", "JKM"))),
        ({"contribution_payer": "apbd"}, date(2026, 2, 10), Bill(16_800, ("JKK", "JKM"))),
        ({}, date(2015, 6, 30), None),
    ],
)
def test_what_is_due_depends_on_day_sector_and_payer(
    answers: Mapping[str, Answer], on: date, bill: Bill | None
) -> None:
    assert bill_of(bpu(), answers, frozenset(), on) == bill


def test_a_discount_may_hang_on_a_field() -> None:
    contribution = made_up().contribution
    assert contribution is not None
    assert bill_of(contribution, {}, frozenset(), date(2020, 1, 1)) == Bill(1000, ("A",))
    assert bill_of(contribution, {}, frozenset({"represented_by"}), date(2020, 1, 1)) == Bill(500, ("A", "separuh"))
