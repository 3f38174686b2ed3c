"""A box for a secret: hidden unless asked to show it; says when Caps Lock is on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from app.ui.i18n import tr
from app.ui.theme import Look
from app.ui.widgets.line_box import LineBox

MOST_CHARS = 200


class SecretBox(QWidget):
    """The box and its eye."""

    caps_noticed = Signal(bool)
    """A letter came in the other case than its keys say: Caps Lock is on (or no longer)."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._has_caps = False
        self.line = LineBox(name)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setMaxLength(MOST_CHARS)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.line.installEventFilter(self)
        self.signals = self.line.signals
        self.eye = QToolButton()
        self.eye.setAutoRaise(True)
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show_letters)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(4))
        row.addWidget(self.line, 1)
        row.addWidget(self.eye)
        self.setFocusProxy(self.line)
        self._name_eye()
        QTimer.singleShot(0, self, self._draw_eye)  # the box is there before its eye: it is what one waits for

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - the toolkit's name
        """A screen reader comes to the line, not to the pair."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)
        self._name_eye()

    def setAccessibleDescription(self, text: str) -> None:  # noqa: N802 - the toolkit's name
        """What stands below it."""
        super().setAccessibleDescription(text)
        self.line.setAccessibleDescription(text)

    def text(self) -> str:
        """The secret."""
        return self.line.text()

    def clear(self) -> None:
        """Forget it, and hide what comes next."""
        self.line.clear()
        self.eye.setChecked(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """Look at the case of letters: that is the only sign of Caps Lock every system gives."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            text, is_shifted = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if len(text) == 1 and text.isalpha():
                self._notice_caps(has_caps=text.isupper() != is_shifted)
            elif event.key() == Qt.Key.Key_CapsLock:
                self._notice_caps(has_caps=False)
        return super().eventFilter(watched, event)

    def _notice_caps(self, *, has_caps: bool) -> None:
        if has_caps != self._has_caps:
            self._has_caps = has_caps
            self.caps_noticed.emit(has_caps)

    def _show_letters(self, is_shown: bool) -> None:  # noqa: FBT001 - the signal's shape
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
        self._draw_eye()
        self._name_eye()

    def _draw_eye(self) -> None:
        from app.ui.widgets.icon import icon

        self.eye.setIcon(icon("eye-off" if self.eye.isChecked() else "eye", self._look.colours.muted))

    def _name_eye(self) -> None:
        """Two boxes in one form have two eyes: each says whose it is."""
        self.eye.setToolTip(tr("Sembunyikan yang diketik") if self.eye.isChecked() else tr("Tunjukkan yang diketik"))
        name, does = self.accessibleName(), self.eye.toolTip()
        self.eye.setAccessibleName(f"{name}: {does}" if name else does)
