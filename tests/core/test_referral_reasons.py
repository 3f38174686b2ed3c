"""What a referral says of a NIK is for Dukcapil: a finding of its own words, and no instruction for the desk."""

from __future__ import annotations

import re
import string

import pytest

from core.nik import NikCode
from core.registration import RegistrationCode
from core.sentences import REFERRAL_REASONS, SENTENCES, referral_reason

REMARKS = {NikCode.REGION_OLD}
"""Findings that are no reason to send anybody anywhere."""


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_finding_about_a_nik_has_words_for_dukcapil() -> None:
    assert set(REFERRAL_REASONS) - {""} == {*NikCode, RegistrationCode.NIK_OF_ANOTHER} - REMARKS


@pytest.mark.parametrize("code", sorted(set(REFERRAL_REASONS) - {""}))
def test_a_reason_uses_facts_that_its_finding_has(code: str) -> None:
    known = places(SENTENCES[code]) | {"needed"}
    assert places(REFERRAL_REASONS[code]) <= known


def test_no_reason_tells_the_desk_what_to_do() -> None:
    orders = re.compile(r"\b(cocokkan|periksa|salin|tanyakan|minta|pakai|isi|simpan|ubah)\b", re.IGNORECASE)
    assert [text for text in REFERRAL_REASONS.values() if orders.search(text)] == []


def test_what_is_not_known_here_is_said_in_general() -> None:
    assert referral_reason("A_NEWER_CODE", {}) == "NIK belum bisa dipastikan di posko."
    assert referral_reason("NIK_MONTH", {"month": "13"}) == "Bulan lahir di NIK (13) tidak ada."
