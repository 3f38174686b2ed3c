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
        self._model = rows
        self._has_sign = [sample.startswith(" ") for sample in samples]
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
        area = event.rect()
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return
        spans = [
            (column, self.columnViewportPosition(column), self.columnWidth(column))
            for column in range(len(self._has_sign))
            if not self.isColumnHidden(column)
        ]
        marked = {index.row() for index in self.selectionModel().selectedRows()}
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        for row in range(first, (last if last >= 0 else self.model().rowCount() - 1) + 1):
            self._draw_row(painter, row, spans, is_marked=row in marked)
        painter.end()

    def _draw_row(self, painter: QPainter, row: int, spans: Sequence[tuple[int, int, int]], *, is_marked: bool) -> None:
        look, rows = self._look, self._model
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        if is_marked:
            painter.setPen(Qt.PenStyle.NoPen)  # fillRect() would first load the names of all the toolkit's gradients
            painter.setBrush(look.colour("accent_soft"))
            painter.drawRect(0, top, self.viewport().width(), height)
        ink = look.colour("ink" if self.isEnabled() else "muted")
        side = look.px(SIDE_PX)
        painter.setPen(ink)
        for column, left, width in spans:
            index = rows.createIndex(row, column)  # index() would ask first whether there is such a cell
            x, room = left + side, width - 2 * side
            if self._has_sign[column]:
                size = self._draw_sign(painter, index, QRect(x, top, 0, height))
                x, room = x + size, room - size
            self._write(painter, str(rows.data(index) or ""), QRect(x, top, room, height))
            if self._has_sign[column]:
                painter.setPen(ink)

    def _draw_sign(self, painter: QPainter, index: QModelIndex, place: QRect) -> int:
        """The sign of a cell and the colour of its words; the room that it takes."""
        look, rows = self._look, self._model
        colour = rows.data(index, Qt.ItemDataRole.ForegroundRole)
        if self.isEnabled() and isinstance(colour, QColor):
            painter.setPen(colour)
        picture = rows.data(index, Qt.ItemDataRole.DecorationRole)
        if not isinstance(picture, QPixmap):
            return 0
        size = look.px(ICON_PX)
        painter.drawPixmap(QRect(place.left(), place.top() + (place.height() - size) // 2, size, size), picture)
        return size + look.px(SIDE_PX)

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
