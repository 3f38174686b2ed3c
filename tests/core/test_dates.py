"""Dates as people and spreadsheets write them, ages and birthdays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import DateCode, DateSource, age_on, birthday_at_age, century_candidates, check_date
from core.findings import Checked, Weight
from tests.core.test_typed_text import ANY_TEXT

TODAY = date(2026, 11, 21)
MESSY_DATES = st.text(alphabet="0123456789-/. OlI", max_size=14)
LIKELY_BIRTHS = st.dates(min_value=date(1917, 1, 1), max_value=TODAY)
MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "short": "Jan Peb Mar Apr Mei Jun Jul Agt Sept Okt Nop Des",
    "en": "January February March April May June July August September October November December",
    "roman": "I II III IV V VI VII VIII IX X XI XII",
}


def codes(checked: Checked[date]) -> list[str]:
    return [finding.code for finding in checked.findings]


@given(ANY_TEXT | MESSY_DATES, st.dates(), st.sampled_from(DateSource))
def test_any_text_on_any_day_gets_an_answer(text: str, on: date, source: DateSource) -> None:
    checked = check_date(text, on=on, source=source)
    assert (checked.value is None) == (checked.weight is Weight.BLOCK)


@given(LIKELY_BIRTHS, st.sampled_from(["-", "/", ".", " ", " - ", "_", "|", ""]))
def test_day_month_year_is_read_with_any_separator(birth: date, sign: str) -> None:
    assert check_date(f"{birth:%d}{sign}{birth:%m}{sign}{birth:%Y}", on=TODAY) == Checked(birth)


@given(LIKELY_BIRTHS, st.sampled_from(sorted(MONTHS)), st.sampled_from(["-", " "]))
def test_a_named_month_is_read_in_every_spelling(birth: date, spelling: str, sign: str) -> None:
    names = MONTHS[spelling].split()
    assert check_date(f"{birth.day}{sign}{names[birth.month - 1]}{sign}{birth.year}", on=TODAY) == Checked(birth)


@pytest.mark.parametrize("month", ["Agu", "Ags", "Agt", "Agst", "Agus", "Agust", "AGUST", "Agust.", "agu."])
def test_august_has_many_short_forms(month: str) -> None:
    assert check_date(f"17 {month} 1990", on=TODAY) == Checked(date(1990, 8, 17))


@given(LIKELY_BIRTHS)
def test_iso_dates_and_serial_days_are_read(birth: date) -> None:
    serial = str((birth - date(1899, 12, 30)).days)
    assert check_date(birth.isoformat(), on=TODAY) == Checked(birth)
    assert check_date(serial, on=TODAY, source=DateSource.EXCEL) == Checked(birth)


@given(LIKELY_BIRTHS.filter(lambda birth: birth.day > 12))
def test_the_order_of_the_united_states_is_never_swapped(birth: date) -> None:
    assert codes(check_date(f"{birth:%m/%d/%Y}", on=TODAY)) == [DateCode.MONTH]


def test_ten_million_letters_are_refused_unread() -> None:
    assert codes(check_date("1" * 10_000_000, on=TODAY)) == ["TEXT_TOO_LONG"]


def test_a_finding_names_the_field_it_was_asked_for() -> None:
    (finding,) = check_date("", on=TODAY, field="issued_on").findings
    assert (finding.field, finding.code) == ("issued_on", DateCode.EMPTY)


def test_a_letter_for_a_digit_gets_a_proposal() -> None:
    (finding,) = check_date("17-O8-199O", on=TODAY).findings
    assert (finding.code, finding.proposal) == (DateCode.LETTER, "17-08-1990")


@pytest.mark.parametrize("text", ["17-O8-2O40", "3l-O4-1990", "l7-B-1990x", "17-08-19OO OO"])
def test_nothing_is_proposed_that_would_be_refused_itself(text: str) -> None:
    assert codes(check_date(text, on=TODAY)) == [DateCode.UNREADABLE]


@pytest.mark.parametrize(
    "text", ["SURABAYA, 17-08-1990", "Tempat/Tgl Lahir: SURABAYA, 17-08-1990", "kab. gresik 17/8/1990"]
)
def test_a_date_behind_the_place_of_birth_gets_a_proposal(text: str) -> None:
    (finding,) = check_date(text, on=TODAY).findings
    assert (finding.code, finding.proposal) == (DateCode.WORDS, "17-08-1990")


@pytest.mark.parametrize(
    "text", ["Tgl. Lahir: 17-08-1990", "tanggal 17 Agustus 1990", "17-08-1990 09:15", "1990-08-17T23:59:59.5Z"]
)
def test_a_label_and_a_time_of_day_are_left_out(text: str) -> None:
    assert check_date(text, on=TODAY) == Checked(date(1990, 8, 17))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3578085508909901", "WRONG_BOX_CARD_NUMBER"),
        ("tidak ada", DateCode.EMPTY),
        ("SURABAYA 1990", DateCode.UNREADABLE),
        ("SURABAYA, 31-04-1990", DateCode.UNREADABLE),
        ("17-08-90", DateCode.CENTURY),
        ("01-01-1910", DateCode.VERY_OLD),
        ("01-01-1890", DateCode.TOO_OLD),
        ("22-11-2026", DateCode.FUTURE),
        ("31-06-1990", DateCode.IMPOSSIBLE),
        ("29-02-91", DateCode.IMPOSSIBLE),
        ("01-01-0000", DateCode.IMPOSSIBLE),
        ("kemarin", DateCode.UNREADABLE),
        ("2026", DateCode.UNREADABLE),
        ("17*08*1990", DateCode.UNREADABLE),
    ],
)
def test_a_date_says_what_is_wrong_with_it(text: str, code: DateCode) -> None:
    assert codes(check_date(text, on=TODAY)) == [code]


def test_a_two_digit_year_before_both_centuries_is_in_the_future() -> None:
    assert codes(check_date("17-08-30", on=date(1925, 1, 1))) == [DateCode.FUTURE]


def test_a_very_old_two_digit_year_is_asked_about_once_more() -> None:
    assert codes(check_date("17-08-08", on=date(2000, 1, 1))) == [DateCode.CENTURY]


class TestAge:
    def test_who_is_born_on_29_february_completes_a_year_on_1_march(self) -> None:
        birth = date(2008, 2, 29)
        assert (age_on(birth, date(2026, 2, 28)), age_on(birth, date(2026, 3, 1))) == (17, 18)

    def test_in_a_leap_year_the_birthday_is_itself(self) -> None:
        assert age_on(date(2008, 2, 29), date(2024, 2, 29)) == 16

    @given(st.dates(max_value=date(2100, 1, 1)), st.integers(0, 130))
    def test_a_birthday_is_the_first_day_of_an_age(self, birth: date, years: int) -> None:
        birthday = birthday_at_age(birth, years)
        assert age_on(birth, birthday) == years
        assert birthday == date.min or age_on(birth, birthday - timedelta(days=1)) == years - 1


class TestCenturies:
    def test_a_candidate_older_than_120_years_is_dropped(self) -> None:
        assert century_candidates(1, 2, 5, TODAY) == (date(2005, 2, 1),)

    def test_a_candidate_of_120_years_stays(self) -> None:
        assert century_candidates(22, 11, 5, TODAY) == (date(1905, 11, 22), date(2005, 11, 22))

    def test_a_candidate_in_the_future_is_dropped(self) -> None:
        assert century_candidates(22, 11, 26, TODAY) == (date(1926, 11, 22),)

    def test_a_day_that_only_one_century_has_is_that_one(self) -> None:
        assert century_candidates(29, 2, 0, TODAY) == (date(2000, 2, 29),)
