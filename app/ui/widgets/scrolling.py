"""A page that scrolls where the window is too small for it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

ROOM_PX = 90
"""What is seen above and below the box that has the focus."""


class PageArea(QScrollArea):
    """Scrolls a page; takes no focus of its own and follows that of the page, however it moves."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._page = page
        page.setProperty("is", "page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._follow)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def to_top(self) -> None:
        """Show the beginning."""
        self.verticalScrollBar().setValue(0)

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        del before
        if now is not None and self._page.isAncestorOf(now):
            self._soon.start()  # a finding that comes with the focus has its place by then

    def _follow(self) -> None:
        now = QApplication.focusWidget()
        if now is not None and now is not self._page and self._page.isAncestorOf(now):  # a page is its own ancestor
            self.ensureWidgetVisible(now, 0, ROOM_PX)
            self._show_edges(now)

    def _show_edges(self, box: QWidget) -> None:
        """The toolkit is content once it sees where the next letter goes; the frame around it may still be cut."""
        top, room, bar = box.mapTo(self._page, QPoint(0, 0)).y(), self.viewport().height(), self.verticalScrollBar()
        bottom = top + box.height()
        if bottom - top > room:
            return
        if bottom > bar.value() + room:
            bar.setValue(min(bottom + ROOM_PX - room, top))
        elif top < bar.value():
            bar.setValue(max(top - ROOM_PX, bottom - room))
