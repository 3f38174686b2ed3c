"""The line on top of a screen: what happened, are the data safe, what to do. Never in the way, never modal."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from app.ui.i18n import tr
from app.ui.station import Notice
from app.ui.theme import Look
from app.ui.widgets.icon import icon, icon_pixmap
from app.ui.widgets.words import set_style_property, words

ICONS = {"ok": "circle-check", "attention": "alert-triangle", "stop": "circle-x"}
OK_STAYS_MS = 8000
"""Good news goes by itself; what needs a person stays until it is closed."""


class NoticeBar(QFrame):
    """Shows the latest notice; hidden while there is none."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._notice: Notice | None = None
        self.setProperty("is", "notice")
        self._icon = QLabel()
        self._words = words("", wraps=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QPushButton()
        self._button.clicked.connect(self._do)
        self._close = QToolButton()
        self._close.setAccessibleName(tr("Tutup pemberitahuan"))
        self._close.setAutoRaise(True)
        self._close.setIcon(icon("x", look.colours.ink))
        self._close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(8), look.px(8), look.px(8))
        row.setSpacing(look.px(8))
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True, interval=OK_STAYS_MS)
        self._timer.timeout.connect(self.clear)
        self.hide()

    @property
    def text(self) -> str:
        """What stands there now; empty while it is hidden."""
        return self._notice.text if self._notice else ""

    def say(self, notice: Notice) -> None:
        """Show a notice in the place of the one before."""
        self._notice = notice
        set_style_property(self, "tone", notice.tone)
        self._icon.setPixmap(icon_pixmap(ICONS[notice.tone], getattr(self._look.colours, notice.tone)))
        self._words.setText(notice.text)
        self.setAccessibleName(notice.text)
        self._button.setText(notice.action_text)
        self._button.setAccessibleName(notice.action_text)
        self._button.setAccessibleDescription(notice.text)
        self._button.setVisible(notice.action is not None)
        self.show()
        if notice.tone == "ok":
            self._timer.start()
        else:
            self._timer.stop()

    def let_good_news_go(self) -> None:
        """Somebody goes on to something else; what needs a person stays."""
        if self._notice is not None and self._notice.tone == "ok":
            self.clear()

    def clear(self) -> None:
        """Take the notice away."""
        self._notice = None
        self.hide()

    def _do(self) -> None:
        if self._notice and self._notice.action:
            self._notice.action()
        self.clear()
