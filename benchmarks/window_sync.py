"""Somebody types while ten thousand waiting records go to a real server, and while fifty thousand come to a new desk.

How long is the window's thread ever away?
"""

from __future__ import annotations

import json
import os
import statistics
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from app.bundled import programme
from app.desk.context import Desk
from app.desk.register import register
from app.desk.state import pending_events
from app.headless.opening import line_of
from app.sync.exchange import drain
from app.ui.shell import Shell
from benchmarks import stage
from benchmarks.measuring import Figure
from benchmarks.window_stage import TimedKeyboard, application, bear, last_percent, unlocked, wait_until
from tests.kit.desk import entry_of, person_values
from tests.kit.server_process import command, server_process

RECORDS = 10_000
PULLED = 50_000
A_DAY = 900
"""A device has a thousand numbers a day."""

BEAT_MS = 5
KEY_EVERY_S = 0.06
WORST_MS = 100
TYPED = "siti aminah binti abdullah "


class Heart(QObject):
    """Beats in the event loop; what lies between two beats, beyond the beat itself, the window did not answer."""

    def __init__(self) -> None:
        super().__init__()
        self.away_ms: list[float] = []
        self._beat_s = time.perf_counter()
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def stop(self) -> None:
        """What comes now, the closing of the house above all, is not asked."""
        self._timer.stop()

    def _beat(self) -> None:
        now_s = time.perf_counter()
        self.away_ms.append(max(1000 * (now_s - self._beat_s) - BEAT_MS, 0))
        self._beat_s = now_s


def fill(home: Path, many: int) -> None:
    """So many visits, none of them sent."""
    with stage.opened(home) as desk:
        for number in range(many):
            _visit(desk, number)


def _visit(desk: Desk, number: int) -> None:
    on = stage.DAY + timedelta(days=number // A_DAY)
    register(desk, entry_of(person_values(number)), programme("PRAKERJA2020"), on)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody felt who typed.

    Args:
        away_ms: how long the window was away, beat by beat.
        keys_ms: from each key until the window had answered.
        taken_s: until it was over.
    """

    away_ms: list[float]
    keys_ms: list[float]
    taken_s: float

    def figures(self, many: int, what: str) -> list[Figure]:
        """As rows; ``what`` happened to so many."""
        keys = f"a key while {many:,} are {what}"
        return [
            Figure(f"window away, worst, {many:,} {what}", "ms", max(self.away_ms), aim=WORST_MS, is_aim_of_ours=True),
            Figure(f"window away, 99 of 100 below, {many:,} {what}", "ms", last_percent(self.away_ms)),
            Figure(f"{keys}, median of {len(self.keys_ms)}", "ms", statistics.median(self.keys_ms)),
            Figure(f"{keys}, 99 of 100 below", "ms", last_percent(self.keys_ms)),
            Figure(f"records {what} meanwhile", "1/s", many / self.taken_s),
        ]


def typed_until(shell: Shell, is_over: Callable[[], bool]) -> Meanwhile:
    """Type into the form until something is over."""
    heart, keyboard, keys = Heart(), TimedKeyboard(shell.window()), cycle(TYPED)
    shell.registration.form_desk.jump_to("name_on_id")
    started = due_s = time.perf_counter()
    while not is_over():
        keyboard.type(next(keys))
        due_s += KEY_EVERY_S
        wait_until(partial(_is_past, due_s))
    taken_s = time.perf_counter() - started
    heart.stop()
    return Meanwhile(heart.away_ms, keyboard.taken_ms, taken_s)


def _is_past(due_s: float) -> bool:
    return time.perf_counter() >= due_s


def run(many: int) -> list[Figure]:
    """One desk with so many waiting records."""
    application()
    with stage.folder() as place, server_process(place / "server") as server:
        bear(place / "meja", url=server.url, code=_code(place / "server"))
        fill(place / "meja", many)
        with unlocked(place / "meja", is_at_rest=False) as shell:  # everybody's names are read at the same time
            left = [pending_events(shell.station.desk.store)]
            shell.station.signals.sync_moved.connect(lambda state: left.append(state.pending))
            felt = typed_until(shell, lambda: not left[-1])
    return felt.figures(many, "sent")


def pull(many: int) -> list[Figure]:
    """A new desk of a post that has sent so many."""
    application()
    with stage.folder() as place, server_process(place / "server") as server:
        bear(place / "lama", url=server.url, code=_code(place / "server"))
        fill(place / "lama", many)
        with stage.opened(place / "lama") as desk, line_of(desk) as line:
            drain(line)
        bear(place / "baru", url=server.url, code=_code(place / "server"))
        with unlocked(place / "baru", is_at_rest=False) as shell:
            came: set[uuid.UUID] = set()
            shell.station.signals.sync_moved.connect(lambda state: came.update(state.touched))
            felt = typed_until(shell, lambda: len(came) >= many)
    return felt.figures(many, "pulled")


def _code(server: Path) -> str:
    """A code for a new desk of the one post."""
    order = ("enrol-code", "--post", "SBY01", "--post-name", "Posko Contoh 01", "--json")
    code: str = json.loads(command(*order, data=server).stdout)["code"]
    return code


def measure() -> list[Figure]:
    """All of it only where ``BENCH_LONG`` is set: making so many visits takes minutes."""
    return [*run(RECORDS), *pull(PULLED)] if os.environ.get("BENCH_LONG") else []
