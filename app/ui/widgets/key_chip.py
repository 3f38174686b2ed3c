"""A key and what it does, side by side; also for the mouse."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.ui.theme import RADIUS_PX, RING_PX, Look


class KeyChip(QAbstractButton):
    """``[F8] Tunjukkan``. Never takes the focus by Tab: the key itself is the way."""

    def __init__(self, look: Look, keys: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._keys = key_text(keys)
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(self._keys)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:  # noqa: N802 - the toolkit's name
        """Room for the key, the words and the gaps between."""
        look = self._look
        words = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(self._key_width() + words + look.px(8 + 4), look.px(28))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - the toolkit's name
        """Never cut."""
        return self.sizeHint()

    def _key_width(self) -> int:
        if not self._keys:
            return 0
        return QFontMetrics(self._look.font(9)).horizontalAdvance(self._keys) + self._look.px(18)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - the toolkit's name
        """Draw the key's cap and the words."""
        del event
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_live = self.isEnabled()
        if self.underMouse() and is_live:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_soft"))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS_PX, RADIUS_PX)
        cap = QRectF(0.5, (self.height() - look.px(20)) / 2, self._key_width() - 1, look.px(20))
        if self._keys:
            painter.setPen(QPen(look.colour("field_line"), 1))
            painter.setBrush(look.colour("surface"))
            painter.drawRoundedRect(cap, 4, 4)
            painter.setFont(look.font(9))
            painter.setPen(look.colour("muted"))
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._keys)
        painter.setFont(self.font())
        painter.setPen(look.colour("ink" if is_live else "muted"))
        left = self._key_width() + (look.px(8) if self._keys else 0)
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), RING_PX))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)


def key_text(keys: str) -> str:
    """A shortcut as the keyboard shows it, in the chosen language."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
