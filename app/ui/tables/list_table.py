"""What every list of this window has in common: whole rows, no grid, Enter opens, columns as wide as their words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QSize, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.ui.theme import Look
from app.ui.widgets.box_signals import is_enter

ROW_PX = 36
ICON_PX = 18


class ListTable(QTableView):
    """A table over a model of plain values."""

    row_opened = Signal(int)
    """Enter or a double click on a row."""

    def __init__(
        self, look: Look, rows: QAbstractTableModel, samples: Sequence[str], wide: int, parent: QWidget | None = None
    ) -> None:
        """Prepare.

        Args:
            samples: the longest usual text of each column, which sets its width; a leading space = an icon, too.
            wide: the column that takes what is left.
        """
        super().__init__(parent)
        self.setModel(rows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setIconSize(QSize(look.px(ICON_PX), look.px(ICON_PX)))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(lambda index: self.row_opened.emit(index.row()))
        lines = self.verticalHeader()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(look.px(ROW_PX))
        self._set_columns(look, samples, wide)

    def _set_columns(self, look: Look, samples: Sequence[str], wide: int) -> None:
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setMinimumSectionSize(look.px(48))
        metrics = QFontMetrics(look.font(is_bold=True))
        for column, sample in enumerate(samples):
            room = look.px(24) + (look.px(ICON_PX + 8) if sample.startswith(" ") else 0)
            columns.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            columns.resizeSection(column, metrics.horizontalAdvance(sample) + room)
        columns.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)

    @property
    def row(self) -> int:
        """The row that is marked; -1 = none."""
        return self.currentIndex().row()

    def mark(self, row: int) -> None:
        """Mark a row and bring it into sight; does nothing in an empty list."""
        many = self.model().rowCount()
        if many:
            self.setCurrentIndex(self.model().index(min(max(row, 0), many - 1), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Enter opens."""
        if is_enter(event):
            self.row_opened.emit(self.row)
        else:
            super().keyPressEvent(event)
