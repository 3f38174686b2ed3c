"""The clipboard with somebody's data in it: says what lies there, and empties it after a minute."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

KEPT_S = 60

_KEPT_OUT_OF_HISTORIES = (
    ("x-kde-passwordManagerHint", b"secret"),
    ('application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', b"1"),
)
"""What programs that remember every copy look for, on Linux and on Windows, and then leave alone."""


@dataclass(frozen=True, slots=True)
class Held:
    """What lies in the clipboard: what it is called, never what it says; empty = nothing of ours."""

    label: str = ""
    seconds: int = 0


class Clipboard(QObject):
    """Puts one text at a time there; what others put there meanwhile is never touched."""

    moved = Signal(object)
    """Something else lies there, or a second less is left: ``Held``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.held = Held()
        self._text = ""
        self.second = QTimer(self, interval=1000)
        self.second.timeout.connect(self._count_down)

    def put(self, label: str, text: str) -> None:
        """Put a text there for a minute."""
        data = QMimeData()
        data.setText(text)
        for name, value in _KEPT_OUT_OF_HISTORIES:
            data.setData(name, value)
        QGuiApplication.clipboard().setMimeData(data)
        self._text = text
        self.second.start()
        self._tell(Held(label, KEPT_S))

    def clear(self) -> None:
        """Empty it, unless something else has been put there since."""
        self.second.stop()
        clipboard = QGuiApplication.clipboard()
        if self._text and clipboard.text() == self._text:
            clipboard.clear()
        self._text = ""
        self._tell(Held())

    def _count_down(self) -> None:
        left = self.held.seconds - 1
        if left <= 0:
            self.clear()
        else:
            self._tell(Held(self.held.label, left))

    def _tell(self, held: Held) -> None:
        if held != self.held:
            self.held = held
            self.moved.emit(held)
