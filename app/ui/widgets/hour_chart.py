"""How many people came in each hour: one quiet bar an hour, drawn by hand, its figures read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.i18n import number_text, tr
from app.ui.theme import SMALL_PT, Look

USUAL_HOURS = (7, 15)
"""Hours that are always shown; earlier and later ones only when somebody came. Source: FACTBOOK 4, office hours."""

MOST_BAR_PX = 48
LEAST_PEAK = 4
"""A single person early in the morning must not look like a rush."""


class HourChart(QWidget):
    """Bars over hours of the wall clock."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._arrivals: Sequence[int] = ()
        self._hours = range(0)
        self.setAccessibleName(tr("Kedatangan per jam"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_arrivals([0] * 24)

    def show_arrivals(self, arrivals: Sequence[int]) -> None:
        """Show these figures, one for each hour of the day."""
        self._arrivals = tuple(arrivals)
        busy = [hour for hour, many in enumerate(arrivals) if many]
        first, last = min((*busy, USUAL_HOURS[0])), max((*busy, USUAL_HOURS[1]))
        self._hours = range(first, last + 1)
        self.setAccessibleDescription(self._in_words(busy))
        self.update()

    def _in_words(self, busy: Sequence[int]) -> str:
        if not busy:
            return tr("Belum ada yang datang.")
        said = tr("pukul {hour}: {count} orang")
        return ", ".join(said.format(hour=f"{hour:02}.00", count=number_text(self._arrivals[hour])) for hour in busy)

    def sizeHint(self) -> QSize:  # noqa: N802 - the toolkit's name
        """Enough for bars that can be told apart."""
        return QSize(self._look.px(360), self._look.px(180))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - the toolkit's name
        """Less cannot be read."""
        return QSize(self._look.px(240), self._look.px(110))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - the toolkit's name
        """A line to stand on, bars, hours below, figures above."""
        del event
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = look.font(SMALL_PT - 1)
        painter.setFont(font)
        text_px = QFontMetrics(font).height()
        ground = self.height() - text_px - look.px(8)
        room = max(ground - text_px - look.px(8), 1)
        step = self.width() / len(self._hours)
        peak = max(*self._arrivals, LEAST_PEAK)
        painter.setPen(QPen(look.colour("field_line"), 1))
        painter.drawLine(0, ground, self.width(), ground)
        for place, hour in enumerate(self._hours):
            column = QRectF(place * step, 0, step, self.height())
            self._draw_hour(painter, column, hour, ground, room / peak, text_px)
        if not any(self._arrivals):
            painter.setFont(look.font())
            painter.setPen(look.colour("muted"))
            whole = QRectF(0, 0, self.width(), ground)
            painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, self.accessibleDescription())

    def _draw_hour(
        self, painter: QPainter, column: QRectF, hour: int, ground: int, px_a_person: float, text_px: int
    ) -> None:
        look = self._look
        many = self._arrivals[hour]
        top = ground - many * px_a_person
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(look.colour("muted"))
        painter.drawText(QRectF(column.left(), ground + look.px(4), column.width(), text_px), centre, f"{hour:02}")
        if not many:
            return
        wide = min(column.width() * 0.6, look.px(MOST_BAR_PX))
        bar = QRectF(column.center().x() - wide / 2, top, wide, ground - top)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent"))
        painter.drawRect(bar)
        painter.setPen(look.colour("ink"))
        above = QRectF(column.left(), top - text_px - look.px(2), column.width(), text_px)
        painter.drawText(above, centre, number_text(many))
