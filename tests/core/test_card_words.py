"""The smaller fields of the card: its own words are known, other words are kept and asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.card_words import (
    CITIZENSHIPS,
    MARITAL_STATUSES,
    RELIGIONS,
    CardCode,
    check_optional_text,
    check_sex,
    check_text,
    check_word,
)
from core.findings import Weight
from core.people import Sex
from core.typed_text import TextCode
from tests.core.json_values import ANY_TEXT


@pytest.mark.parametrize(
    ("typed", "sex"),
    [
        ("L", Sex.MALE),
        ("p", Sex.FEMALE),
        (" Laki-Laki ", Sex.MALE),
        ("LAKI LAKI", Sex.MALE),
        ("laki\u2011laki", Sex.MALE),
        ("perempuan", Sex.FEMALE),
        ("Wanita", Sex.FEMALE),
    ],
)
def test_sex_is_read_as_letter_or_word(typed: str, sex: Sex) -> None:
    assert (check_sex(typed).value, check_sex(typed).findings) == (sex, ())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", CardCode.FIELD_REQUIRED),
        (" \t", CardCode.FIELD_REQUIRED),
        ("X", CardCode.SEX_UNREADABLE),
        ("L" * 201, TextCode.TOO_LONG),
    ],
)
def test_sex_that_cannot_be_read_is_blocked(typed: str, code: str) -> None:
    checked = check_sex(typed)
    assert checked.value is None
    assert [(finding.weight, finding.code) for finding in checked.findings] == [(Weight.BLOCK, code)]


def test_a_text_is_kept_in_capitals() -> None:
    assert check_text("  jl.  kenanga no. 12 ", "id_address").value == "JL. KENANGA NO. 12"


def test_a_text_of_the_card_that_is_empty_is_asked_about() -> None:
    checked = check_text(" ", "birth_place")
    assert checked.value == ""
    assert [(finding.weight, finding.code) for finding in checked.findings] == [(Weight.WARN, CardCode.FIELD_EMPTY)]


def test_an_optional_text_may_stay_empty() -> None:
    assert (check_optional_text("", "disability").value, check_optional_text("", "disability").findings) == ("", ())
    assert check_optional_text("tuna netra", "disability").value == "TUNA NETRA"


def test_a_text_longer_than_any_card_is_blocked_unread() -> None:
    for check in (check_text, check_optional_text):
        checked = check("A" * 201, "occupation")
        assert checked.value is None
        assert [finding.code for finding in checked.findings] == [TextCode.TOO_LONG]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Islam", "ISLAM"),
        ("Katolik", "KATHOLIK"),
        ("buddha", "BUDHA"),
        ("-", ""),
        ("penghayat", "KEPERCAYAAN TERHADAP TUHAN YME"),
    ],
)
def test_spellings_of_a_religion_become_the_cards_own(typed: str, value: str) -> None:
    assert check_word(typed, "religion", RELIGIONS, may_be_empty=True).value == value


def test_a_word_that_is_on_no_card_is_kept_and_asked_about() -> None:
    checked = check_word("duda", "marital_status", MARITAL_STATUSES)
    assert checked.value == "DUDA"
    assert [(finding.weight, finding.code) for finding in checked.findings] == [
        (Weight.WARN, CardCode.FIELD_NOT_ON_CARDS)
    ]


def test_an_empty_word_is_asked_about_unless_it_may_be_empty() -> None:
    assert check_word("", "religion", RELIGIONS, may_be_empty=True).findings == ()
    assert [finding.code for finding in check_word("", "citizenship", CITIZENSHIPS).findings] == [CardCode.FIELD_EMPTY]


def test_a_word_that_is_too_long_is_blocked_even_where_it_may_be_empty() -> None:
    checked = check_word("A" * 201, "religion", RELIGIONS, may_be_empty=True)
    assert checked.value is None
    assert [finding.code for finding in checked.findings] == [TextCode.TOO_LONG]


@pytest.mark.parametrize(("typed", "value"), [("wni", "WNI"), ("Indonesia", "WNI"), ("WNA", "WNA")])
def test_citizenship_is_wni_or_wna(typed: str, value: str) -> None:
    assert check_word(typed, "citizenship", CITIZENSHIPS).value == value


@pytest.mark.parametrize("words", [RELIGIONS, MARITAL_STATUSES, CITIZENSHIPS])
def test_every_known_word_is_found_and_its_meaning_too(words: dict[str, str]) -> None:
    for word, meaning in words.items():
        assert check_word(word, "x", words, may_be_empty=True).findings == ()
        assert meaning == "" or words[meaning] == meaning


@given(text=ANY_TEXT, may_be_empty=st.booleans())
def test_any_text_is_judged_not_raised(text: str, *, may_be_empty: bool) -> None:
    for checked in (check_word(text, "religion", RELIGIONS, may_be_empty=may_be_empty), check_text(text, "occupation")):
        assert checked.value is not None or checked.weight is Weight.BLOCK
    assert check_sex(text).value is not None or check_sex(text).weight is Weight.BLOCK
