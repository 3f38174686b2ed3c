"""What every box of a form tells: who came, who went, what was entered, and that Enter moves on."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

_STAYS_REASONS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
"""A list of its own, or another program, lies over the box: the officer has not left it."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a box now holds."""

    name: str
    text: str = field(repr=False)


class BoxSignals(QObject):
    """The voice of one box."""

    came = Signal(str)
    went = Signal(str)
    moved_on = Signal(str)
    typed = Signal(object)

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._name = name

    def tell_came(self) -> None:
        """The focus is here."""
        self.came.emit(self._name)

    def tell_went(self, event: QFocusEvent) -> None:
        """The focus has gone, unless only something lies over the box for a while."""
        if event.reason() not in _STAYS_REASONS:
            self.went.emit(self._name)

    def tell_typed(self, text: str) -> None:
        """The box holds something else."""
        self.typed.emit(Typed(self._name, text))

    def tell_moved_on(self) -> None:
        """Enter was pressed."""
        self.moved_on.emit(self._name)


def is_enter(event: QEvent) -> bool:
    """Whether a key event is Enter, which a box keeps for itself: it moves on and never opens or saves anything."""
    return isinstance(event, QKeyEvent) and event.key() in ENTER_KEYS and not event.modifiers() & _HELD


_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
