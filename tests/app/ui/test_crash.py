"""A bug anywhere in the program is told once, masked, and nothing closes."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QObject, QTimer, qCritical, qWarning
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.bug_report import bug_report
from app.ui.crash import Crashes, CrashReport
from app.ui.station import Station
from app.ui.tasks import Tasks

PATIENCE_MS = 20_000
NIK = "3578085508909901"
NAME = "SITI AMINAH"


class Listener(QObject):
    """Keeps every report that was told."""

    def __init__(self, crashes: Crashes) -> None:
        super().__init__()
        self.heard: list[CrashReport] = []
        crashes.happened.connect(self.heard.append)


@pytest.fixture
def crashes(qtbot: QtBot) -> Iterator[Crashes]:
    """The net, spread out as the program does it."""
    net = Crashes(bug_report)
    with qtbot.captureExceptions(), net.watching():
        yield net


@pytest.fixture
def listener(crashes: Crashes) -> Listener:
    return Listener(crashes)


def fall(text: str = "") -> None:
    """A bug."""
    raise ZeroDivisionError(text)


def fall_elsewhere() -> None:
    """Another bug."""
    raise LookupError


def heard(qtbot: QtBot, listener: Listener, many: int = 1) -> list[CrashReport]:
    qtbot.waitUntil(lambda: len(listener.heard) == many, timeout=PATIENCE_MS)
    return listener.heard


def test_a_bug_in_a_slot_is_told_with_its_place(qtbot: QtBot, listener: Listener) -> None:
    QTimer.singleShot(0, fall)
    (report,) = heard(qtbot, listener)
    assert "ZeroDivisionError" in report.text
    assert "test_crash.py" in report.text


def test_what_was_typed_is_never_in_a_report(qtbot: QtBot, listener: Listener) -> None:
    QTimer.singleShot(0, lambda: fall(f"{NAME} {NIK}"))
    (report,) = heard(qtbot, listener)
    assert NIK not in report.text
    assert NAME not in report.text


def test_a_bug_in_a_thread_is_told_in_the_windows_thread(qtbot: QtBot, crashes: Crashes, listener: Listener) -> None:
    places: list[int] = []
    crashes.happened.connect(lambda _report: places.append(threading.get_ident()))
    thread = threading.Thread(target=fall)
    thread.start()
    thread.join()
    heard(qtbot, listener)
    assert places == [threading.get_ident()]


def test_a_bug_in_a_job_is_told_too(qtbot: QtBot, crashes: Crashes, listener: Listener) -> None:
    tasks = Tasks(None)
    tasks.crashed.connect(crashes.catch)
    tasks.run_aside(tasks, fall, lambda _none: None)
    assert "ZeroDivisionError" in heard(qtbot, listener)[0].text


def test_the_same_bug_again_and_again_is_told_once(qtbot: QtBot, listener: Listener) -> None:
    for _time in range(50):
        QTimer.singleShot(0, fall)
    QTimer.singleShot(0, fall_elsewhere)
    reports = heard(qtbot, listener, 2)
    assert [report.times for report in reports] == [1, 1]


def test_a_picture_that_cannot_be_drawn_does_not_tell_for_ever(qtbot: QtBot, listener: Listener) -> None:
    class Broken(QWidget):
        drawn = 0

        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - the toolkit's name
            Broken.drawn += 1
            fall()

    widget = Broken()
    qtbot.addWidget(widget)
    again = QTimer(interval=5)
    again.timeout.connect(widget.update)
    QTimer.singleShot(0, widget.show)
    again.start()
    qtbot.waitUntil(lambda: Broken.drawn > 5, timeout=PATIENCE_MS)
    assert len(heard(qtbot, listener)) == 1
    widget.hide()


@pytest.mark.no_qt_log
def test_a_complaint_of_the_toolkit_is_a_bug_and_a_warning_is_a_line_in_the_log(
    qtbot: QtBot, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    qWarning("a warning")
    qCritical("something is badly wrong")
    assert "ToolkitError" in heard(qtbot, listener)[0].text
    assert [record.getMessage() for record in caplog.records] == ["a warning", "something is badly wrong"]


def test_the_net_is_taken_in_again(qtbot: QtBot) -> None:
    before = sys.excepthook, threading.excepthook
    with Crashes(bug_report).watching():
        assert sys.excepthook != before[0]
    assert (sys.excepthook, threading.excepthook) == before


def test_a_net_that_has_gone_catches_nothing_and_breaks_nothing(qtbot: QtBot) -> None:
    net = Crashes(bug_report)
    net.deleteLater()
    qtbot.waitSignal(net.destroyed).wait()
    future: Future[None] = Future()
    future.set_exception(ZeroDivisionError())
    net.catch(future.exception() or LookupError())


def test_the_house_logs_a_bug_and_hands_out_its_report(station: Station, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        report = station.house.note_bug(ZeroDivisionError(NAME))
    assert report.startswith("Posko ")
    assert NAME not in report
    assert [record.getMessage() for record in caplog.records] == ["bug"]
