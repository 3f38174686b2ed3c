"""Text that another box asks for is recognised, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given

from core.wrong_box import WrongBoxCode, wrong_box
from tests.core.test_typed_text import ANY_TEXT


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3578085508909901", WrongBoxCode.CARD_NUMBER),
        ("35.78.08.550890.9901", WrongBoxCode.CARD_NUMBER),
        ("081234560123", WrongBoxCode.MOBILE),
        ("+62 812-3456-0123", WrongBoxCode.MOBILE),
        ("siti@contoh.id", WrongBoxCode.EMAIL),
        ("17-08-1990", WrongBoxCode.DATE),
        ("7/8/1990", WrongBoxCode.DATE),
    ],
)
def test_what_belongs_elsewhere_is_recognised(text: str, code: WrongBoxCode) -> None:
    finding = wrong_box(text, "name_on_id")
    assert finding is not None
    assert (finding.field, finding.code, finding.facts) == ("name_on_id", code, {"field": "name_on_id"})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SITI AMINAH",
        "0950031208600123",
        "357808550890990",
        "08123",
        "021-5551234",
        "TAN@LIEM",
        "003/007",
        "1990-08-17",
    ],
)
def test_what_belongs_nowhere_in_particular_is_left_alone(text: str) -> None:
    assert wrong_box(text, "name_on_id") is None


@pytest.mark.parametrize("code", WrongBoxCode)
def test_a_box_never_complains_of_what_it_asks_for(code: WrongBoxCode) -> None:
    text = {
        WrongBoxCode.CARD_NUMBER: "3578085508909901",
        WrongBoxCode.MOBILE: "081234560123",
        WrongBoxCode.EMAIL: "siti@contoh.id",
        WrongBoxCode.DATE: "17-08-1990",
    }[code]
    assert wrong_box(text, "here", own=code) is None


@given(ANY_TEXT)
def test_any_text_gets_an_answer(text: str) -> None:
    assert wrong_box(text, "here") is None or len(text) > 5
