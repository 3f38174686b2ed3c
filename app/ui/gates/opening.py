"""What stands in the window for the moment in which the desk is opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.i18n import tr
from app.ui.theme import Look
from app.ui.widgets.words import words


class Opening(QWidget):
    """One quiet line."""

    painted = Signal()
    """It is to be seen: now there is time for what takes some."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._is_painted = False
        self.setProperty("is", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(32), look.px(32), look.px(32), look.px(32))
        line = words(tr("Membuka Posko ..."), "muted")
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(line)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - the toolkit's name
        """Tell of the first picture once it stands."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.painted.emit)
