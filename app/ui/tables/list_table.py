"""What every list of this window has in common: whole rows, no grid, Enter opens, columns as wide as their words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.ui.theme import Look
from app.ui.widgets.box_signals import is_enter

ROW_PX = 36
ICON_PX = 18
SIDE_PX = 8
"""Left and right of what stands in a cell; the headings keep the same."""

_NOWHERE = QModelIndex()


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
        self._look = look
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

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - the toolkit's name
        """Draw the cells that are seen; the toolkit would ask the style sheet about each, most of a key's time."""
        rows = self.model()
        many = rows.rowCount()
        area = event.rect()
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return
        columns = [column for column in range(rows.columnCount()) if not self.isColumnHidden(column)]
        spans = [(column, self.columnViewportPosition(column), self.columnWidth(column)) for column in columns]
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        for row in range(first, (last if last >= 0 else many - 1) + 1):
            self._draw_row(painter, row, spans)
        painter.end()

    def _draw_row(self, painter: QPainter, row: int, spans: Sequence[tuple[int, int, int]]) -> None:
        look, rows = self._look, self.model()
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        if self.selectionModel().isRowSelected(row, _NOWHERE):
            painter.fillRect(0, top, self.viewport().width(), height, look.colour("accent_soft"))
        side = look.px(SIDE_PX)
        for column, left, width in spans:
            index = rows.index(row, column)
            x, room = left + side, width - 2 * side
            picture = rows.data(index, Qt.ItemDataRole.DecorationRole)
            if isinstance(picture, QPixmap):
                size = look.px(ICON_PX)
                painter.drawPixmap(QRect(x, top + (height - size) // 2, size, size), picture)
                x, room = x + size + side, room - size - side
            colour = rows.data(index, Qt.ItemDataRole.ForegroundRole) if self.isEnabled() else look.colour("muted")
            painter.setPen(colour if isinstance(colour, QColor) else look.colour("ink"))
            text = rows.data(index, Qt.ItemDataRole.DisplayRole)
            self._write(painter, str(text or ""), QRect(x, top, room, height))

    def _write(self, painter: QPainter, text: str, place: QRect) -> None:
        metrics = self.fontMetrics()
        if metrics.horizontalAdvance(text) > place.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        baseline = place.top() + (place.height() - metrics.height()) / 2 + metrics.ascent()
        painter.drawText(QPointF(place.left(), baseline), text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Enter opens."""
        if is_enter(event):
            self.row_opened.emit(self.row)
        else:
            super().keyPressEvent(event)
