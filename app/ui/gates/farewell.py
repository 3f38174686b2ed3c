"""Closing: the desk is put away, and whoever goes home knows what is still unsent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QPushButton

from app.ui.gates.gate import CardGate
from app.ui.house import House
from app.ui.i18n import say, tr
from app.ui.theme import Look
from app.ui.widgets.words import set_kind, words
from core.errors import Trouble


class Farewell(CardGate):
    """Says what is being done, then what is left; leaves by itself if nothing is."""

    def __init__(self, house: House, look: Look, leave: Callable[[], None]) -> None:
        """Build the card.

        Args:
            leave: closes the window for good; called once.
        """
        super().__init__(look, width_px=560)
        self._house = house
        self._leave = leave
        self._has_left = False
        self._line = words(tr("Menutup Posko ..."), "title", wraps=True)
        self._rest = words(tr("Menyelesaikan yang sedang disimpan dan dikirim."), "muted", wraps=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self._line.text())
        self.leave_button = QPushButton(tr("Tutup"))
        self.leave_button.setProperty("is", "primary")
        self.leave_button.setAccessibleName(self.leave_button.text())
        self.leave_button.clicked.connect(self._go)
        self.leave_button.hide()
        self.setAccessibleName(self._line.text())
        for part in (self._line, self._rest, self._bar):
            self.column.addWidget(part)
        self.column.addWidget(self.leave_button, 0, Qt.AlignmentFlag.AlignLeft)

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
        self.leave_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def may_close(self) -> bool:
        """It is closing already; whoever has read what is left may go by this way too."""
        if self.leave_button.isVisible():
            self._go()
        return False

    def _go(self) -> None:
        if not self._has_left:
            self._has_left = True
            self._leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Enter leaves once there is nothing more to wait for."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape) and self.leave_button.isVisible():
            self._go()
            return
        super().keyPressEvent(event)
