"""Words that change with every key: they draw themselves, so that no change lays out or dresses anything anew."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.ui.theme import BODY_PT, Look
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.words import set_tip

GAP_PX = 8
_WRAPPED = Qt.TextFlag.TextWordWrap


class DrawnLabel(QLabel):
    """A sign, if there is one, and words in a room that keeps its height.

    The toolkit's own label asks everything around it, up to the window, to be laid out again with every other text.
    """

    def __init__(
        self, look: Look, *, points: float = BODY_PT, sign_px: int = 18, most_lines: int = 1, line_px: int = 0
    ) -> None:
        """An empty one.

        Args:
            most_lines: what is longer is cut, and told whole by the mouse.
            line_px: it is as high as its lines, so high each, and never lower than one; 0 = whoever puts it says.
        """
        super().__init__()
        self._look = look
        self._points = points
        self._sign_px = look.px(sign_px)
        self._most_lines = most_lines
        self._line_px = look.px(line_px)
        self._words = self._shown = self._tone = self._sign = ""
        self._is_bold = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if line_px:
            self.setFixedHeight(self._line_px)

    def text(self) -> str:
        """What is written there now."""
        return self._shown

    def say(self, text: str, tone: str = "ink", *, sign: str = "", is_bold: bool = False) -> None:
        """Write something else.

        Args:
            tone: name of a colour of the look.
            sign: name of an icon.
        """
        said = (text, tone, sign, is_bold)
        if said == (self._words, self._tone, self._sign, self._is_bold):
            return
        self._words, self._tone, self._sign, self._is_bold = said
        self.setAccessibleName(text)
        self._fit()
        self.update()

    def _font(self) -> QFont:
        return self._look.font(self._points, is_bold=self._is_bold)

    @property
    def _left_px(self) -> int:
        return self._sign_px + self._look.px(GAP_PX) if self._sign else 0

    def _fit(self) -> None:
        metrics, room, text = QFontMetrics(self._font()), self.width() - self._left_px, self._words
        lines = lines_of(metrics, text, room)
        is_whole = lines <= self._most_lines
        self._shown = text if is_whole else metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        height = self._line_px * (lines if is_whole else 1)
        if height and height != self.height():
            self.setFixedHeight(height)
        tip = "" if is_whole else text
        if tip or self.toolTip():
            set_tip(self, tip)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Another amount fits."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - the toolkit's name
        """Draw sign and words."""
        del event
        if not (self._shown or self._sign):
            return
        painter = QPainter(self)
        if self._sign:
            colours = self._look.colours
            picture = icon_pixmap(self._sign, getattr(colours, self._tone), self._sign_px)
            painter.drawPixmap(0, (self.height() - self._sign_px) // 2, self._sign_px, self._sign_px, picture)
        painter.setFont(self._font())
        painter.setPen(self._look.colour(self._tone))
        place = QRect(self._left_px, 0, self.width() - self._left_px, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | _WRAPPED, self._shown)
        painter.end()


def lines_of(metrics: QFontMetrics, text: str, room_px: int) -> int:
    """How many lines a text takes; many where a word alone is wider than the room."""
    if metrics.horizontalAdvance(text) <= room_px:
        return 1
    broken = metrics.boundingRect(QRect(0, 0, room_px, 0), _WRAPPED, text)
    return len(text) if broken.width() > room_px else round(broken.height() / metrics.lineSpacing())
