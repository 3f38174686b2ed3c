"""The name of the form's programme; Space, Down or a click opens the list of all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from app.ui.actions import PROGRAMME
from app.ui.i18n import tr
from app.ui.theme import Look
from app.ui.widgets.box_signals import BoxSignals, is_enter
from app.ui.widgets.icon import icon
from app.ui.widgets.key_chip import key_text

LEAST_PX = 120
MOST_PX = 340
_OPENING_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up)


class ProgrammeButton(QPushButton):
    """Stands over the form; Enter moves on to its first box."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._name = ""
        self.signals = BoxSignals("programme", self)
        self.setIcon(icon("chevron-down", look.colours.muted))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the sign stands behind the name
        self.setMinimumWidth(look.px(LEAST_PX))
        self.setMaximumWidth(look.px(MOST_PX))
        self.setAccessibleDescription(tr("Spasi membuka daftar program."))
        self.setToolTip(f"{tr(PROGRAMME.text)} ({key_text(PROGRAMME.keys)})")

    def show_programme(self, name: str) -> None:
        """Show another name."""
        self._name = name
        room = self._look.px(MOST_PX - 60)
        self.setText(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room).replace("&", "&&"))
        self.setAccessibleName(tr("Program: {name}").format(name=name))

    @property
    def name(self) -> str:
        """The whole name."""
        return self._name

    def event(self, event: QEvent) -> bool:
        """Keep Enter."""
        if event.type() == QEvent.Type.ShortcutOverride and is_enter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Enter moves on, the arrows open the list as Space does."""
        if is_enter(event):
            self.signals.tell_moved_on()
        elif event.key() in _OPENING_KEYS:
            self.click()
        else:
            super().keyPressEvent(event)
