"""Made-up people of Jakarta Timur who ask for the programmes of DKI, and how an officer types what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.journeys.people import FORM, USUAL, Person

CARD = FORM[: FORM.index("family_card_no")]
CONTACT = ("family_card_no", "mobile", "email")
END = ("documents", "consent")

KPJ_FORM = (
    *CARD, *CONTACT, "bank_account", "works_in_province", "employer", "wage", "supports_family", "dependants",
    "other_provincial_aid", "wage_on_letter", "union", "children", *END,
)  # fmt: skip
BPU_FORM = (
    *CARD, *CONTACT, "own_account", "present_job", "work_place", "working_hours", "income", "sector",
    "old_age_savings", "contribution_payer", "heir", "family_relation", "mother_name", "vulnerable_worker", *END,
)  # fmt: skip
KLJ_FORM = (
    *CARD, *CONTACT, "represented_by", "bank_account", "hardship", "is_pensioner", "in_welfare_register",
    "register_criteria", "family_relation", "power_of_attorney", *END,
)  # fmt: skip

KPJ_ANSWERS = {
    "works_in_province": "y",
    "employer": "PT Contoh Sandang",
    "wage": "5500000",
    "supports_family": "y",
    "dependants": "2",
    "other_provincial_aid": "t",
    "documents": "12345",
    "consent": " ",
}
BPU_ANSWERS = {
    "own_account": "y",
    "present_job": "pengemudi ojek",
    "work_place": "Duren Sawit",
    "working_hours": "06.00-18.00",
    "income": "2500000",
    "sector": "t",
    "old_age_savings": "t",
    "contribution_payer": "s",
    "heir": "Ratna Sari",
    "family_relation": "s",
    "vulnerable_worker": "t",
    "documents": "1",
    "consent": " ",
}
KLJ_ANSWERS = {
    "represented_by": "Siti Aminah",
    "hardship": "2",
    "is_pensioner": "t",
    "register_criteria": "1",
    "family_relation": "a",
    "power_of_attorney": "y",
    "documents": "1234",
    "consent": " ",
}


def of_jakarta(
    number: int, name: str, form: Sequence[str], answers: Mapping[str, str], *, born: str = "120385"
) -> Person:
    """Somebody of Pondok Bambu whom nothing stands against; another one for every number below 90.

    Args:
        born: as the NIK writes it; women have 40 added to the day.
    """
    card = {key: text for key, text in USUAL.items() if key in CARD}
    keys = {
        **card,
        "birth_place": "jakarta",
        "village_code": "pondok bambu",
        "nik": f"317507{born}{9901 + number}",
        "name_on_id": name,
        "family_card_no": f"317507230812{9901 + number}",
        "mobile": f"0812457{number:05d}",
        "email": f"{name.partition(' ')[0]}{number}@contoh.id",
        **answers,
    }
    return Person(keys, "Pondok Bambu, Duren Sawit", form=form)
