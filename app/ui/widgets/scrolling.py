"""A page that scrolls where the window is too small for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

ROOM_PX = 60
"""What is seen above and below the box that has the focus."""


class PageArea(QScrollArea):
    """Scrolls a page; takes no focus of its own and follows that of the page, however it moves."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        page.setProperty("is", "page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        del before
        page = self.widget()
        if now is not None and page is not None and page.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, ROOM_PX)
