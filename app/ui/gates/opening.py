"""What stands in the window for the moment in which the desk is opened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.i18n import tr
from app.ui.theme import Look
from app.ui.widgets.words import words


class Opening(QWidget):
    """One quiet line."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("is", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(32), look.px(32), look.px(32), look.px(32))
        line = words(tr("Membuka Posko ..."), "muted")
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(line)
