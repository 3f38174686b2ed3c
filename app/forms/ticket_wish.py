"""The queue number that a form is filled in for: it keeps number and day from the door to the card."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TicketWish:
    """Somebody with a number is to be registered.

    Args:
        uid, number: the ticket.
        on: its business date, on which the form is judged and kept.
        is_blank: it is the number of a paper form that was filled in by hand.
    """

    uid: uuid.UUID
    number: str
    on: date
    is_blank: bool = False


def texts_of(wish: TicketWish | None) -> dict[str, str]:
    """The ticket as plain texts for a draft; empty without one."""
    if wish is None:
        return {}
    texts = {"ticket": str(wish.uid), "ticket_number": wish.number, "ticket_on": wish.on.isoformat()}
    return texts | ({"ticket_is_blank": "1"} if wish.is_blank else {})


def wish_of(texts: Mapping[str, str]) -> TicketWish | None:
    """The ticket that a draft names; a draft may be another program's, or damaged by hand."""
    try:
        uid, on = uuid.UUID(texts.get("ticket", "")), date.fromisoformat(texts.get("ticket_on", ""))
    except ValueError:
        return None
    return TicketWish(uid, texts.get("ticket_number", ""), on, "ticket_is_blank" in texts)
