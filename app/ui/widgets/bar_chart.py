"""A small chart: one quiet bar a line, its label before it and its figure behind it; drawn by hand, read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.i18n import number_text
from app.ui.theme import BODY_PT, Look

LINE_PX = 24
BAR_PX = 12
MOST_LABEL_SHARE = 0.55
MOST_LINES = 8
"""More would be no small chart; the rest stands in the report."""


class BarChart(QWidget):
    """Bars of one scale below each other."""

    def __init__(self, look: Look, name: str, empty: str, parent: QWidget | None = None) -> None:
        """An empty chart.

        Args:
            name: what it is called when it is read aloud.
            empty: what is said while there is nothing to show.
        """
        super().__init__(parent)
        self._look, self._empty = look, empty
        self._rows: tuple[tuple[str, int], ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_rows(())

    def show_rows(self, rows: Sequence[tuple[str, int]]) -> None:
        """Show these figures, the first on top."""
        self._rows = tuple(rows)[:MOST_LINES]
        said = ", ".join(f"{label}: {number_text(many)}" for label, many in rows)
        self.setAccessibleDescription(said or self._empty)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - the toolkit's name
        """A line for each bar."""
        return QSize(self._look.px(320), self._look.px(LINE_PX) * max(len(self._rows), 1))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - the toolkit's name
        """As tall, and less wide."""
        return QSize(self._look.px(200), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - the toolkit's name
        """Label, bar, figure."""
        del event
        look = self._look
        painter = QPainter(self)
        painter.setFont(look.font(BODY_PT))
        if not self._rows:
            painter.setPen(look.colour("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._empty)
            return
        metrics = QFontMetrics(look.font(BODY_PT))
        gap = look.px(8)
        widest = max(metrics.horizontalAdvance(label) for label, _many in self._rows)
        gutter = min(widest, int(self.width() * MOST_LABEL_SHARE)) + gap
        figures = max(metrics.horizontalAdvance(number_text(many)) for _label, many in self._rows)
        room = max(self.width() - gutter - figures - gap, 1)
        most = max(1, *(many for _label, many in self._rows))
        for at, (label, many) in enumerate(self._rows):
            line = QRectF(0, at * look.px(LINE_PX), self.width(), look.px(LINE_PX))
            shown = metrics.elidedText(label, Qt.TextElideMode.ElideRight, gutter - gap)
            self._draw_line(painter, line, (shown, number_text(many)), gutter, room * many / most)

    def _draw_line(self, painter: QPainter, line: QRectF, texts: tuple[str, str], gutter: int, long_px: float) -> None:
        look = self._look
        label, figure = texts
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(look.colour("ink"))
        painter.drawText(line, middle, label)
        bar = QRectF(gutter, line.center().y() - look.px(BAR_PX) / 2, long_px, look.px(BAR_PX))
        painter.fillRect(bar, look.colour("accent"))
        painter.drawText(line.adjusted(gutter + long_px + look.px(6), 0, 0, 0), middle, figure)
