"""Every finding of the identity rules can happen, and can be said with the facts it carries."""

from __future__ import annotations

import enum
import string
from collections.abc import Callable, Mapping
from datetime import date

import pytest

from core import address, dates, email, family_card, names, nik, phone, typed_text, wrong_box
from core.address import Regions
from core.findings import Finding
from core.identity_rules import IdentityRules, RulesCode
from core.people import IdPaper, Sex
from core.sentences import IDENTITY, sentence

TODAY = date(2026, 11, 21)
CODES: tuple[type[enum.StrEnum], ...] = (
    typed_text.TextCode,
    wrong_box.WrongBoxCode,
    nik.NikCode,
    family_card.FamilyCardCode,
    phone.MobileCode,
    email.EmailCode,
    names.NameCode,
    dates.DateCode,
    address.RtRwCode,
    address.VillageCode,
    address.PostalCode,
)
Ask = Callable[[str, Regions, IdentityRules], tuple[Finding, ...]]


def ask_nik(text: str, regions: Regions, _rules: IdentityRules) -> tuple[Finding, ...]:
    """``NUMBER|paper`` or ``NUMBER|sex|date``."""
    number, *card = text.split("|")
    if len(card) == 1:
        return nik.check_nik(number, on=TODAY, regions=regions, paper=IdPaper(card[0])).findings
    sex, birth = (Sex(card[0]), date.fromisoformat(card[1])) if card else (None, None)
    return nik.check_nik(number, on=TODAY, regions=regions, sex=sex, birth_date=birth).findings


def ask_nik_long_ago(text: str, regions: Regions, _rules: IdentityRules) -> tuple[Finding, ...]:
    return nik.check_nik(text, on=date(1950, 1, 1), regions=regions).findings


def ask_family_card(text: str, regions: Regions, _rules: IdentityRules) -> tuple[Finding, ...]:
    return family_card.check_family_card_no(text, nik="3578085508909901", regions=regions).findings


def ask_phone(text: str, _regions: Regions, rules: IdentityRules) -> tuple[Finding, ...]:
    return phone.check_mobile(text, rules=rules).findings


def ask_email(text: str, _regions: Regions, rules: IdentityRules) -> tuple[Finding, ...]:
    return email.check_email(text, rules=rules, is_shared=text.startswith("ibu")).findings


def ask_name(text: str, _regions: Regions, _rules: IdentityRules) -> tuple[Finding, ...]:
    return names.check_name(text).findings


def ask_date(text: str, _regions: Regions, _rules: IdentityRules) -> tuple[Finding, ...]:
    return dates.check_date(text, on=TODAY).findings


def ask_rt_rw(text: str, _regions: Regions, _rules: IdentityRules) -> tuple[Finding, ...]:
    return address.check_rt_rw(text).findings


def ask_village(text: str, regions: Regions, _rules: IdentityRules) -> tuple[Finding, ...]:
    return address.check_village_code(text, regions=regions).findings


def ask_postal_code(text: str, regions: Regions, _rules: IdentityRules) -> tuple[Finding, ...]:
    """In East Java."""
    return address.check_postal_code(text, regions=regions, province="35").findings


EXAMPLES: Mapping[str, tuple[Ask, str]] = {
    "TEXT_TOO_LONG": (ask_name, "A" * 201),
    "WRONG_BOX_CARD_NUMBER": (ask_name, "3578085508909901"),
    "WRONG_BOX_MOBILE": (ask_nik, "0812-3456-0123"),
    "WRONG_BOX_EMAIL": (ask_name, "siti@contoh.id"),
    "WRONG_BOX_DATE": (ask_rt_rw, "17-08-1990"),
    "NIK_EMPTY": (ask_nik, ""),
    "NIK_TOO_SHORT": (ask_nik, "35780855"),
    "NIK_TOO_LONG": (ask_nik, "35780855089099012"),
    "NIK_NOT_DIGITS": (ask_nik, "hilang"),
    "NIK_LETTER": (ask_nik, "35780855089099O1"),
    "NIK_SPREADSHEET": (ask_nik, "3,57851E+15"),
    "NIK_PLACEHOLDER": (ask_nik, "1111111111111111"),
    "NIK_OLD_LOCAL": (ask_nik, "0950031208600123"),
    "NIK_PROVINCE": (ask_nik, "9978085508909901"),
    "NIK_REGION_ZERO": (ask_nik, "3500085508909901"),
    "NIK_TRAINING": (ask_nik, "3199990101909901"),
    "NIK_DAY": (ask_nik, "3578084008909901"),
    "NIK_MONTH": (ask_nik, "3578081513909901"),
    "NIK_CALENDAR": (ask_nik, "3578087104909901"),
    "NIK_FUTURE": (ask_nik_long_ago, "3578085508909901"),
    "NIK_SERIAL": (ask_nik, "3578085508900000"),
    "NIK_REGION_UNKNOWN": (ask_nik, "6473011203809901"),
    "NIK_REGION_OLD": (ask_nik, "9101011203809901"),
    "NIK_CENTURY": (ask_nik, "3578080102249901|KK"),
    "NIK_AGE": (ask_nik, "3578080102249901|KTP"),
    "NIK_AGE_PAPER": (ask_nik, "3578080102909901|KIA"),
    "NIK_BIRTH_DATE_DIFFERS": (ask_nik, "3578085508909901|P|1990-08-16"),
    "NIK_SEX_DIFFERS": (ask_nik, "3578085508909901|L|1990-08-15"),
    "KK_EMPTY": (ask_family_card, ""),
    "KK_TOO_SHORT": (ask_family_card, "35780801"),
    "KK_TOO_LONG": (ask_family_card, "35780801011500012"),
    "KK_NOT_DIGITS": (ask_family_card, "hilang"),
    "KK_LETTER": (ask_family_card, "357808O101150001"),
    "KK_SPREADSHEET": (ask_family_card, "3,57808E+15"),
    "KK_PLACEHOLDER": (ask_family_card, "1111111111111111"),
    "KK_IS_NIK": (ask_family_card, "3578085508909901"),
    "KK_OLD_LOCAL": (ask_family_card, "0950030101150001"),
    "KK_SERIAL": (ask_family_card, "3578080101150000"),
    "KK_PROVINCE": (ask_family_card, "9978080101150001"),
    "KK_REGION_ZERO": (ask_family_card, "3500080101150001"),
    "KK_TRAINING": (ask_family_card, "3199990101159901"),
    "KK_REGION_UNKNOWN": (ask_family_card, "6473010101150001"),
    "KK_ODD_DATE": (ask_family_card, "3578083113150001"),
    "MOBILE_EMPTY": (ask_phone, ""),
    "MOBILE_TWO_NUMBERS": (ask_phone, "081234560123/085612340123"),
    "MOBILE_SPREADSHEET": (ask_phone, "8,12346E+11"),
    "MOBILE_LETTER": (ask_phone, "O81234560123"),
    "MOBILE_NOT_DIGITS": (ask_phone, "nomor suami"),
    "MOBILE_WORDS": (ask_phone, "081234560123 (istri)"),
    "MOBILE_SHAPE": (ask_phone, "9123456789"),
    "MOBILE_TOO_SHORT": (ask_phone, "08123456"),
    "MOBILE_TOO_LONG": (ask_phone, "08123456012345"),
    "MOBILE_PREFIX_UNKNOWN": (ask_phone, "08401234567"),
    "MOBILE_PLACEHOLDER": (ask_phone, "081234567890"),
    "MOBILE_LANDLINE": (ask_phone, "(031) 829-3097"),
    "MOBILE_FOREIGN": (ask_phone, "+60 12-345 6789"),
    "MOBILE_FOREIGN_BARE": (ask_phone, "60123456789"),
    "EMAIL_EMPTY": (ask_email, ""),
    "EMAIL_NOT_ASCII": (ask_email, "李@contoh.id"),
    "EMAIL_NO_AT": (ask_email, "siti.contoh.id"),
    "EMAIL_TWO_AT": (ask_email, "a@contoh.id; b@contoh.id"),
    "EMAIL_NAME": (ask_email, "siti\\ani@contoh.id"),
    "EMAIL_DOMAIN": (ask_email, "siti@contoh"),
    "EMAIL_SPELLING": (ask_email, "siti.aminah@gmail,com"),
    "EMAIL_PROVIDER_LENGTH": (ask_email, "s.i.t.i@gmail.com"),
    "EMAIL_PROVIDER_NAME": (ask_email, "siti_aminah@gmail.com"),
    "EMAIL_DOMAIN_TYPO": (ask_email, "siti.aminah@gmail.co"),
    "EMAIL_OFFICE": (ask_email, "posko@contoh.go.id"),
    "EMAIL_PLACEHOLDER": (ask_email, "test@contoh.id"),
    "EMAIL_SHARED": (ask_email, "ibu.siti@contoh.id"),
    "NAME_EMPTY": (ask_name, ""),
    "NAME_DIGITS": (ask_name, "SITI 2"),
    "NAME_DIGIT_FOR_LETTER": (ask_name, "S1TI"),
    "NAME_NOT_LATIN": (ask_name, "李小明"),
    "NAME_LOOK_ALIKE": (ask_name, "S\u0406TI"),
    "NAME_SIGN": (ask_name, "SITI_AMINAH"),
    "NAME_ALIAS": (ask_name, "AHMAD/MAMAT"),
    "NAME_DIACRITIC": (ask_name, "JOSÉ"),
    "NAME_ONE_LETTER": (ask_name, "N"),
    "NAME_LONG": (ask_name, "SITI " * 13),
    "NAME_PLACEHOLDER": (ask_name, "TEST"),
    "DATE_EMPTY": (ask_date, ""),
    "DATE_UNREADABLE": (ask_date, "kemarin"),
    "DATE_LETTER": (ask_date, "17-O8-1990"),
    "DATE_WORDS": (ask_date, "SURABAYA, 17-08-1990"),
    "DATE_MONTH": (ask_date, "08/17/1990"),
    "DATE_IMPOSSIBLE": (ask_date, "31-04-1990"),
    "DATE_FUTURE": (ask_date, "22-11-2026"),
    "DATE_TOO_OLD": (ask_date, "01-01-1890"),
    "DATE_VERY_OLD": (ask_date, "01-01-1910"),
    "DATE_CENTURY": (ask_date, "17-08-90"),
    "RT_RW_NONE": (ask_rt_rw, "-"),
    "RT_RW_UNREADABLE": (ask_rt_rw, "Dusun Krajan"),
    "RT_RW_LETTER": (ask_rt_rw, "O03/O07"),
    "RT_RW_ONE_NUMBER": (ask_rt_rw, "3"),
    "RT_RW_TOO_LONG": (ask_rt_rw, "1003/007"),
    "RT_RW_SPREADSHEET": (ask_rt_rw, "03-Jul"),
    "RT_RW_HALF": (ask_rt_rw, "003/-"),
    "RT_RW_RT_HIGH": (ask_rt_rw, "120/007"),
    "RT_RW_RW_HIGH": (ask_rt_rw, "003/107"),
    "VILLAGE_EMPTY": (ask_village, ""),
    "VILLAGE_UNREADABLE": (ask_village, "Gubeng"),
    "VILLAGE_INCOMPLETE": (ask_village, "31.75.02"),
    "VILLAGE_TOO_LONG": (ask_village, "31.75.02.10012"),
    "VILLAGE_OTHER_LIST": (ask_village, "3172080001"),
    "VILLAGE_UNKNOWN": (ask_village, "31.75.02.1099"),
    "VILLAGE_OLD": (ask_village, "91.01.01.1002"),
    "VILLAGE_OLD_ALONE": (ask_village, "91.03.01.2007"),
    "VILLAGE_TRAINING": (ask_village, "31.99.99.1001"),
    "POSTAL_CODE_EMPTY": (ask_postal_code, ""),
    "POSTAL_CODE_NOT_DIGITS": (ask_postal_code, "Gubeng"),
    "POSTAL_CODE_LETTER": (ask_postal_code, "6O281"),
    "POSTAL_CODE_LENGTH": (ask_postal_code, "6028"),
    "POSTAL_CODE_ZERO": (ask_postal_code, "01311"),
    "POSTAL_CODE_UNKNOWN": (ask_postal_code, "99999"),
    "POSTAL_CODE_OTHER_PROVINCE": (ask_postal_code, "13110"),
}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_code_has_an_example() -> None:
    assert {str(code) for codes in CODES for code in codes} == set(EXAMPLES)


def test_the_table_of_sentences_holds_these_codes_and_no_others() -> None:
    assert set(IDENTITY) == {*EXAMPLES, RulesCode.UNREADABLE}


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_finding_can_be_said_with_its_own_facts(regions: Regions, rules: IdentityRules, code: str) -> None:
    ask, text = EXAMPLES[code]
    finding = next(finding for finding in ask(text, regions, rules) if finding.code == code)
    assert places(IDENTITY[code]) <= set(finding.facts)
    assert "{" not in sentence(code, finding.facts)


@pytest.mark.parametrize("code", IDENTITY)
def test_a_sentence_is_whole_and_ends_like_one(code: str) -> None:
    assert IDENTITY[code][0].isupper()
    assert IDENTITY[code][-1] in ".?"
