"""What the desk does for a programme, in the programme's own word: not every one registers people."""

from __future__ import annotations

from collections.abc import Mapping

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


_OUTCOMES: Mapping[str, str] = {
    Outcome.REGISTERED: "OUTCOME_REGISTERED",
    Outcome.WAITING_LIST: "OUTCOME_WAITING_LIST",
    Outcome.INCOMPLETE: "OUTCOME_INCOMPLETE",
    Outcome.NOT_ELIGIBLE: "OUTCOME_NOT_ELIGIBLE",
    Outcome.DUPLICATE: "OUTCOME_DUPLICATE",
}
_WITHOUT_REGISTRATION: Mapping[str, str] = {
    Outcome.REGISTERED: "OUTCOME_RECORDED",
    Outcome.DUPLICATE: "OUTCOME_RECORDED_BEFORE",
}


def outcome_code(programme: Programme, outcome: Outcome) -> str:
    """The code of the words for an outcome of this programme."""
    own = {} if registers(programme) else _WITHOUT_REGISTRATION
    return own.get(outcome) or _OUTCOMES[outcome]
