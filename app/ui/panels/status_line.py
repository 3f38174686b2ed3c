"""The corner that always says how things stand: line, how many wait, last contact, whether the clock is right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.desk.context import Desk
from app.sync.state import Phase, SyncState
from app.ui.i18n import number_text, tr
from app.ui.theme import Look
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.words import set_kind, words
from core.clock import from_ms

MOST_DRIFT_MS = 120_000
"""A laptop's clock may be this wrong before the officer is told."""


class StatusLine(QWidget):
    """``o Luring - 3 menunggu - terakhir 13.05``; short: ``o Luring - 3 menunggu``."""

    changed = Signal()
    """It says something else, and needs other room."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._icon = QLabel()
        self._words = words("")
        self._full = self._short = ""
        self._is_short = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        row.addWidget(self._icon)
        row.addWidget(self._words)

    @property
    def text(self) -> str:
        """What it says now, in full."""
        return self._full

    @property
    def full_px(self) -> int:
        """The room that the whole of it needs."""
        return self._room_of(self._full)

    @property
    def shown_px(self) -> int:
        """The room that it takes now."""
        return self._room_of(self._words.text())

    def _room_of(self, text: str) -> int:
        return self._look.px(16 + 8 + 4) + self._words.fontMetrics().horizontalAdvance(text)

    def show_short(self, *, is_short: bool) -> None:
        """Leave out what can be read at the outbox; the whole of it stays under the pointer and for screen readers."""
        self._is_short = is_short
        self._words.setText(self._short if is_short else self._full)
        self.setToolTip(self._full if is_short else "")

    def show_state(self, desk: Desk, state: SyncState) -> None:
        """Say how things stand."""
        kind, icon_name, word = _glance(state)
        profile = desk.store.profile
        parts = [word, tr("{count} menunggu").format(count=number_text(state.pending))]
        if profile.last_contact_ms is not None:
            local = desk.words.local(from_ms(profile.last_contact_ms))
            is_today = local.date() == desk.words.local(desk.clock.now()).date()
            shown = f"{local:%H.%M}" if is_today else f"{local:%d-%m-%Y}"
            parts.append(tr("terakhir {time}").format(time=shown))
        if profile.drift_ms is not None and abs(profile.drift_ms) > MOST_DRIFT_MS:
            kind = "attention"
            minutes = round(abs(profile.drift_ms) / 60_000)
            parts.append(tr("jam laptop selisih {minutes} menit").format(minutes=number_text(minutes)))
        if state.has_plain_http:
            kind = "attention"
            parts.append(tr("jaringan uji coba, data tanpa penyandian"))
        colour = {"ok": self._look.colours.ok, "attention": self._look.colours.attention}[kind]
        self._icon.setPixmap(icon_pixmap(icon_name, colour, self._look.px(16)))
        set_kind(self._words, kind)
        self._full, self._short = "  ·  ".join(parts), "  ·  ".join(parts[:2])
        self.show_short(is_short=self._is_short)
        self.setAccessibleName(self._full)
        self.changed.emit()


def _glance(state: SyncState) -> tuple[str, str, str]:
    match state.phase:
        case Phase.RESTING:
            return "ok", "circle-check", tr("Daring")
        case Phase.SENDING:
            return "ok", "cloud-upload", tr("Mengirim")
        case Phase.PAUSED:
            return "attention", "ban", tr("Pengiriman dihentikan")
        case Phase.LOCKED:
            return "attention", "ban", tr("Pengiriman dikunci")
        case Phase.OFFLINE:
            return "attention", "wifi-off", tr("Tanpa server")
        case _:
            return "attention", "wifi-off", tr("Luring")
