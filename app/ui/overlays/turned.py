"""The whole window turned to the applicant: what every such view has in common."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.ui.i18n import tr
from app.ui.overlays.overlay import Overlay
from app.ui.theme import Look
from app.ui.widgets.words import words


class TurnedOverlay(Overlay):
    """Nothing else is seen, all of it in 18 pt and more; F8 or Escape closes it."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self.card.setProperty("is", "show")
        margin = look.px(32)
        self.content.setContentsMargins(margin, look.px(24), margin, look.px(16))

    def put(self, page: QWidget) -> None:
        """Show a page, which scrolls where the window is too small for it, and below it the way out."""
        page.setProperty("is", "page")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        self.content.addWidget(area, 1)
        self.content.addWidget(words(tr("F8 atau Esc untuk menutup"), "large-muted"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """The key that opened it closes it too."""
        if event.key() == Qt.Key.Key_F8:
            self.close_overlay()
            event.accept()
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
            self.card.setGeometry(QRect(parent.rect()))
