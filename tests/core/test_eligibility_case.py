"""The line of keys of ``posko check elig``: what cannot be read is said and counts as nothing."""

from __future__ import annotations

from datetime import date

import pytest

from app.bundled import programme
from core.eligibility import Judgement
from core.eligibility_case import judge_case
from core.findings import Weight

ON = date(2026, 2, 10)


def judged(code: str, **keys: str) -> Judgement:
    return judge_case(programme(code), keys, ON, None)


def blocks(judgement: Judgement) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in judgement.findings if one.weight is Weight.BLOCK]


@pytest.mark.parametrize(
    ("code", "key", "text", "field", "finding"),
    [
        ("KPJ", "upah", "abc", "wage", "AMOUNT_UNREADABLE"),
        ("KPJ", "upah", "-5", "wage", "AMOUNT_UNREADABLE"),
        ("KPJ", "upah", "6589357.5", "wage", "AMOUNT_UNREADABLE"),
        ("KPJ", "kerja_dki", "kadang", "works_in_province", "ANSWER_NOT_A_CHOICE"),
        ("PRAKERJA2020", "kk_penerima", "dua", "family_card_recipients", "COUNT_UNREADABLE"),
        ("PRAKERJA2020", "kk_penerima", "-1", "family_card_recipients", "COUNT_UNREADABLE"),
        ("PRAKERJA2020", "kelompok", "petani", "excluded_group", "ANSWER_NOT_A_CHOICE"),
        ("PRAKERJA2020", "status", "melamun", "employment_status", "ANSWER_NOT_A_CHOICE"),
        ("BPU", "pembayar", "paman", "contribution_payer", "ANSWER_NOT_A_CHOICE"),
        ("BPU", "sektor", "angkasa", "sector", "ANSWER_NOT_A_CHOICE"),
    ],
)
def test_a_key_that_cannot_be_read_blocks(code: str, key: str, text: str, field: str, finding: str) -> None:
    assert blocks(judged(code, **{key: text})) == [(f"answers.{field}", finding)]


@pytest.mark.parametrize("text", ["0", "-", "", "tidak ada"])
def test_no_excluded_group_is_none(text: str) -> None:
    assert blocks(judged("PRAKERJA2020", kelompok=text)) == []


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("KPJ", {"upah": "6.000.000"}),
        ("KPJ", {"upah": "6 juta", "kerja_dki": "ya"}),
        ("BPU", {"pembayar": "APBD", "sektor": "Transportasi"}),
        ("PRAKERJA2020", {"status": "PHK", "kk_penerima": "1"}),
        ("KLJ", {"upah": "abc", "kelompok": "petani"}),
    ],
)
def test_what_can_be_read_or_is_not_asked_blocks_nobody(code: str, keys: dict[str, str]) -> None:
    assert blocks(judged(code, **keys)) == []
