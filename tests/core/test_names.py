"""Names as the card prints them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.findings import Checked, Weight
from core.names import NameCode, check_name
from tests.core.test_typed_text import ANY_TEXT

COMMON_WORDS = ("SITI", "SRI", "NUR", "I MADE", "NI LUH", "LA ODE", "MA'RUF", "H.", "HJ.", "S.PD.", "SRI-REJEKI", "TAN")


def codes(checked: Checked[str]) -> list[str]:
    return [finding.code for finding in checked.findings]


@given(ANY_TEXT)
def test_any_text_gets_an_answer(text: str) -> None:
    checked = check_name(text)
    assert (checked.value is None) == (checked.weight is Weight.BLOCK)


@given(ANY_TEXT | st.text(alphabet="aßŉéŁ'’ .-", max_size=20))
def test_a_name_that_passes_reads_the_same_again(text: str) -> None:
    value = check_name(text).value
    assert value is None or check_name(value).value == value


@given(
    st.lists(st.sampled_from(COMMON_WORDS), min_size=1, max_size=5),
    st.sampled_from([str.lower, str.title, str.upper]),
)
def test_common_names_pass_in_any_case(words: list[str], write: Callable[[str], str]) -> None:
    name = " ".join(words)
    assert check_name(write(name)).value == name


def test_ten_million_letters_are_refused_unread() -> None:
    assert codes(check_name("A" * 10_000_000)) == ["TEXT_TOO_LONG"]


def test_a_finding_names_the_field_it_was_asked_for() -> None:
    (finding,) = check_name("", field="contact_person").findings
    assert (finding.field, finding.code) == ("contact_person", NameCode.EMPTY)


def test_a_digit_inside_a_word_gets_a_proposal() -> None:
    (finding,) = check_name("s1ti amina8").findings
    assert (finding.code, finding.proposal) == (NameCode.DIGIT_FOR_LETTER, "SITI AMINAB")


def test_a_digit_that_looks_like_no_letter_gets_none() -> None:
    (finding,) = check_name("SIT3").findings
    assert (finding.code, finding.proposal) == (NameCode.DIGITS, None)


def test_an_unknown_sign_is_shown() -> None:
    (finding,) = check_name("SITI_AMINAH").findings
    assert (finding.code, finding.facts) == (NameCode.SIGN, {"sign": "_"})


def test_a_letter_with_its_mark_apart_is_one_letter() -> None:
    assert check_name("JOSE\u0301").value == "JOS\u00c9"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AHMAD/MAMAT", [NameCode.ALIAS]),
        ("AHMAD ALS MAMAT", [NameCode.ALIAS]),
        ("Ł", [NameCode.DIACRITIC, NameCode.ONE_LETTER]),
        ("XXX XXX", [NameCode.PLACEHOLDER]),
        ("A" * 61, [NameCode.PLACEHOLDER, NameCode.LONG]),
        ("ALSINAH", []),
        ("AAN", []),
    ],
)
def test_unlikely_names_are_asked_about(name: str, expected: list[NameCode]) -> None:
    assert codes(check_name(name)) == expected


def test_two_hundred_equal_letters_before_another_are_judged_at_once() -> None:
    assert check_name("A" * 199 + "B").value is not None  # a greedy pattern took longer than a life for this
