"""Phone numbers of many shapes become one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.findings import Checked, Weight
from core.identity_rules import IdentityRules
from core.phone import MobileCode, check_mobile, printed_mobile
from tests.core.test_typed_text import ANY_TEXT

MESSY_NUMBERS = st.text(alphabet="0123456789+()/,; -.OIl", max_size=30)


def codes(checked: Checked[str]) -> list[str]:
    return [finding.code for finding in checked.findings]


@given(ANY_TEXT | MESSY_NUMBERS)
def test_any_text_gets_an_answer(rules: IdentityRules, text: str) -> None:
    checked = check_mobile(text, rules=rules)
    assert (checked.value is None) == (checked.weight is Weight.BLOCK)


@given(MESSY_NUMBERS)
def test_a_number_that_passes_reads_the_same_again(rules: IdentityRules, text: str) -> None:
    value = check_mobile(text, rules=rules).value
    assert value is None or check_mobile(value, rules=rules).value == value


@given(st.from_regex(r"08(11|52|58|99|31|81)[0-9]{6,9}", fullmatch=True))
def test_what_is_printed_reads_back_as_the_same_number(rules: IdentityRules, number: str) -> None:
    value = f"+62{number[1:]}"
    assert check_mobile(printed_mobile(value), rules=rules).value == value


def test_ten_million_digits_are_refused_unread(rules: IdentityRules) -> None:
    assert codes(check_mobile("0" * 10_000_000, rules=rules)) == ["TEXT_TOO_LONG"]


def test_a_mobile_number_is_printed_in_groups_of_four() -> None:
    assert printed_mobile("+6281234560123") == "0812-3456-0123"


def test_a_foreign_number_is_printed_as_it_is_stored() -> None:
    assert printed_mobile("+60123456789") == "+60123456789"


def test_a_letter_for_a_digit_gets_a_proposal(rules: IdentityRules) -> None:
    (finding,) = check_mobile("O812-3456-O123", rules=rules).findings
    assert (finding.code, finding.proposal) == (MobileCode.LETTER, "0812-3456-0123")


def test_a_letter_behind_the_country_code_gets_a_proposal(rules: IdentityRules) -> None:
    (finding,) = check_mobile("+62 812 3456 O123", rules=rules).findings
    assert finding.proposal == "0812-3456-0123"


def test_nothing_is_proposed_that_would_be_refused_itself(rules: IdentityRules) -> None:
    assert codes(check_mobile("0812O", rules=rules)) == [MobileCode.NOT_DIGITS]


@pytest.mark.parametrize("typed", ["081234560123 (istri)", "anak: 0812 3456 0123", "WA 081234560123 sore"])
def test_words_beside_one_number_get_a_proposal(rules: IdentityRules, typed: str) -> None:
    (finding,) = check_mobile(typed, rules=rules).findings
    assert (finding.code, finding.proposal) == (MobileCode.WORDS, "0812-3456-0123")


@pytest.mark.parametrize("typed", ["tidak ada", "belum punya", "nihil", "-", ""])
def test_saying_that_there_is_none_is_the_same_as_nothing(rules: IdentityRules, typed: str) -> None:
    assert codes(check_mobile(typed, rules=rules)) == [MobileCode.EMPTY]


@pytest.mark.parametrize(
    "typed",
    ["081234560123 085612340123", "081234560123085612340123", "0812 3456 0123 0856 1234 0123", "081234560123/24"],
)
def test_two_numbers_are_seen_however_they_are_written(rules: IdentityRules, typed: str) -> None:
    assert codes(check_mobile(typed, rules=rules)) == [MobileCode.TWO_NUMBERS]


def test_a_foreign_number_without_its_plus_is_asked_about(rules: IdentityRules) -> None:
    checked = check_mobile("60 12-345 6789", rules=rules)
    assert (checked.value, codes(checked)) == ("+60123456789", [MobileCode.FOREIGN_BARE])


def test_no_code_of_a_country_is_also_the_beginning_of_an_indonesian_number(rules: IdentityRules) -> None:
    assert not [code for code in rules.mobile.workers_abroad if code.startswith(("0", "62", "8"))]


@pytest.mark.parametrize(
    ("typed", "code"), [("3578085508909901", "WRONG_BOX_CARD_NUMBER"), ("siti@contoh.id", "WRONG_BOX_EMAIL")]
)
def test_what_belongs_into_another_box_is_named(rules: IdentityRules, typed: str, code: str) -> None:
    assert codes(check_mobile(typed, rules=rules)) == [code]


def test_a_landline_with_two_extensions_is_two_numbers(rules: IdentityRules) -> None:
    assert codes(check_mobile("031-8293097/8293098", rules=rules)) == [MobileCode.TWO_NUMBERS]


def test_slashes_between_groups_are_one_number(rules: IdentityRules) -> None:
    assert check_mobile("0812/3456/0123", rules=rules) == Checked("+6281234560123")


@pytest.mark.parametrize("number", ["9123456789", "601234567890123", "0123456789", "00012345678", "601234567"])
def test_a_number_that_begins_like_no_other_is_refused(rules: IdentityRules, number: str) -> None:
    assert codes(check_mobile(number, rules=rules)) == [MobileCode.SHAPE]


@pytest.mark.parametrize("prefix", ["0811", "0823", "0851", "0858", "0814", "0895", "0859", "0878", "0833", "0889"])
def test_known_operators_pass_unasked(rules: IdentityRules, prefix: str) -> None:
    assert check_mobile(f"{prefix}34560123", rules=rules).weight is Weight.OK


def test_an_operator_is_known_by_its_prefix(rules: IdentityRules) -> None:
    assert (rules.mobile.operator("085212345678"), rules.mobile.operator("0840")) == ("Telkomsel", None)
