"""People of Jakarta Timur who come for BPU, most of them for 1 RW 100."""

from __future__ import annotations

from datetime import date

from app.bundled import programme
from app.desk.context import Desk
from app.desk.register import register
from core.registered import KeptRegistration
from tests.kit.desk import entry_of, person_values

PISANGAN_BARU = "31.75.01.1001"
"""In Matraman, one of the target's three districts."""


def vulnerable(
    desk: Desk,
    number: int,
    rt_rw: str,
    *,
    takes_part: bool = True,
    village: str = PISANGAN_BARU,
    on: date | None = None,
) -> KeptRegistration:
    """Somebody else for every number.

    Args:
        takes_part: whether they count for the target.
        on: the day of the visit; none = today.
    """
    values = person_values(
        number,
        village_code=village,
        rt_rw=rt_rw,
        answers={
            "own_account": True, "present_job": "Pedagang", "work_place": "Pasar", "working_hours": "05-12",
            "income": "1500000", "sector": "perdagangan", "old_age_savings": False, "contribution_payer": "csr",
            "heir": "SITI", "family_relation": "pasangan", "vulnerable_worker": takes_part, "vulnerable_group": "pkk",
        },
        confirm=["*"],
    )  # fmt: skip
    return register(desk, entry_of(values), programme("BPU"), on or desk.today()).kept
