"""Where a registration stands, as icon, word and colour: the same in every list and on every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.ui.i18n import mark, tr
from app.ui.theme import Look
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.words import set_kind, words
from core.registration import Outcome, Status


@dataclass(frozen=True, slots=True)
class Standing:
    """A word with its sign.

    Args:
        text: in the source language.
        tone: name of a colour: ``ok``, ``attention``, ``stop`` or ``muted``.
    """

    text: str
    icon: str
    tone: str


STATUSES: Mapping[str, Standing] = {
    Status.REGISTERED: Standing(mark("Terdaftar"), "circle-check", "ok"),
    Status.WAITING_LIST: Standing(mark("Daftar tunggu"), "hourglass", "attention"),
    Status.INCOMPLETE: Standing(mark("Belum lengkap"), "alert-triangle", "attention"),
    Status.REFUSED: Standing(mark("Tidak memenuhi syarat"), "ban", "stop"),
    Status.WITHDRAWN: Standing(mark("Ditarik"), "circle-x", "muted"),
}

OUTCOMES: Mapping[str, str] = {
    Outcome.REGISTERED: mark("Bisa didaftarkan"),
    Outcome.WAITING_LIST: mark("Masuk daftar tunggu"),
    Outcome.INCOMPLETE: mark("Data belum lengkap"),
    Outcome.NOT_ELIGIBLE: mark("Tidak memenuhi syarat"),
}


def standing_of(status: str) -> Standing:
    """Icon, word and colour of a status; one that the office invented later is shown as it is written."""
    return STATUSES.get(status) or Standing(status, "info-circle", "muted")


class StandingLabel(QWidget):
    """Shows a status."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._icon = QLabel()
        self._words = words("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        row.addWidget(self._icon)
        row.addWidget(self._words)
        row.addStretch(1)

    @property
    def text(self) -> str:
        """The word."""
        return self._words.text()

    def show_status(self, status: str) -> None:
        """Show this one."""
        standing = standing_of(status)
        colour = getattr(self._look.colours, standing.tone)
        self._icon.setPixmap(icon_pixmap(standing.icon, colour, self._look.px(18)))
        self._words.setText(tr(standing.text))
        set_kind(self._words, standing.tone)
        self.setAccessibleName(tr(standing.text))
