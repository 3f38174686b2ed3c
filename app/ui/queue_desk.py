"""The queue as every part of the window sees it: who waits now, and the call of the next one from this counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance

from app.changes import Changes
from app.desk.queue.look import QueueNow, queue_now
from core.tickets import LINES, Service, Ticket

if TYPE_CHECKING:
    from app.desk.context import Desk
    from app.ui.queue_memory import QueueMemory
    from app.ui.tasks import Tasks


class QueueDesk(QObject):
    """Reads the queue anew whenever something has touched it; while a reading is under way only one more waits."""

    moved = Signal(object)
    """Somebody waits, is called or has gone: ``QueueNow``."""
    called = Signal(object)
    """A number was called from this desk: its ``Ticket``."""

    def __init__(self, desk: Desk, tasks: Tasks, changed: SignalInstance, memory: QueueMemory, parent: QObject) -> None:
        super().__init__(parent)
        self.memory = memory
        self.now: QueueNow | None = None
        self._desk, self._tasks = desk, tasks
        self._is_reading = self._is_stale = False
        changed.connect(self._on_changed)
        self.refresh()

    @property
    def waiting(self) -> int:
        """How many wait, of all services."""
        return len(self.now.waiting) if self.now else 0

    @property
    def current(self) -> Ticket | None:
        """Who is called to this counter, or served there."""
        return self.now.at(self.memory.counter) if self.now else None

    @property
    def services(self) -> tuple[Service, ...]:
        """Whose turn it may be at this counter."""
        line = self.memory.line
        return (line,) if line else LINES

    def refresh(self) -> None:
        """Read the queue of today."""
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading, self._is_stale = True, False
        desk = self._desk
        self._tasks.run(self, lambda: queue_now(desk, desk.today()), self._take, on_trouble=self._failed)

    def announce(self, ticket: Ticket) -> None:
        """A number was called: the screen on the wall and the voice say so, before anything is read anew."""
        self.called.emit(ticket)

    def _take(self, now: QueueNow) -> None:
        self._is_reading = False
        self.now = now
        self.moved.emit(now)
        if self._is_stale:
            self.refresh()

    def _failed(self, trouble: object) -> None:
        self._is_reading = False
        self._tasks.troubled.emit(trouble)

    def _on_changed(self, changes: Changes) -> None:
        if changes.has_queue or changes.registrations:  # what other desks did comes as touched records
            self.refresh()
