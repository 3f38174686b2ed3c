"""Typed text is tidied before any rule looks at it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.typed_text import digits_as_letters, is_spreadsheet_damage, letters_as_digits, tidy

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("  a \t b\r\nc ", "a b c"),
        ("a\u00a0\u2003b", "a b"),
        ("a\u200bb\u202ec\u00adde\x00\ud800\ue000", "abcde"),
        ("1\u20112\u22123", "1-2-3"),
        ("MA\u2019RUF", "MA'RUF"),
        ("\uff13\uff0c\u0665\u096d", "3,57"),
        ("x\u00b2", "x\u00b2"),
        ("  JUMA`AT   x ", "JUMA'AT x"),
        ("JUMA`AT\u00a0x", "JUMA'AT x"),
    ],
)
def test_tidy_text_is_what_an_officer_meant_to_type(typed: str, seen: str) -> None:
    assert tidy(typed) == seen


@given(ANY_TEXT)
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(ANY_TEXT)
def test_tidy_text_can_be_stored(text: str) -> None:
    assert tidy(text).encode().decode() == tidy(text)


@pytest.mark.parametrize("text", ["3,57851E+15", "3.5e15", "3578085508909901.0", "########", "#N/A"])
def test_what_a_spreadsheet_leaves_of_a_long_number_is_recognised(text: str) -> None:
    assert is_spreadsheet_damage(text)


@pytest.mark.parametrize("text", ["3578085508909901", "12.50", "SITI", "", "E+15"])
def test_ordinary_text_is_no_spreadsheet_damage(text: str) -> None:
    assert not is_spreadsheet_damage(text)


def test_look_alike_letters_are_read_as_digits() -> None:
    assert letters_as_digits("O1l2S5B8") == "01125588"


def test_a_word_is_not_read_as_a_number() -> None:
    assert letters_as_digits("SOLOB1") is None


def test_letters_that_look_like_no_digit_are_not_read_as_digits() -> None:
    assert letters_as_digits("123X") is None


def test_look_alike_digits_are_read_as_letters() -> None:
    assert digits_as_letters("S1T1 805") == "SITI BOS"
