"""Registrations about which desks differ, as matters that somebody should look at; found without any key."""

from __future__ import annotations

import enum

from app.models.attention import Attention
from app.models.statements import run


class DisputeCode(enum.StrEnum):
    """What there is to say about such a registration."""

    OPEN = "DISPUTE"


_OPEN = """
    SELECT registration_no, queue_number FROM registration
    WHERE sealed_disputes IS NOT NULL AND status != 'DITARIK' ORDER BY business_on, at_ms, seq"""


def disputed() -> tuple[Attention, ...]:
    """All of them, the eldest first; what is withdrawn stays as it is."""
    return tuple(
        Attention(DisputeCode.OPEN, {}, number or "", queue_number) for number, queue_number in run(_OPEN).fetchall()
    )
