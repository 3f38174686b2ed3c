"""The index of the survey: exact until the end, inside its bounds, in the band that the law's table says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from core.survey import ELEMENTS, SurveyResult, band_of, decimal_text, hundredths
from core.survey import survey_result as survey_result_by
from core.survey_rules import Band, parse_survey_rules

SHEET = st.lists(st.integers(1, 4), min_size=9, max_size=9).map(tuple)
TABLE = parse_survey_rules(resources.read("survey", "rules.toml")).on(date(2026, 11, 22))
SHEETS = st.lists(SHEET, min_size=1, max_size=40)


def survey_result(sheets: Iterable[tuple[int, ...]]) -> SurveyResult:
    return survey_result_by(sheets, TABLE)


def test_everybody_content_makes_a_hundred() -> None:
    result = survey_result([(4,) * 9] * 7)
    assert (result.index, result.band, result.people) == (Fraction(100), Band.A, 7)


def test_nobody_content_makes_twenty_five() -> None:
    result = survey_result([(1,) * 9])
    assert (result.index, result.band) == (Fraction(25), Band.D)


def test_a_ninth_is_a_ninth_and_not_0_111() -> None:
    assert survey_result([(3,) * 9]).index == 75


def test_without_answers_there_is_no_index_and_no_band() -> None:
    result = survey_result([])
    assert (result.index, result.band, result.people, result.weakest) == (None, None, 0, None)


def test_the_example_of_a_report_is_counted_as_by_hand() -> None:
    result = survey_result([(4, 3, 3, 4, 3, 4, 4, 2, 3), (3, 3, 2, 4, 3, 3, 4, 2, 3)])
    assert [one.mean for one in result.elements] == [
        Fraction(7, 2), 3, Fraction(5, 2), 4, 3, Fraction(7, 2), 4, 2, 3,
    ]  # fmt: skip
    assert result.index is not None
    assert decimal_text(result.index) == "79,17"
    assert result.band is Band.B
    assert result.weakest is not None
    assert result.weakest.element is ELEMENTS[7]


@pytest.mark.parametrize(
    ("index", "band"),
    [
        ("100", "A"), ("88.31", "A"), ("88.305", "A"), ("88.304", "B"), ("76.61", "B"), ("76.605", "B"),
        ("76.60", "C"), ("65", "C"), ("64.995", "C"), ("64.99", "D"), ("25", "D"),
    ],
)  # fmt: skip
def test_a_band_is_told_by_the_index_as_it_is_printed(index: str, band: str) -> None:
    assert band_of(Fraction(index), TABLE) == band


@pytest.mark.parametrize("answers", [(4,) * 8, (4,) * 10, (0,) + (4,) * 8, (5,) + (4,) * 8, ()])
def test_what_is_no_whole_sheet_is_left_out(answers: tuple[int, ...]) -> None:
    assert survey_result([answers, (2,) * 9]).people == 1


@given(SHEETS)
def test_the_index_lies_between_25_and_100_and_between_the_elements(sheets: list[tuple[int, ...]]) -> None:
    result = survey_result(sheets)
    means = [one.mean * 25 for one in result.elements]
    assert result.index is not None
    assert 25 <= min(means) <= result.index <= max(means) <= 100


@given(SHEETS)
def test_the_order_of_the_sheets_changes_nothing(sheets: list[tuple[int, ...]]) -> None:
    turned = sorted(sheets, reverse=True)
    assert survey_result(turned) == survey_result(sheets)


@given(SHEETS, st.integers(0, 8))
def test_one_better_answer_never_lowers_the_index(sheets: list[tuple[int, ...]], place: int) -> None:
    first = list(sheets[0])
    first[place] = min(first[place] + 1, 4)
    before, after = survey_result(sheets).index, survey_result([tuple(first), *sheets[1:]]).index
    assert before is not None
    assert after is not None
    assert after >= before


@given(SHEETS, st.integers(1, 5))
def test_more_people_of_the_same_mind_change_nothing(sheets: list[tuple[int, ...]], times: int) -> None:
    assert survey_result(sheets * times).index == survey_result(sheets).index


@given(st.fractions(min_value=0, max_value=100))
def test_a_printed_figure_is_at_most_half_a_hundredth_away(figure: Fraction) -> None:
    assert abs(hundredths(figure) - figure) <= Fraction(1, 200)
    whole, rest = decimal_text(figure).split(",")
    assert Fraction(int(whole) * 100 + int(rest), 100) == hundredths(figure)
