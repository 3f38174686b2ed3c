"""Who is to be helped with an e-mail address, and what the side road brings back to where it began."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class HelpOutcome:
    """What came of a help so far.

    Args:
        account: the help; ``None`` = none was begun.
        address, contact_person: what belongs into the form; empty = nothing.
    """

    account: uuid.UUID | None = None
    address: str = field(default="", repr=False)
    contact_person: str = field(default="", repr=False)


def _nowhere(_outcome: HelpOutcome) -> None:
    """It began at the account desk itself."""


def _unheard(_account: uuid.UUID) -> None:
    """Nobody remembers it but the account desk."""


@dataclass(frozen=True, slots=True)
class AccountWish:
    """Somebody is to be helped.

    Args:
        nik: so that nobody gets two mailboxes; it is not kept with the help.
        town, birth_year: for names that are free; the year is used only if the applicant agrees.
        address: what stands in the form already, right or wrong.
        registration: the one that stands already; ``None`` = it comes out of a form, or out of nothing.
        ticket, ticket_number: by which the person was called to the account desk.
        account: a help that was begun for this person before.
        back_text: where ``back`` leads, as a button says it; empty = to the list of helps.
        begun: told the help's uid as soon as it is written down.
        back: leads to where it began; told what came of it.
    """

    name_on_id: str = field(default="", repr=False)
    nik: str = field(default="", repr=False)
    town: str = field(default="", repr=False)
    birth_year: int | None = field(default=None, repr=False)
    address: str = field(default="", repr=False)
    registration: uuid.UUID | None = None
    ticket: uuid.UUID | None = None
    ticket_number: str = ""
    account: uuid.UUID | None = None
    back_text: str = ""
    begun: Callable[[uuid.UUID], None] = field(default=_unheard, compare=False, repr=False)
    back: Callable[[HelpOutcome], None] = field(default=_nowhere, compare=False, repr=False)
