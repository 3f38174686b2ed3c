"""Names as the card prints them: Latin letters with apostrophe, full stop, comma and hyphen, in upper case."""

from __future__ import annotations

import enum
import re
import unicodedata

from core.findings import Checked, Finding, block, warn
from core.typed_text import digits_as_letters, tidy, too_long
from core.wrong_box import wrong_box

LIKELY_CHARS = 60
"""New records allow so many letters with spaces (Permendagri 73/2022 art. 4); older documents stay valid."""


class NameCode(enum.StrEnum):
    """Findings about a name."""

    EMPTY = "NAME_EMPTY"
    DIGITS = "NAME_DIGITS"
    DIGIT_FOR_LETTER = "NAME_DIGIT_FOR_LETTER"
    NOT_LATIN = "NAME_NOT_LATIN"
    LOOK_ALIKE = "NAME_LOOK_ALIKE"
    SIGN = "NAME_SIGN"
    ALIAS = "NAME_ALIAS"
    DIACRITIC = "NAME_DIACRITIC"
    ONE_LETTER = "NAME_ONE_LETTER"
    LONG = "NAME_LONG"
    PLACEHOLDER = "NAME_PLACEHOLDER"


_CARD_SIGNS = frozenset(" '.,-")
_ALIAS_SIGNS = frozenset("/()@")
_ALIAS_WORD = re.compile(r"\b(?:ALIAS|ALS)\b")
_FILLERS = re.compile(
    r"TES(?:T|TING|TER)?(?: TEST?| USER)?|USER TEST|COBA(?: COBA)?|CONTOH|DUMMY|ASDF?G?|QWE(?:RTY)?|XYZ|ABCD?E?|"
    r"NAMA(?: LENGKAP| SAYA| SESUAI KTP)?|TANPA NAMA|(?:TIDAK|TDK) (?:ADA|PUNYA|DIKETAHUI)|BELUM ADA|KOSONG|ANONIM|"
    r"UNKNOWN|NULL|UNDEFINED|NIHIL|NN|N\.N\.?"
)
"""Typed to get past the box."""
_LOOK_ALIKES = str.maketrans("АВЕЅІЈКМНОРСТУХԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABESIJKMHOPCTYXQWABEZHIKMNOPTYX")
"""Cyrillic and Greek capitals that look like Latin ones; they come with text copied from the web."""

_ONE_LETTER_REPEATED = re.compile(r"(\w)\1{2,}(?: \1+)*")


def check_name(text: str, field: str = "name_on_id") -> Checked[str]:
    """A name as on the KTP; one word, titles and old spellings are normal [FACTBOOK 1.2]."""
    refusal = too_long(text, field)
    if refusal:
        return Checked(None, (refusal,))
    name = tidy(unicodedata.normalize("NFC", tidy(text).upper()))
    refusal = _refusal(name, field)
    if refusal:
        return Checked(None, (refusal,))
    return Checked(name, tuple(_doubts(name, field)))


def _refusal(name: str, field: str) -> Finding | None:
    if not any(char.isalnum() for char in name):
        return block(field, NameCode.EMPTY)
    strange = next((char for char in name if not _is_latin(char) and char not in _CARD_SIGNS | _ALIAS_SIGNS), None)
    elsewhere = wrong_box(name, field)
    if strange is None or elsewhere:
        return elsewhere
    if any("0" <= char <= "9" for char in name):
        return _digits_finding(name, field)
    if strange.isalpha():
        return _foreign_finding(name, field)
    return block(field, NameCode.SIGN, sign=strange)


def _digits_finding(name: str, field: str) -> Finding:
    """A digit inside a word (S1TI) was meant as a letter; one that stands alone was not."""
    words = [digits_as_letters(word) if re.search(r"[A-Z]", word) else word for word in name.split()]
    meant = " ".join(words)
    if _refusal_free(meant):
        return block(field, NameCode.DIGIT_FOR_LETTER, proposal=meant)
    return block(field, NameCode.DIGITS)


def _foreign_finding(name: str, field: str) -> Finding:
    """Letters of another script; among Latin ones they may only look alike, and then the name is proposed in Latin."""
    meant = name.translate(_LOOK_ALIKES)
    if _refusal_free(meant) and re.search(r"[A-Z]", name):
        return block(field, NameCode.LOOK_ALIKE, proposal=meant)
    return block(field, NameCode.NOT_LATIN)


def _refusal_free(name: str) -> bool:
    return all(_is_latin(char) or char in _CARD_SIGNS | _ALIAS_SIGNS for char in name)


def _is_latin(char: str) -> bool:
    """A Latin letter, or a mark above one that has no sign of its own."""
    if char.isascii():
        return char.isalpha()
    return unicodedata.category(char) == "Mn" or (char.isalpha() and "LATIN" in unicodedata.name(char, ""))


def _doubts(name: str, field: str) -> list[Finding]:
    letters = sum(char.isalpha() for char in name)
    codes = (
        (NameCode.ALIAS, bool(_ALIAS_SIGNS & set(name) or _ALIAS_WORD.search(name))),
        (NameCode.DIACRITIC, not name.isascii()),
        (NameCode.ONE_LETTER, letters == 1),
        (NameCode.PLACEHOLDER, bool(_FILLERS.fullmatch(name) or _ONE_LETTER_REPEATED.fullmatch(name))),
    )
    findings = [warn(field, code) for code, is_so in codes if is_so]
    if len(name) > LIKELY_CHARS:
        findings.append(warn(field, NameCode.LONG, length=len(name), most=LIKELY_CHARS))
    return findings
