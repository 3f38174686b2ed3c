"""What stands on a slip, as plain values: everything that differs from one person to the next."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date, datetime

MOST_NEXT_STEPS = 3
NIK_DIGITS = 16


class SlipKind(enum.Enum):
    """A receipt (registered, waiting list), a note (incomplete, not eligible) or a referral to Dukcapil."""

    RECEIPT = "receipt"
    NOTE = "note"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The office's head of a paper: agency, post, address and telephone; empty lines are left out.

    Args:
        emblem: a PNG or JPEG picture, as :func:`papers.emblem.is_emblem` takes it; empty = none.
    """

    agency: str
    post_name: str
    address: str = ""
    phone: str = ""
    emblem: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One slip, ready to be set; texts are Indonesian and final.

    Args:
        title: e.g. TANDA TERIMA PENDAFTARAN.
        at: local time of the visit, aware; ``zone`` is its label (WIB, WITA, WIT).
        masked_nik: never a whole NIK; empty if none could be read.
        papers_missing: labels of what the person must still bring.
        reasons: whole sentences; why a note is no receipt, or a remark on a receipt.
        eligible_from: the first day on which a "no" becomes a "yes", if there is one.
        next_steps: at most three short sentences.
        copy_no: 1 for the original; from 2 on the paper says DUPLIKAT.
        is_large: everything in type half as large again, for who sees little.
    Raises: ValueError if the maker of the slip broke one of these promises.
    """

    kind: SlipKind
    letterhead: Letterhead
    title: str
    queue_number: str
    counter: str
    at: datetime
    zone: str
    name: str
    masked_nik: str
    programme: str
    stage: str = ""
    registration_no: str = ""
    qr_text: str = ""
    papers_seen: tuple[str, ...] = ()
    papers_missing: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    eligible_from: date | None = None
    next_steps: tuple[str, ...] = ()
    status_check: str = ""
    complaint_line: str = ""
    officer_name: str = ""
    copy_no: int = 1
    is_training: bool = False
    is_large: bool = False

    def __post_init__(self) -> None:
        """Refuse what may never reach paper."""
        if sum(letter.isdigit() for letter in self.masked_nik) >= NIK_DIGITS:
            raise ValueError("a slip carries a masked NIK only")
        if self.at.tzinfo is None:
            raise ValueError("the time of a slip must know its zone")
        if len(self.next_steps) > MOST_NEXT_STEPS:
            raise ValueError("a slip has at most three next steps")
        if self.copy_no < 1:
            raise ValueError("copies are counted from 1, the original")
