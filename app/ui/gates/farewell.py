"""Closing: the desk is put away, and whoever goes home knows what is still unsent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar

from app.ui.gates.gate import CardGate
from app.ui.house import House
from app.ui.i18n import say, tr
from app.ui.theme import Look
from app.ui.widgets.box_signals import ENTER_KEYS
from app.ui.widgets.button import button
from app.ui.widgets.words import set_kind, words
from core.errors import Trouble


class Farewell(CardGate):
    """Says what is being done, then what is left; leaves by itself if nothing is."""

    def __init__(self, house: House, look: Look, leave: Callable[[], None], come_back: Callable[[], None]) -> None:
        """Build the card.

        Args:
            leave: closes the window for good; called once.
            come_back: opens the desk again, for whoever is not done yet.
        """
        super().__init__(look, width_px=560)
        self._house = house
        self._leave = leave
        self._come_back = come_back
        self._has_left = False
        self._line = words(tr("Menutup Posko ..."), "title", wraps=True)
        self._rest = words(tr("Menyelesaikan yang sedang disimpan dan dikirim."), "muted", wraps=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self._line.text())
        self.leave_button = button(tr("Tutup"), self._go, kind="primary", keys="Return")
        self.back_button = button(tr("Kembali"), self._go_back, keys="Esc")
        buttons = QHBoxLayout()
        buttons.setSpacing(look.px(12))
        for one in (self.leave_button, self.back_button):
            buttons.addWidget(one)
            one.hide()
        buttons.addStretch(1)
        self.setAccessibleName(self._line.text())
        for part in (self._line, self._rest, self._bar):
            self.column.addWidget(part)
        self.column.addLayout(buttons)

    @property
    def text(self) -> str:
        """What it says now."""
        return self._rest.text()

    def begin(self) -> None:
        """Put the desk away."""
        self.tasks.run_aside(self, self._house.close, self._closed, on_trouble=self._troubled)

    def _closed(self, unsent: int) -> None:
        if unsent:
            self._say(tr("Sampai jumpa"), say("UNSENT_LEFT", {"count": unsent}))
        else:
            self._go()

    def _troubled(self, trouble: Trouble) -> None:
        self._say(tr("Posko ditutup"), say(trouble.code, trouble.facts))

    def _say(self, line: str, rest: str) -> None:
        self._line.setText(line)
        self._rest.setText(rest)
        set_kind(self._rest, "")
        self._bar.hide()
        self.setAccessibleName(rest)
        self.leave_button.setAccessibleDescription(rest)
        self.leave_button.show()
        self.back_button.show()
        self.leave_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def may_close(self) -> bool:
        """It is closing already; whoever has read what is left may go by this way too."""
        if self.leave_button.isVisible():
            self._go()
        return False

    def _go(self) -> None:
        if not self._has_left:
            self._has_left = True
            self.back_button.setEnabled(False)
            self._leave()

    def _go_back(self) -> None:
        if not self._has_left:
            self._has_left = True
            self._come_back()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Enter leaves once there is nothing more to wait for, Escape goes back; on a button Enter presses that one."""
        if not self.leave_button.isVisible():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._go_back()
        elif event.key() in ENTER_KEYS:
            (self.back_button if self.back_button.hasFocus() else self.leave_button).click()
        else:
            super().keyPressEvent(event)
