"""What the desk does for a programme, in the programme's own word: not every one registers people."""

from __future__ import annotations

from core.programme import Programme
from core.registration import Outcome

REGISTERS = "PENDAFTARAN"
"""The act of programmes in which one can register; others check, propose or list people."""

_RECEIPT = "TANDA TERIMA"


def act_of(programme: Programme) -> str:
    """What the desk does for this programme, in the words of its slip: PENDAFTARAN, PENDATAAN, PENGECEKAN ..."""
    return programme.slip_title.removeprefix(_RECEIPT).strip()


def registers(programme: Programme) -> bool:
    """Whether the programme's own word is registration."""
    return act_of(programme) == REGISTERS


def outcome_code(programme: Programme, outcome: str) -> str:
    """The code of the words for what became of somebody in this programme: an outcome, or why there is none."""
    if not registers(programme) and outcome == Outcome.REGISTERED:
        return "OUTCOME_RECORDED"
    if not registers(programme) and outcome == Outcome.DUPLICATE:
        return "OUTCOME_RECORDED_BEFORE"
    return f"OUTCOME_{outcome.upper()}"
