"""The one floating thing: a card over the dimmed window. Escape or a click beside it closes it; the focus goes back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.ui.actions import LOCK
from app.ui.theme import Look

_DIM = QColor(10, 14, 18, 110)


class Overlay(QWidget):
    """Lies over its parent until it is closed. Nothing below takes keys or clicks meanwhile; nothing waits for it."""

    closed = Signal()

    def __init__(self, look: Look, parent: QWidget, *, width_px: int = 640, height_px: int = 0) -> None:
        """Prepare the card.

        Args:
            width_px, height_px: the card at 100 %, never larger than the window; height 0 = as the content asks.
        """
        super().__init__(parent)
        self.look = look
        self._wanted = (width_px, height_px)
        self._before = QApplication.focusWidget()
        self.card = QFrame(self)
        self.card.setProperty("is", "floating")
        self.content = QVBoxLayout(self.card)
        margin = look.px(24)
        self.content.setContentsMargins(margin, margin, margin, margin)
        self.content.setSpacing(look.px(12))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # it hears Escape; Tab stops only at what lies on it
        parent.installEventFilter(self)

    def open(self) -> None:
        """Lie over the window now."""
        self._fit()
        self.show()
        self.raise_()
        self.take_focus()

    def take_focus(self) -> None:
        """Where the keys go first."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_overlay(self) -> None:
        """Go away and give the focus back."""
        self.hide()
        before = self._before if self._before is not None and isValid(self._before) else None
        back = before if before is not None and before.isVisible() else self.parentWidget()
        if back is not None:  # a hidden card that kept the focus would swallow every key
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """Grow and shrink with the window."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._fit()
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802, FBT001 - the toolkit's names
        """Tab goes round inside the card."""
        stops = [
            one
            for one in self.card.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisibleTo(self) and one.isEnabled()
        ]
        if not stops:
            return True
        now = QApplication.focusWidget()
        place = stops.index(now) if now in stops else (-1 if next else 0)
        stops[(place + (1 if next else -1)) % len(stops)].setFocus(
            Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def event(self, event: QEvent) -> bool:
        """Shortcuts of the screens below have no meaning here; the keys come as keys. Only the lock goes through."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(QKeySequence(event.keyCombination()) != QKeySequence(LOCK.keys))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Escape closes; every other key stays here."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_overlay()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - the toolkit's name
        """A click beside the card closes."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_overlay()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - the toolkit's name
        """Dim what lies below."""
        QPainter(self).fillRect(event.rect(), _DIM)

    @classmethod
    def lies_over(cls, window: QWidget) -> bool:
        """Whether one is open there."""
        return any(one.isVisible() for one in window.findChildren(cls))

    def _fit(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        self.setGeometry(parent.rect())
        room = parent.rect().adjusted(self.look.px(24), self.look.px(24), -self.look.px(24), -self.look.px(24))
        width = min(self.look.px(self._wanted[0]), room.width())
        asked = self.look.px(self._wanted[1]) or self.card.sizeHint().height()
        height = min(asked, room.height())
        self.card.setGeometry(QRect((parent.width() - width) // 2, (parent.height() - height) // 2, width, height))
