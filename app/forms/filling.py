"""What the program fills in by itself: birth date and sex out of a good NIK, and the usual citizenship."""

from __future__ import annotations

from collections.abc import Mapping

from core.findings import Weight
from core.nik import Nik, NikCode, check_nik
from core.registration import Rulebook

USUAL_CITIZENSHIP = "WNI"

_IN_DOUBT = frozenset({NikCode.CENTURY, NikCode.AGE, NikCode.AGE_PAPER})
"""Then the officer asks for the year of birth; filling it in would answer the question by itself."""


def filled_by_program(nik: str, rulebook: Rulebook) -> Mapping[str, str]:
    """Texts for fields that nobody has touched yet.

    Args:
        nik: as typed, or as proposed and taken.
    """
    return {**_from_nik(nik, rulebook), "citizenship": USUAL_CITIZENSHIP}


def _from_nik(text: str, rulebook: Rulebook) -> Mapping[str, str]:
    checked = check_nik(
        text,
        on=rulebook.on,
        regions=rulebook.regions,
        paper=rulebook.programme.id_paper,
        is_training=rulebook.is_training,
    )
    nik: Nik | None = checked.value
    if nik is None or checked.weight is Weight.BLOCK:
        return {}
    if any(finding.code in _IN_DOUBT for finding in checked.findings):
        return {"sex": nik.sex.value}
    return {"sex": nik.sex.value, "birth_date": f"{nik.birth_date:%d-%m-%Y}"}
