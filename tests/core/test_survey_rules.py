"""The tables of bands: by their day, each index in one band, and what is wrong in the file is named."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from core.errors import Trouble
from core.survey_rules import Band, SurveyRulesCode, parse_survey_rules

SHIPPED = resources.read("survey", "rules.toml")
LATER = b"""
[[tables]]
law = "L2"
source = "s"
valid_from = 2027-01-01
bands = [{ band = "A", least = "90.00" }, { band = "B", least = "25.00" }]
"""


def test_the_newest_table_that_has_begun_counts() -> None:
    rules = parse_survey_rules(SHIPPED + LATER)
    days = (date(2016, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [rules.on(day).law for day in days] == ["PermenPANRB 14/2017", "PermenPANRB 14/2017", "L2"]


def test_the_bands_are_those_of_the_law() -> None:
    table = parse_survey_rules(SHIPPED).on(date(2026, 11, 22))
    spans = {band: tuple(map(float, table.span(band))) for band in Band}
    assert spans == {"A": (88.31, 100), "B": (76.61, 88.3), "C": (65, 76.6), "D": (25, 64.99)}


@given(st.integers(2500, 10_000))
def test_each_printed_index_lies_in_the_span_of_its_band(hundred: int) -> None:
    table, index = parse_survey_rules(SHIPPED).on(date(2026, 11, 22)), Fraction(hundred, 100)
    low, high = table.span(table.band_of(index))
    assert low <= index <= high


@pytest.mark.parametrize(
    ("wrong", "right", "place"),
    [
        (b'"76.61"', b'"89.00"', "tables"),
        (b'"76.61"', b'"76,61"', "tables"),
        (b'band = "B"', b'band = "Z"', "tables"),
        (b"law =", b"lew =", "tables"),
        (b"[[tables]]", b"[[tables", "#2"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(wrong: bytes, right: bytes, place: str) -> None:
    with pytest.raises(Trouble) as caught:
        parse_survey_rules(SHIPPED.replace(wrong, right, 1))
    assert caught.value.code == SurveyRulesCode.UNREADABLE
    assert place in str(caught.value.facts["place"])
