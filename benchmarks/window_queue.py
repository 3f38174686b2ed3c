"""From the key that calls the next number until the screen on the wall has painted it, with a full waiting room."""

from __future__ import annotations

import statistics
import time

from PySide6.QtCore import QEvent, QObject

from app.changes import Changes
from app.desk.queue.take import take_ticket
from app.sound.pieces import Loudness
from app.ui.public_screens import PublicScreens
from app.ui.screens.calls import CallScreen
from app.ui.shell import Shell
from benchmarks import stage
from benchmarks.measuring import Figure
from benchmarks.window_stage import bear, last_percent, settle, unlocked, wait_until
from core.tickets import Service
from tests.kit.typist import Keyboard

PEOPLE = 300
CALLS = 60
CALL_MS = 100


class WallWatch(QObject):
    """Notes when a number is painted on the wall for the first time."""

    def __init__(self, wall: CallScreen) -> None:
        super().__init__(wall)
        self._wall = wall
        self.seen_s: dict[str, float] = {}
        wall.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """Let it paint, then look at the clock."""
        if event.type() == QEvent.Type.Paint and watched is self._wall and self._wall.board.calls:
            number = self._wall.board.calls[0].number
            self._wall.paintEvent(event)  # type: ignore[arg-type]  # its type says what it is
            self.seen_s.setdefault(number, time.perf_counter())
            return True
        return False


def calls(shell: Shell) -> list[float]:
    """Milliseconds of each call."""
    window = shell.window()
    keyboard, queue = Keyboard(window), shell.station.queue
    queue.memory.loudness = Loudness.SILENT
    keyboard.press("Ctrl+9", "F11")
    settle()
    wall = PublicScreens.of(window).calls
    if wall is None:
        raise RuntimeError("there is no call screen")
    watch, taken = WallWatch(wall), []
    window.activateWindow()
    settle()
    for _ in range(CALLS):
        before = dict(watch.seen_s)
        started = time.perf_counter()
        keyboard.press("F10")
        wait_until(lambda before=before: len(watch.seen_s) > len(before))  # type: ignore[misc]  # bound now, not later
        taken.append(1000 * (max(watch.seen_s.values()) - started))
        wait_until(lambda: not shell.station.tasks.is_busy)
        keyboard.type("s")
        wait_until(lambda: not shell.station.tasks.is_busy and queue.current is None)
    return taken


def fill_the_room(shell: Shell) -> None:
    """Many people wait, of every service."""
    desk = shell.station.desk
    letters = (Service.REGISTRATION, Service.REGISTRATION, Service.EMAIL, Service.COMPLAINT, Service.PRIORITY)
    for place in range(PEOPLE):
        take_ticket(desk, letters[place % len(letters)], desk.today())
    shell.station.signals.changed.emit(Changes(has_queue=True))
    wait_until(lambda: shell.station.queue.waiting == PEOPLE)


def measure() -> list[Figure]:
    """One window, one room."""
    with stage.folder() as place:
        bear(place / "meja")
        with unlocked(place / "meja") as shell:
            fill_the_room(shell)
            taken = calls(shell)
    what = f"call to screen, {PEOPLE} wait"
    return [
        Figure(f"{what}, median of {CALLS}", "ms", statistics.median(taken)),
        Figure(f"{what}, 99 of 100 below", "ms", last_percent(taken), aim=CALL_MS, is_aim_of_ours=True),
    ]
