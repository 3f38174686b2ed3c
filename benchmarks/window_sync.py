"""Ten thousand waiting records go to a real server while somebody types: how long is the window's thread ever away?"""

from __future__ import annotations

import json
import os
import statistics
import time
from datetime import timedelta
from functools import partial
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from app.bundled import programme
from app.desk.context import Desk
from app.desk.register import register
from app.desk.state import pending_events
from app.ui.shell import Shell
from benchmarks import stage
from benchmarks.measuring import Figure
from benchmarks.window_stage import TimedKeyboard, application, bear, last_percent, unlocked, wait_until
from tests.kit.desk import entry_of, person_values
from tests.kit.server_process import command, server_process

RECORDS = 10_000
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


def type_while_sending(shell: Shell) -> tuple[list[float], list[float], float]:
    """Milliseconds that the window was away, beat by beat; milliseconds a key; seconds until all was sent."""
    store = shell.station.desk.store
    left = [pending_events(store)]
    heart, keyboard, keys = Heart(), TimedKeyboard(shell.window()), cycle(TYPED)
    shell.station.signals.sync_moved.connect(lambda state: left.append(state.pending))
    shell.registration.form_desk.jump_to("name_on_id")
    started = due_s = time.perf_counter()
    while left[-1]:
        keyboard.type(next(keys))
        due_s += KEY_EVERY_S
        wait_until(partial(_is_past, due_s))
    taken_s = time.perf_counter() - started
    heart.deleteLater()
    return heart.away_ms, keyboard.taken_ms, taken_s


def _is_past(due_s: float) -> bool:
    return time.perf_counter() >= due_s


def run(many: int) -> list[Figure]:
    """One desk with so many waiting records."""
    application()
    with stage.folder() as place, server_process(place / "server") as server:
        order = ("enrol-code", "--post", "SBY01", "--post-name", "Posko Contoh 01", "--json")
        code = json.loads(command(*order, data=place / "server").stdout)["code"]
        bear(place / "meja", url=server.url, code=code)
        fill(place / "meja", many)
        with unlocked(place / "meja", is_at_rest=False) as shell:  # everybody's names are read at the same time
            away, keys, taken_s = type_while_sending(shell)
    return [
        Figure(f"window away, worst, {many:,} sent", "ms", max(away), aim=WORST_MS, is_aim_of_ours=True),
        Figure(f"window away, 99 of 100 below, {many:,} sent", "ms", last_percent(away)),
        Figure(f"a key meanwhile, median of {len(keys)}", "ms", statistics.median(keys)),
        Figure("a key meanwhile, 99 of 100 below", "ms", last_percent(keys)),
        Figure("records sent meanwhile", "1/s", many / taken_s),
    ]


def measure() -> list[Figure]:
    """All of it only where ``BENCH_LONG`` is set: making ten thousand visits takes a minute."""
    return run(RECORDS) if os.environ.get("BENCH_LONG") else []
