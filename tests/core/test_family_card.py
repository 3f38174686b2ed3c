"""Family card numbers: sixteen digits that are nobody's NIK."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.address import Regions
from core.family_card import FamilyCardCode, check_family_card_no
from core.findings import Checked, Weight
from tests.core.test_nik import MESSY_DIGITS
from tests.core.test_typed_text import ANY_TEXT

GOOD = "3578080101150001"


def codes(checked: Checked[str]) -> list[str]:
    return [finding.code for finding in checked.findings]


@given(ANY_TEXT | MESSY_DIGITS, ANY_TEXT | MESSY_DIGITS)
def test_any_text_beside_any_nik_gets_an_answer(regions: Regions, text: str, nik: str) -> None:
    checked = check_family_card_no(text, nik=nik, regions=regions)
    assert (checked.value is None) == (checked.weight is Weight.BLOCK)


@given(st.dates())
def test_a_number_with_a_day_of_the_calendar_passes(on: date) -> None:
    assert check_family_card_no(f"357808{on:%d%m%y}9901").weight is Weight.OK


def test_a_day_of_recording_that_has_not_been_is_asked_about() -> None:
    today = date(2026, 11, 21)
    assert check_family_card_no("3578082111269901", on=today).weight is Weight.OK
    assert codes(check_family_card_no("3578082211269901", on=today)) == [FamilyCardCode.ODD_DATE]
    assert check_family_card_no("3578080101709901", on=today).weight is Weight.OK
    assert codes(check_family_card_no("3578083112699901", on=today)) == [FamilyCardCode.ODD_DATE]


def test_ten_million_letters_are_refused_unread() -> None:
    assert codes(check_family_card_no("9" * 10_000_000, nik="9" * 10_000_000)) == ["TEXT_TOO_LONG"]


def test_the_nik_in_the_wrong_box_is_noticed_however_it_is_written() -> None:
    assert codes(check_family_card_no("35.78.08.5508909901", nik="3578085508909901")) == [FamilyCardCode.IS_NIK]


def test_a_letter_for_a_digit_gets_the_corrected_number_as_proposal() -> None:
    (finding,) = check_family_card_no("357808O1O1150001").findings
    assert (finding.code, finding.proposal) == (FamilyCardCode.LETTER, GOOD)


def test_the_nik_is_not_proposed_for_the_family_card() -> None:
    (finding,) = check_family_card_no("35780855O8909901", nik="3578085508909901").findings
    assert (finding.code, finding.proposal) == (FamilyCardCode.NOT_DIGITS, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", FamilyCardCode.EMPTY),
        ("3578 hilang", FamilyCardCode.NOT_DIGITS),
        ("3,57808E+15", FamilyCardCode.SPREADSHEET),
        ("35780801011500", FamilyCardCode.TOO_SHORT),
        ("35780801011500012", FamilyCardCode.TOO_LONG),
        ("2222222222222222", FamilyCardCode.PLACEHOLDER),
        ("0950030101150001", FamilyCardCode.OLD_LOCAL),
        ("3578080101150000", FamilyCardCode.SERIAL),
        ("3578000101150001", FamilyCardCode.REGION_ZERO),
        ("9978080101150001", FamilyCardCode.PROVINCE),
        ("3199990101159901", FamilyCardCode.TRAINING),
        ("6473010101150001", FamilyCardCode.REGION_UNKNOWN),
        ("3578083113150001", FamilyCardCode.ODD_DATE),
    ],
)
def test_a_number_says_what_is_wrong_with_it(regions: Regions, text: str, code: FamilyCardCode) -> None:
    assert codes(check_family_card_no(text, regions=regions)) == [code]


def test_the_training_district_is_good_in_training(regions: Regions) -> None:
    checked = check_family_card_no("3199990101159901", regions=regions, is_training=True)
    assert checked == Checked("3199990101159901")


def test_without_the_lists_no_region_is_judged() -> None:
    assert check_family_card_no("9978080101150001") == Checked("9978080101150001")
