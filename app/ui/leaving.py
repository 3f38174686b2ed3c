"""The work area goes: why, and what covers it until everything that was typed is safe."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.i18n import tr
from app.ui.widgets.words import words

if TYPE_CHECKING:  # the first picture waits for nothing that stands behind it
    from app.desk.context import Desk
    from app.ui.actions import Command
    from app.ui.theme import Look


class Leaving(enum.IntEnum):
    """Why it goes; of several wishes the greatest counts."""

    LOOK = 1
    LOCK = 2
    CLOSE = 3


@dataclass(frozen=True, slots=True)
class Renewal:
    """The same desk in another look: where the officer was."""

    look: Look
    desk: Desk
    place: Command
    focused: str


class Cover(QWidget):
    """Lies over the work area meanwhile: nobody reads what stands there, and no key or click reaches it."""

    def __init__(self, work: QWidget) -> None:
        super().__init__(work.window())
        self._work = work
        self.setProperty("is", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = words(tr("Menyimpan isian ..."), "muted")
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(line.text())
        QVBoxLayout(self).addWidget(line)
        work.setEnabled(False)
        work.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGeometry(work.geometry())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def lift(self) -> None:
        """The work area stays after all."""
        self.hide()
        self._work.setEnabled(True)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """Grow and shrink with the window."""
        if event.type() == QEvent.Type.Resize and watched is self._work:
            self.setGeometry(self._work.geometry())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """No key is taken now."""
        event.accept()
