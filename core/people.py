"""Who stands in front of the desk: frozen records of a person as the cards say it."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


class Sex(enum.StrEnum):
    """Sex as the KTP prints it: L (laki-laki) or P (perempuan)."""

    MALE = "L"
    FEMALE = "P"


class IdPaper(enum.StrEnum):
    """Which paper shows the NIK; a child stands in the KK or on a KIA."""

    KTP = "KTP"
    KK = "KK"
    KIA = "KIA"


@dataclass(frozen=True, slots=True)
class Applicant:
    """A person's identity, normalised, in the order of the KTP. Empty text = not given."""

    nik: str
    name_on_id: str
    birth_place: str
    birth_date: date | None
    sex: Sex | None
    id_address: str
    rt_rw: str
    village_code: str
    religion: str
    marital_status: str
    occupation: str
    citizenship: str
    family_card_no: str
    mobile: str
    email: str
    contact_person: str = ""
    current_address: str = ""
    current_village_code: str = ""
    represented_by: str = ""
    disability: str = ""
    bank_account: str = ""


def masked_nik(nik: str) -> str:
    """``357808******9901``: birth date and sex hidden [FACTBOOK 5.1]; shorter texts are hidden whole."""
    return f"{nik[:6]}******{nik[-4:]}" if len(nik) == 16 else "*" * len(nik)


def masked_apart(niks: Sequence[str]) -> tuple[str, ...]:
    """Numbers masked, but for the digits in which they differ: enough to tell which one stands on the card."""
    masked = [masked_nik(nik) for nik in niks]
    if len({len(nik) for nik in niks}) != 1:
        return tuple(masked)
    differ = [len(set(digits)) > 1 for digits in zip(*niks, strict=True)]
    return tuple(
        "".join(digit if is_other else hidden for digit, hidden, is_other in zip(nik, text, differ, strict=True))
        for nik, text in zip(niks, masked, strict=True)
    )


def masked_name(name: str) -> str:
    """``SITI A***``: enough to recognise a person whom one knows, not to learn a stranger's name [FACTBOOK 7.2]."""
    first, *others = name.split() or [""]
    return " ".join([first, *(f"{word[0]}***" for word in others)])
