"""Who is at this counter now: the number as large as it can be, what is known of it, and the keys for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.ui.actions import Action
from app.ui.i18n import number_text, say, tr
from app.ui.tables.queue import minutes_text
from app.ui.theme import Look
from app.ui.widgets.chip_flow import ChipFlow
from app.ui.widgets.words import set_kind, words
from core.tickets import CALLS_BEFORE_LAPSE, Ticket, TicketState


class CalledPanel(QFrame):
    """A card; empty while nobody is called."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("is", "card")
        centre = Qt.AlignmentFlag.AlignHCenter
        self.caption = words("", "muted", wraps=True)
        self.number = words("", "huge")
        self.about = words("", "section", wraps=True)
        self.calls = words("", "muted", wraps=True)
        self.chips = ChipFlow(look, is_centred=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        column.setSpacing(look.px(4))
        column.addStretch(1)
        for label in (self.caption, self.number, self.about, self.calls):
            label.setAlignment(centre)
            column.addWidget(label)
        column.addSpacing(look.px(8))
        column.addWidget(self.chips)
        column.addStretch(1)

    def show_ticket(self, ticket: Ticket | None, counter: str, *, is_closed: bool = False) -> None:
        """Show who is called to this counter, or that it is free."""
        is_free = ticket is None
        self.number.setVisible(not is_free)
        self.calls.setVisible(not is_free)
        if ticket is None:
            self.caption.setText(tr("Loket {counter}").format(counter=counter))
            closed = tr("Antrean hari ini sudah ditutup.")
            free = tr("Belum ada yang dipanggil. F10 memanggil berikutnya.")
            self.about.setText(closed if is_closed else free)
        else:
            self.caption.setText(caption_of(ticket))
            self.number.setText(ticket.number)
            self.about.setText(service_text(ticket))
            self.calls.setText(calls_text(ticket))
        self.setAccessibleName(". ".join((self.caption.text(), ticket.number if ticket else self.about.text())))

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Show what can be done with whoever is called."""
        self.chips.show_actions(actions)

    def show_small(self, *, is_small: bool) -> None:
        """In a low window the number leaves room for the rest."""
        set_kind(self.number, "touch-letter" if is_small else "huge")


def caption_of(ticket: Ticket) -> str:
    """Where it is called to, and whether the person is there."""
    if ticket.state is TicketState.SERVING:
        return tr("Sedang dilayani di loket {counter}").format(counter=ticket.counter)
    return tr("Dipanggil ke loket {counter}").format(counter=ticket.counter)


def service_text(ticket: Ticket) -> str:
    """What the person came for; of a number with P that it goes first."""
    service = say(f"QUEUE_SERVICE_{ticket.service.value}")
    return tr("{service}, prioritas").format(service=service) if ticket.is_priority else service


def calls_text(ticket: Ticket) -> str:
    """How often it was called, and how long the person has waited until then."""
    many = number_text(ticket.calls)
    said = tr("Panggilan ke-{many} dari {most}").format(many=many, most=number_text(CALLS_BEFORE_LAPSE))
    if ticket.wait_s is None:
        return said
    waited = tr("menunggu {minutes}").format(minutes=minutes_text(round(ticket.wait_s / 60)))
    return f"{said}  \u00b7  {waited}"
