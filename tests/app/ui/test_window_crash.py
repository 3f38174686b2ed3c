"""A bug while an officer works: the window stays, says so on top, keeps the form, and hands out a masked report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.desk.drafts import drafts
from app.ui.gates.unlock import UnlockScreen
from app.ui.overlays.crash_report import CrashReportSheet
from app.ui.shell import Shell
from app.ui.window import Window
from tests.kit.desk import SECRET
from tests.kit.typist import Typist
from tests.kit.window import opened_window, training_home

PATIENCE_MS = 20_000


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """The program's window at its gate, the net spread out as the program does it."""
    with opened_window(qtbot, training_home(tmp_path / "meja")) as opened:
        qtbot.waitUntil(lambda: asks_for_secret(opened), timeout=PATIENCE_MS)
        with qtbot.captureExceptions(), opened.crashes.watching():
            yield opened


def asks_for_secret(window: Window) -> bool:
    gate = window.centralWidget()
    return isinstance(gate, UnlockScreen) and gate.secret.line.hasFocus() and gate.open.isEnabled()


def unlocked(qtbot: QtBot, window: Window) -> Shell:
    """The work area, once the secret was typed."""
    typist = Typist(qtbot, window)
    typist.type(SECRET)
    typist.press("Return")
    qtbot.waitUntil(lambda: window.shell is not None, timeout=PATIENCE_MS)
    shell = window.shell
    assert shell is not None
    return shell


def fall() -> None:
    """A bug."""
    raise LookupError


def test_a_bug_closes_nothing_and_its_report_can_be_read(qtbot: QtBot, window: Window) -> None:
    shell = unlocked(qtbot, window)
    QTimer.singleShot(0, fall)
    qtbot.waitUntil(lambda: "gangguan" in shell.notices.text, timeout=PATIENCE_MS)
    assert window.isVisible()
    shell.notices._do()
    (sheet,) = window.findChildren(CrashReportSheet)
    assert "LookupError" in sheet.text.toPlainText()


def test_what_was_typed_is_kept_when_a_bug_comes(qtbot: QtBot, window: Window) -> None:
    shell = unlocked(qtbot, window)
    Typist(qtbot, window).type("3578")
    QTimer.singleShot(0, fall)
    qtbot.waitUntil(lambda: len(drafts(shell.station.desk)) == 1, timeout=PATIENCE_MS)


def test_a_bug_at_the_gate_shows_its_report_at_once(qtbot: QtBot, window: Window) -> None:
    QTimer.singleShot(0, fall)
    qtbot.waitUntil(lambda: bool(window.findChildren(CrashReportSheet)), timeout=PATIENCE_MS)
