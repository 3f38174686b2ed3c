"""A page of text for support: read, copied, closed; nothing in it is anybody's data."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from app.ui.i18n import tr
from app.ui.overlays.overlay import Overlay
from app.ui.theme import SMALL_PT, Look
from app.ui.widgets.words import words


class TextSheet(Overlay):
    """Title, what it is for, the text, and two buttons."""

    def __init__(self, look: Look, parent: QWidget, title: str, purpose: str) -> None:
        super().__init__(look, parent, width_px=880, height_px=560)
        self.setAccessibleName(title)
        self.setAccessibleDescription(purpose)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(title)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(look.pt(SMALL_PT - 1))
        self.text.setFont(font)
        self.copied = words("", "ok")
        self.copy = QPushButton(tr("Salin semua"))
        self.copy.setProperty("is", "primary")
        self.copy.clicked.connect(self._copy)
        self.leave = QPushButton(tr("Tutup"))
        self.leave.clicked.connect(self.close_overlay)
        for button in (self.copy, self.leave):
            button.setAccessibleName(button.text())
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        row.addWidget(self.copied)
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(self.leave)
        self.content.addWidget(words(title, "title"))
        self.content.addWidget(words(purpose, "muted", wraps=True))
        self.content.addWidget(self.text, 1)
        self.content.addLayout(row)

    def show_text(self, text: str) -> None:
        """Show a text from its end: the newest stands there."""
        self.text.setPlainText(text)
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.maximum())

    def take_focus(self) -> None:
        """Copying is why one is here."""
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copied.setText(tr("Sudah disalin."))
