"""What a NIK says, what cannot be one, and what has to be asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.address import RegionMatch, Regions
from core.findings import Checked, Weight
from core.nik import SOFT_BLOCKS, Nik, NikCode, check_nik, described
from core.people import IdPaper, Sex
from tests.core.test_typed_text import ANY_TEXT

TODAY = date(2026, 11, 21)
DISTRICTS = ("35.78.08", "31.75.02", "31.01.01", "95.03.51", "11.71.01", "21.71.01", "53.71.01")
MESSY_DIGITS = st.text(alphabet="0123456789OIlSBZ .-'\u00a0\u0663", max_size=24)


def check(
    text: str,
    regions: Regions,
    *,
    on: date = TODAY,
    birth_date: date | None = None,
    sex: Sex | None = None,
    paper: IdPaper = IdPaper.KTP,
    is_training: bool = False,
) -> Checked[Nik]:
    return check_nik(text, on=on, regions=regions, birth_date=birth_date, sex=sex, paper=paper, is_training=is_training)


def codes(checked: Checked[Nik]) -> list[str]:
    return [finding.code for finding in checked.findings]


def built(district: str, birth_date: date, sex: Sex, serial: int) -> str:
    day = birth_date.day + (40 if sex is Sex.FEMALE else 0)
    return f"{district.replace('.', '')}{day:02d}{birth_date:%m%y}{serial:04d}"


BIRTHS = st.dates(min_value=TODAY - timedelta(days=120 * 365), max_value=TODAY)


@given(st.sampled_from(DISTRICTS), BIRTHS, st.sampled_from(Sex), st.integers(1, 9999))
def test_a_nik_says_what_it_was_built_from(
    regions: Regions, district: str, birth_date: date, sex: Sex, serial: int
) -> None:
    number = built(district, birth_date, sex, serial)
    checked = check(number, regions, birth_date=birth_date, sex=sex, paper=IdPaper.KK)
    assert checked == Checked(Nik(number, district, birth_date, sex, RegionMatch.CURRENT))


@given(st.sampled_from(DISTRICTS), BIRTHS, st.sampled_from(Sex), st.sampled_from(IdPaper))
def test_without_a_typed_birth_date_only_the_century_can_be_wrong(
    regions: Regions, district: str, birth_date: date, sex: Sex, paper: IdPaper
) -> None:
    nik = check(built(district, birth_date, sex, 9901), regions, paper=paper).value
    assert nik is not None
    assert nik.birth_date.replace(year=birth_date.year) == birth_date
    assert (nik.birth_date.year - birth_date.year) % 100 == 0


@given(ANY_TEXT | MESSY_DIGITS, st.dates(), st.none() | st.dates(), st.sampled_from(IdPaper))
def test_any_text_on_any_day_gets_an_answer(
    regions: Regions, text: str, on: date, birth_date: date | None, paper: IdPaper
) -> None:
    checked = check(text, regions, on=on, birth_date=birth_date, paper=paper)
    assert (checked.value is None) == (checked.weight is Weight.BLOCK)


@given(st.text(alphabet="0123456789", min_size=16, max_size=16))
def test_a_number_that_passes_reads_the_same_again(regions: Regions, number: str) -> None:
    nik = check(number, regions).value
    assert nik is None or check(nik.number, regions).value == nik


def test_ten_million_letters_are_refused_unread(regions: Regions) -> None:
    assert codes(check("9" * 10_000_000, regions)) == ["TEXT_TOO_LONG"]


def test_a_womans_day_is_forty_more(regions: Regions) -> None:
    nik = check("3578085508909901", regions).value
    assert nik == Nik("3578085508909901", "35.78.08", date(1990, 8, 15), Sex.FEMALE, RegionMatch.CURRENT)


def test_a_letter_for_a_digit_gets_the_corrected_number_as_proposal(regions: Regions) -> None:
    (finding,) = check("357808550890 99O1", regions).findings
    assert (finding.code, finding.proposal) == (NikCode.LETTER, "3578085508909901")


def test_nothing_is_proposed_that_would_be_refused_itself(regions: Regions) -> None:
    (finding,) = check("35780855089O0000", regions).findings
    assert (finding.code, finding.proposal) == (NikCode.NOT_DIGITS, None)


def test_a_short_number_says_how_far_it_got(regions: Regions) -> None:
    (finding,) = check("357808550890990", regions).findings
    assert (finding.code, finding.facts["length"]) == (NikCode.TOO_SHORT, 15)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1111111111111111", NikCode.PLACEHOLDER),
        ("1234567890123456", NikCode.PLACEHOLDER),
        ("9876543210987654", NikCode.PLACEHOLDER),
        ("0950031208600123", NikCode.OLD_LOCAL),
        ("3578085508900000", NikCode.SERIAL),
        ("9978085508909901", NikCode.PROVINCE),
        ("3578005508909901", NikCode.REGION_ZERO),
        ("3199990101909901", NikCode.TRAINING),
        ("3578084008909901", NikCode.DAY),
        ("3578087208909901", NikCode.DAY),
        ("3578088108909901", NikCode.DAY),
        ("3578081500909901", NikCode.MONTH),
        ("3578083104909901", NikCode.CALENDAR),
    ],
)
def test_a_number_that_cannot_exist_says_why(regions: Regions, number: str, code: NikCode) -> None:
    assert codes(check(number, regions)) == [code]


def test_a_birth_date_of_the_future_is_told_from_one_that_never_is(regions: Regions) -> None:
    assert codes(check("3578080102929901", regions, on=date(1991, 1, 1))) == [NikCode.FUTURE]


def test_only_the_unknown_province_can_be_lifted_by_a_coordinator() -> None:
    assert {NikCode.PROVINCE} == SOFT_BLOCKS


def test_the_training_district_is_good_in_training(regions: Regions) -> None:
    nik = check("3199990101909901", regions, is_training=True).value
    assert nik is not None
    assert described(nik) == "kec=LATIHAN;dob=1990-01-01;sex=L"


def test_an_unknown_district_is_only_asked_about(regions: Regions) -> None:
    checked = check("6473011203809901", regions)
    assert (checked.weight, codes(checked)) == (Weight.WARN, [NikCode.REGION_UNKNOWN])


def test_a_dead_district_is_a_remark_that_needs_no_answer(regions: Regions) -> None:
    checked = check("9101011203809901", regions)
    assert (checked.weight, codes(checked)) == (Weight.OK, [NikCode.REGION_OLD])


class TestCentury:
    """The century rule of FACTBOOK 1.1."""

    def test_a_ktp_holder_of_102_is_taken_and_confirmed(self, regions: Regions) -> None:
        checked = check("3578080102249901", regions)
        assert checked.value is not None
        assert (checked.value.birth_date.year, codes(checked)) == (1924, [NikCode.AGE])

    def test_a_child_in_the_family_card_is_the_younger_and_confirmed(self, regions: Regions) -> None:
        checked = check("3578080102249901", regions, paper=IdPaper.KK)
        assert checked.value is not None
        assert (checked.value.birth_date.year, codes(checked)) == (2024, [NikCode.CENTURY])

    def test_a_childs_card_settles_the_century(self, regions: Regions) -> None:
        checked = check("3578080102249901", regions, paper=IdPaper.KIA)
        assert checked.value is not None
        assert (checked.value.birth_date.year, codes(checked)) == (2024, [])

    def test_an_age_that_does_not_fit_the_paper_is_asked_about(self, regions: Regions) -> None:
        assert codes(check("3578080102909901", regions, paper=IdPaper.KIA)) == [NikCode.AGE_PAPER]

    def test_seventeen_years_are_enough_for_a_ktp(self, regions: Regions) -> None:
        assert codes(check("3578082111099901", regions)) == []

    def test_a_day_less_is_read_as_a_hundred_years_more(self, regions: Regions) -> None:
        assert codes(check("3578082211099901", regions)) == [NikCode.AGE]

    def test_a_typed_birth_date_always_wins(self, regions: Regions) -> None:
        checked = check("3578080102249901", regions, birth_date=date(1924, 2, 1), paper=IdPaper.KIA)
        assert checked.value is not None
        assert (checked.value.birth_date.year, codes(checked)) == (1924, [])


def test_a_card_with_another_birth_date_is_asked_about_with_both_dates(regions: Regions) -> None:
    (finding,) = check("3578085508909901", regions, birth_date=date(1990, 8, 16)).findings
    assert finding.code == NikCode.BIRTH_DATE_DIFFERS
    assert finding.facts == {"nik_date": date(1990, 8, 15), "card_date": date(1990, 8, 16)}


def test_a_card_with_the_other_sex_is_asked_about_and_the_nik_keeps_its_own(regions: Regions) -> None:
    checked = check("3578085508909901", regions, sex=Sex.MALE)
    assert checked.value is not None
    assert (checked.value.sex, codes(checked)) == (Sex.FEMALE, [NikCode.SEX_DIFFERS])
