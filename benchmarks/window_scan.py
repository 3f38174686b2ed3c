"""From the last key of a scanner until the registration stands on the screen, history and all, while a form is open."""

from __future__ import annotations

import statistics
import time
import uuid
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from app.desk.slips import slip_of
from app.ui.screens.record import RecordScreen
from app.ui.shell import Shell
from benchmarks import stage
from benchmarks.measuring import Figure
from benchmarks.window_stage import bear, last_percent, settle, unlocked, wait_until
from core.registered import KeptRegistration
from tests.kit.desk import register_one

PEOPLE = 60
OPEN_MS = 150


@dataclass(frozen=True, slots=True)
class Slip:
    """What a scanner reads off it, and whose it is."""

    text: str
    uid: uuid.UUID


def slips(shell: Shell) -> list[Slip]:
    """People with their slips."""
    desk = shell.station.desk
    kept: list[KeptRegistration] = [register_one(desk, number).kept for number in range(PEOPLE)]
    return [Slip(slip_of(desk, one, 1).qr_text, one.uid) for one in kept]


def opened_ms(shell: Shell, slip: Slip) -> float:
    """Milliseconds from the Enter behind a scan until the registration is painted."""
    handle = shell.window().windowHandle()
    if handle is None:
        raise RuntimeError("the window has not been shown")
    for char in slip.text:
        QTest.keyClick(handle, char)  # type: ignore[call-overload]  # as every widget takes it
        QCoreApplication.processEvents()  # a scanner's keys come one by one: the window lives between them
    started = time.perf_counter()
    QTest.keyClick(handle, Qt.Key.Key_Return)
    wait_until(lambda: stands_there(shell, slip.uid))
    settle()
    return 1000 * (time.perf_counter() - started)


def stands_there(shell: Shell, uid: uuid.UUID) -> bool:
    """Whether the page in front shows this registration whole."""
    front = shell.front
    return isinstance(front, RecordScreen) and front.record is not None and front.record.kept.uid == uid


def scans(shell: Shell) -> list[float]:
    """Milliseconds of each; between two scans the officer is back at the form."""
    taken = []
    for slip in slips(shell):
        shell.go(shell.place)
        wait_until(lambda: not shell.station.tasks.is_busy)
        taken.append(opened_ms(shell, slip))
        wait_until(lambda: not shell.station.tasks.is_busy)
    return taken


def measure() -> list[Figure]:
    """One window, sixty slips."""
    with stage.folder() as place:
        bear(place / "meja")
        with unlocked(place / "meja") as shell:
            taken = scans(shell)
    return [
        Figure(f"scan to open record, median of {PEOPLE}", "ms", statistics.median(taken)),
        Figure("scan to open record, 99 of 100 below", "ms", last_percent(taken), aim=OPEN_MS, is_aim_of_ours=True),
    ]
