"""A page that scrolls where the window is too small for it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

ROOM_PX = 60
"""What is seen above and below the box that has the focus."""


class _FollowingArea(QScrollArea):
    """Scrolls to whatever box the focus goes to."""

    def follow(self, now: QObject | None) -> None:
        """The focus has gone there."""
        if isinstance(now, QWidget) and self.widget().isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, ROOM_PX)


def scroll_area(page: QWidget) -> QScrollArea:
    """An area around a page; takes no focus of its own and follows that of the page."""
    page.setProperty("is", "page")
    area = _FollowingArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setWidget(page)
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.focusChanged.connect(lambda _before, now: area.follow(now))
    return area
