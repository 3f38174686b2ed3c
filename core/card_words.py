"""The words a KTP prints in its smaller fields: religion, marital status, citizenship, and plain text fields.

Sources: FACTBOOK 1.2 (Permendagri 109/2019; MK 97/PUU-XIV/2016 for religion; Disdukcapil pages for marital status).
"""

from __future__ import annotations

import enum
from collections.abc import Mapping

from core.findings import Checked, block, warn
from core.people import Sex
from core.typed_text import tidy, too_long


class CardCode(enum.StrEnum):
    """Findings of these fields."""

    FIELD_EMPTY = "FIELD_EMPTY"
    FIELD_REQUIRED = "FIELD_REQUIRED"
    FIELD_NOT_ON_CARDS = "FIELD_NOT_ON_CARDS"
    SEX_UNREADABLE = "SEX_UNREADABLE"
    SEX_FROM_NIK = "SEX_FROM_NIK"


RELIGIONS: Mapping[str, str] = {
    "ISLAM": "ISLAM",
    "KRISTEN": "KRISTEN",
    "PROTESTAN": "KRISTEN",
    "KATHOLIK": "KATHOLIK",
    "KATOLIK": "KATHOLIK",
    "HINDU": "HINDU",
    "BUDHA": "BUDHA",
    "BUDDHA": "BUDHA",
    "KHONGHUCU": "KHONGHUCU",
    "KONGHUCU": "KHONGHUCU",
    "KEPERCAYAAN TERHADAP TUHAN YME": "KEPERCAYAAN TERHADAP TUHAN YME",
    "KEPERCAYAAN": "KEPERCAYAAN TERHADAP TUHAN YME",
    "PENGHAYAT": "KEPERCAYAAN TERHADAP TUHAN YME",
    "-": "",
}
"""Spelling varies on cards; empty stands on old ones."""

MARITAL_STATUSES: Mapping[str, str] = {
    word: word
    for word in (
        "BELUM KAWIN",
        "KAWIN",
        "CERAI HIDUP",
        "CERAI MATI",
        "KAWIN TERCATAT",
        "KAWIN BELUM TERCATAT",
        "CERAI HIDUP TERCATAT",
        "CERAI HIDUP BELUM TERCATAT",
    )
}

CITIZENSHIPS: Mapping[str, str] = {"WNI": "WNI", "INDONESIA": "WNI", "WNA": "WNA"}

SEXES: Mapping[str, Sex] = {
    "L": Sex.MALE,
    "LAKI-LAKI": Sex.MALE,
    "LAKI LAKI": Sex.MALE,
    "PRIA": Sex.MALE,
    "P": Sex.FEMALE,
    "PEREMPUAN": Sex.FEMALE,
    "WANITA": Sex.FEMALE,
}


def check_text(text: str, field: str) -> Checked[str]:
    """A free text field of the card; empty is a warning because every card prints it."""
    refusal = too_long(text, field)
    if refusal:
        return Checked(None, (refusal,))
    value = tidy(text).upper()
    return Checked(value, () if value else (warn(field, CardCode.FIELD_EMPTY, field=field),))


def check_optional_text(text: str, field: str) -> Checked[str]:
    """A free text field that may stay empty."""
    checked = check_text(text, field)
    return Checked("") if checked.value == "" else checked


def check_word(text: str, field: str, words: Mapping[str, str], *, may_be_empty: bool = False) -> Checked[str]:
    """A field whose words are known; another word is kept and must be confirmed."""
    checked = check_text(text, field)
    if not checked.value:
        return Checked("") if may_be_empty and checked.value == "" else checked
    if checked.value in words:
        return Checked(words[checked.value])
    return Checked(checked.value, (warn(field, CardCode.FIELD_NOT_ON_CARDS, field=field),))


def check_sex(text: str) -> Checked[Sex]:
    """Sex as typed: the letter or the word of the card."""
    checked = check_text(text, "sex")
    if not checked.value:
        findings = (block("sex", CardCode.FIELD_REQUIRED, field="sex"),) if checked.value == "" else checked.findings
        return Checked(None, findings)
    if checked.value not in SEXES:
        return Checked(None, (block("sex", CardCode.SEX_UNREADABLE),))
    return Checked(SEXES[checked.value])
