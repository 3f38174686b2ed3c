"""An address sign by sign, each large over its word, to be read out and followed with a finger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import LARGE_PT, SMALL_PT, Look
from core.spelling import SpelledSign

GAP_PX = 4
SIDE_PX = 5
LEAST_PX = 30


class SpelledStrip(QWidget):
    """As many rows as the room asks for; nothing of it takes keys."""

    def __init__(self, look: Look, *, sign_pt: float = LARGE_PT, word_pt: float = SMALL_PT) -> None:
        super().__init__()
        self._sign = look.font(sign_pt, is_bold=True)
        self._word = look.font(word_pt)
        self._look = look
        self._signs: Sequence[SpelledSign] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(0)

    def show_signs(self, signs: Sequence[SpelledSign]) -> None:
        """Show these."""
        self._signs = signs
        self.setAccessibleName(", ".join(f"{one.sign} {one.word}" for one in signs))
        self._arrange()
        self.setVisible(bool(signs))
        self.update()

    @property
    def text(self) -> str:
        """What is read out."""
        return self.accessibleName()

    def sizeHint(self) -> QSize:  # noqa: N802 - the toolkit's name
        """Some signs in a row."""
        return QSize(self._look.px(320), self.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - the toolkit's name
        """A few signs."""
        return QSize(self._look.px(160), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Another number of signs stands in a row."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        places = list(self._places())
        self.setFixedHeight(places[-1][1].bottom() + 1 if places else 0)

    def _places(self) -> Iterator[tuple[SpelledSign, QRect]]:
        """Each sign with its tile; a row ends where the room does."""
        words, signs = QFontMetrics(self._word), QFontMetrics(self._sign)
        height = words.height() + signs.height() + self._look.px(6)
        gap, left, top = self._look.px(GAP_PX), 0, 0
        for one in self._signs:
            wanted = max(words.horizontalAdvance(one.word), signs.horizontalAdvance(one.sign))
            width = max(wanted + 2 * self._look.px(SIDE_PX), self._look.px(LEAST_PX))
            if left and left + width > self.width():
                left, top = 0, top + height + gap
            yield one, QRect(left, top, width, height)
            left += width + gap

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - the toolkit's name
        """Tile by tile."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = QFontMetrics(self._sign).height()
        for one, place in self._places():
            painter.setPen(self._look.colour("line"))
            painter.setBrush(self._look.colour("window"))
            painter.drawRoundedRect(place.adjusted(0, 0, -1, -1), 4, 4)
            upper = QRect(place.left(), place.top() + self._look.px(2), place.width(), high)
            painter.setFont(self._sign)
            painter.setPen(self._look.colour("ink"))
            painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, one.sign)
            lower = place.adjusted(0, high + self._look.px(2), 0, -self._look.px(2))
            painter.setFont(self._word)
            painter.setPen(self._look.colour("muted"))
            painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, one.word)
