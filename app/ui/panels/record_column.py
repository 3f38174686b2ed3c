"""The right half of a registration's page: numbers and papers, then its history; scrolls where there is little room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from app.ui.panels.record_standing import StandingPanel
from app.ui.tables.history import HistoryTable
from app.ui.theme import Look

HISTORY_PX = 180


class RecordColumn(QScrollArea):
    """Holds what it is given, one below the other."""

    def __init__(self, look: Look, numbers: StandingPanel, title: QLabel, history: HistoryTable) -> None:
        super().__init__()
        page = QWidget()
        page.setProperty("is", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        column.addWidget(numbers)
        column.addWidget(title)
        column.addWidget(history, 1)
        column.addStretch(0)
        history.setMinimumHeight(look.px(HISTORY_PX))
        self.setProperty("is", "panel")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
