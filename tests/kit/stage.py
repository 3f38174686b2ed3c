"""One screen alone in a window, with the keys and notices that the shell gives it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.actions import COMMANDS, Command
from app.ui.screen import Screen
from app.ui.station import Notice


class Stage(QWidget):
    """Gives commands to the screen as the shell does, and remembers what the screen told everybody."""

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self.screen_in_front = screen
        self.notices: list[Notice] = []
        self.records: list[object] = []
        self.corrections: list[object] = []
        screen.station.signals.noticed.connect(self.notices.append)
        screen.station.signals.record_chosen.connect(self.records.append)
        screen.station.signals.correction_chosen.connect(self.corrections.append)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(screen)
        self._shortcuts = [self._shortcut(command) for command in COMMANDS if command.keys and not command.is_place_key]

    def _shortcut(self, command: Command) -> QShortcut:
        shortcut = QShortcut(QKeySequence(command.keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self._do(command))
        return shortcut

    def _do(self, command: Command) -> None:
        for action in self.screen_in_front.offers():
            if action.command is command and action.is_enabled:
                action.run()
                return
