"""Notices that nobody is at the desk: no key, no mouse, no touch for so many minutes."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputEvent
from PySide6.QtWidgets import QWidget

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
    }
)
PUBLIC = "is_public"
"""Property of windows that the public touches."""

_MS_A_MINUTE = 60_000
_LOOK_EVERY_MS = 1000
"""Whoever has given a sign of life is not looked at again until then: every event of the program would come by."""


class IdleWatch(QObject):
    """Watches the whole program while it is started."""

    was_idle = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._most_ms = 0.0
        self._alive_at_s = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_time)

    @property
    def left_ms(self) -> float:
        """Milliseconds until it tells; 0 while it is stopped."""
        return max(self._most_ms - (time.time() - self._alive_at_s) * 1000, 0) if self._timer.isActive() else 0

    def start(self, minutes: float) -> None:
        """Begin anew."""
        self._most_ms = minutes * _MS_A_MINUTE
        self._alive_at_s = time.time()
        self._timer.start(min(_LOOK_EVERY_MS, round(self._most_ms)))
        self._watch(is_watched=True)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._watch(is_watched=False)

    def _watch(self, *, is_watched: bool) -> None:
        application = QCoreApplication.instance()
        if application is None:
            return
        application.removeEventFilter(self)
        if is_watched:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """Note the time of a sign of life; what comes after a long sleep of the laptop is none."""
        # every event of the program comes by: asking for its class costs a thirtieth of asking for its type
        if isinstance(event, QInputEvent) and event.type() in _SIGNS_OF_LIFE and not _is_public(watched):
            self._look()
            if self._timer.isActive():
                self._alive_at_s = time.time()
                self._watch(is_watched=False)  # until the timer looks again
        return False

    def _on_time(self) -> None:
        self._look()
        if self._timer.isActive():
            self._watch(is_watched=True)

    def _look(self) -> None:
        # the clock on the wall goes on while the laptop sleeps; one that was set back only makes the wait longer
        if self._timer.isActive() and (time.time() - self._alive_at_s) * 1000 >= self._most_ms:
            self.stop()
            self.was_idle.emit()


def _is_public(watched: QObject) -> bool:
    """Whether somebody at the door touches a screen of theirs: that keeps no officer's desk open."""
    top = watched.window() if isinstance(watched, QWidget) else watched
    return bool(top.property(PUBLIC))
