"""A queue number on its way to paper."""

from __future__ import annotations

from collections.abc import Callable

from app.desk.context import Desk
from app.desk.tickets_paper import prepare_ticket
from app.printing.worker import PrintState
from app.ui.house import House
from app.ui.printing import Printing
from core.tickets import Ticket


def has_printer(house: House) -> bool:
    """Whether a printer was chosen at all."""
    return bool(house.settings().printer)


def print_ticket(
    desk: Desk,
    house: House,
    printing: Printing,
    ticket: Ticket,
    *,
    is_reprint: bool = False,
    told: Callable[[PrintState], None] | None = None,
) -> None:
    """Print a number.

    Args:
        told: hears how far it is; without it that is said on top of the window.
    """
    uid, paper = ticket.uid, house.settings().paper
    printing.print_paper(
        lambda: prepare_ticket(desk, uid, paper, is_reprint=is_reprint).pdf, paper, ticket.number, told
    )
