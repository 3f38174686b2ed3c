"""What came of the visits of a day: the total, large, and a line for each outcome."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from app.desk.day import Day
from app.ui.i18n import mark, number_text, tr
from app.ui.theme import Look
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.standing import STATUSES, Standing
from app.ui.widgets.words import words

ICON_PX = 18

REPEATED = Standing(mark("Datang lagi, sudah terdaftar"), "history", "muted")


class DayCounts(QFrame):
    """A card of figures."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty("is", "card")
        self._total = words("0", "display")
        self._figures: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        self._grid.setHorizontalSpacing(look.px(8))
        self._grid.setVerticalSpacing(look.px(4))
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(words(tr("Kunjungan"), "muted"), 0, 0, 1, 2, Qt.AlignmentFlag.AlignBottom)
        self._grid.addWidget(self._total, 0, 2, Qt.AlignmentFlag.AlignRight)
        for status, standing in STATUSES.items():
            self._figures[status] = self._line(standing)
        self._repeated = self._line(REPEATED)

    def _line(self, standing: Standing) -> QLabel:
        row = self._grid.rowCount()
        picture, figure, text = QLabel(), words("0", "strong"), words(tr(standing.text))
        size = self._look.px(ICON_PX)
        picture.setPixmap(icon_pixmap(standing.icon, getattr(self._look.colours, standing.tone), size))
        text.setBuddy(figure)
        self._grid.addWidget(picture, row, 0)
        self._grid.addWidget(text, row, 1)
        self._grid.addWidget(figure, row, 2, Qt.AlignmentFlag.AlignRight)
        return figure

    def show_day(self, day: Day) -> None:
        """Show the figures of a day."""
        self._total.setText(number_text(day.visits))
        for status, figure in self._figures.items():
            figure.setText(number_text(day.by_status.get(status, 0)))
        self._repeated.setText(number_text(day.repeated))
        told = [f"{tr(STATUSES[status].text)} {figure.text()}" for status, figure in self._figures.items()]
        self.setAccessibleName(tr("{count} kunjungan").format(count=number_text(day.visits)))
        self.setAccessibleDescription(", ".join(told))
