"""What others than the officer see and hear: call screen, voice, kiosk. They outlive the lock of the window."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.changes import Changes
from app.ui.actions import CALL_SCREEN, KIOSK, Command
from app.ui.panels.header import CLOCK_EVERY_MS

if TYPE_CHECKING:
    from app.desk.context import PostWords
    from app.desk.queue.look import QueueNow
    from app.printing.worker import PrintState
    from app.sound.voice import Voice
    from app.ui.printing import Printing
    from app.ui.public_window import PublicWindow
    from app.ui.queue_memory import QueueMemory
    from app.ui.screens.calls import CallScreen
    from app.ui.station import Notice, Station
    from app.ui.tasks import Tasks
    from core.clock import Clock
    from core.tickets import Ticket


@dataclass(frozen=True, slots=True)
class _Wall:
    """What the call screen needs to know besides the queue: nothing of it opens the desk."""

    post_name: str
    is_training: bool
    words: PostWords
    clock: Clock
    memory: QueueMemory


class PublicScreens(QObject):
    """Belongs to the window, not to the work area: whoever waits goes on seeing numbers while the desk is locked."""

    changed = Signal(object)
    """Somebody took a number at the kiosk: ``Changes``."""
    lock_wanted = Signal()
    """The laptop stands at the door now: nobody may come to the desk without a secret."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._station: Station | None = None
        self._wall: _Wall | None = None
        self._latest: uuid.UUID | None = None
        self._voice: Voice | None = None
        self.calls: CallScreen | None = None
        self.public: PublicWindow | None = None
        self._kiosk_tasks: Tasks | None = None
        self._kiosk_printing: Printing | None = None
        self._clock = QTimer(self, interval=CLOCK_EVERY_MS)
        self._clock.timeout.connect(self._tick)
        window.installEventFilter(self)

    @classmethod
    def of(cls, window: QWidget) -> PublicScreens:
        """Those of a window; made when they are first asked for."""
        there = window.findChild(cls)
        return there if isinstance(there, cls) else cls(window)

    def attend(self, station: Station) -> None:
        """An officer has come in: from now on these screens show that desk's queue."""
        self._station = station
        desk, post = station.desk, station.desk.store.profile.post
        self._wall = _Wall(post.name, post.is_training, desk.words, desk.clock, station.queue.memory)
        station.queue.moved.connect(self._show_queue)
        station.queue.called.connect(self._call)
        if self.calls is not None:
            self.calls.wear(station.look)
        elif station.queue.memory.has_call_screen:
            self._open_calls(station)

    def dismiss(self) -> None:
        """The officer has gone: what stands on the wall stays there, and the way to the desk's keys does not."""
        self._station = None

    def toggle(self, command: Command) -> None:
        """Open a screen, or close it if it is open."""
        station = self._station
        if station is None:
            return
        if command is CALL_SCREEN:
            self._toggle_calls(station)
        elif self.public is not None:
            self.close_public()
        else:
            self._open_public(station, has_kiosk=command is KIOSK)

    # --- the wall -------------------------------------------------------------------------------------------------

    @property
    def is_on_wall(self) -> bool:
        """Whether the call screen stands open."""
        return self.calls is not None and self.calls.isVisible()

    def _toggle_calls(self, station: Station) -> None:
        if self.calls is not None and self.calls.isVisible():
            self.calls.close()
        else:
            self._open_calls(station)
        station.queue.memory.has_call_screen = self.is_on_wall

    def _open_calls(self, station: Station) -> None:
        if self.calls is None:
            from app.ui.screens.calls import CallScreen  # most desks have no second monitor

            self.calls = CallScreen(station.look)
        self._show_queue(station.queue.now)
        self._clock.start()
        self._tick()
        self.calls.open_beside(self._window)
        self._window.activateWindow()  # the keys stay with the officer

    def _show_queue(self, now: QueueNow | None) -> None:
        if self.calls is None or self._wall is None:
            return
        from app.ui.call_board import board_of
        from app.ui.screens.calls import CallBoard

        post, is_training = self._wall.post_name, self._wall.is_training
        if now is None:
            self.calls.show_board(CallBoard(post, is_training=is_training))
        else:
            self.calls.show_board(board_of(now, post, self._latest, is_training=is_training))

    def _call(self, ticket: Ticket) -> None:
        self._latest = ticket.uid
        if self._wall is None:
            return
        if self.calls is not None:
            from app.ui.call_board import with_call

            self.calls.show_board(with_call(self.calls.board, ticket))
            if not self._wall.memory.is_still:
                self.calls.light_up()
        from app.sound.pieces import call_pieces
        from app.sound.voice import Voice

        self._voice = self._voice or Voice()
        self._voice.say(call_pieces(ticket.number, ticket.counter, self._wall.memory.loudness))

    def _tick(self) -> None:
        if self.calls is not None and self._wall is not None:
            local = self._wall.words.local(self._wall.clock.now())
            self.calls.show_clock(f"{local:%H.%M} {self._wall.words.zone}")

    # --- the door -------------------------------------------------------------------------------------------------

    def _open_public(self, station: Station, *, has_kiosk: bool) -> None:
        from app.ui.printing import Printing
        from app.ui.public_window import PublicWindow
        from app.ui.station import Signals
        from app.ui.tasks import Tasks

        desk, signals = station.desk, Signals()
        tasks = self._kiosk_tasks = Tasks(desk.submit, self)
        printing = self._kiosk_printing = Printing(desk, station.house, tasks, signals, tasks)
        public = self.public = PublicWindow(desk, station.house, station.look, tasks, printing)
        public.changed.connect(self._tell)
        public.left.connect(self.close_public)
        public.kiosk.slip_failed.connect(self._tell_failed)
        signals.noticed.connect(self._notice)
        house = station.house
        public.changed.connect(lambda _changes: house.wake())
        if public.open_beside(self._window, has_kiosk=has_kiosk):
            self.lock_wanted.emit()
        else:
            self._window.activateWindow()  # the keys stay with the officer

    def _tell(self, changes: Changes) -> None:
        self.changed.emit(changes)

    def _tell_failed(self, state: PrintState) -> None:
        from app.printing.worker import PrintPhase
        from app.ui.i18n import say
        from app.ui.station import Notice

        tone = "stop" if state.phase is PrintPhase.FAILED else "attention"
        self._notice(Notice(tone, f"{state.job.title}: {say(state.code, state.facts)}"))

    def _notice(self, notice: Notice) -> None:
        """Whoever stands at the door can mend no printer: the officer at the desk hears of it."""
        if self._station is not None:
            self._station.signals.noticed.emit(notice)

    def close_public(self) -> None:
        """Take the kiosk away; on one monitor the locked window is what stands behind it."""
        public, self.public = self.public, None
        if public is None:
            return
        public.go()
        public.deleteLater()
        if self._kiosk_tasks is not None and self._kiosk_printing is not None:
            self._kiosk_printing.close()
            self._kiosk_tasks.put_away()
        self._kiosk_tasks = self._kiosk_printing = None
        self._window.activateWindow()

    # --- the end --------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """When the window is to close, nothing of it stays behind on other monitors."""
        if event.type() == QEvent.Type.Close and watched is self._window:
            self.close_all()
        return False

    def close_all(self) -> None:
        """Take everything away and fall silent."""
        self.close_public()
        self._clock.stop()
        if self.calls is not None and isValid(self.calls):
            self.calls.close()
            self.calls.deleteLater()
        self.calls = None
        if self._voice is not None:
            self._voice.close()
        self._voice = None
