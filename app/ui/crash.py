"""A bug must not close the window: it is caught, logged, and told once, with a report that can be handed on."""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from shiboken6 import isValid

QT_LOG = logging.getLogger("qt")

QUIET_S = 60.0
"""The same bug again within this time is only counted: a broken picture would tell of itself at every frame."""

MOST_PLACES = 50

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class ToolkitError(Exception):
    """The window's toolkit said that something is badly wrong; its words stand in the log."""


@dataclass(frozen=True, slots=True)
class CrashReport:
    """One bug.

    Args:
        text: masked; may be shown, copied, sent.
        times: how often it has come since the program started.
    """

    text: str
    times: int


class Crashes(QObject):
    """Catches what nobody caught: in slots and events, in threads, in jobs, in the toolkit itself."""

    happened = Signal(object)
    """A bug that was not told of lately: ``CrashReport``; always in the window's thread."""

    _caught = Signal(object)

    def __init__(self, note: Callable[[BaseException], str], parent: QObject | None = None) -> None:
        """Prepare.

        Args:
            note: logs a bug and returns its masked report; called in the thread where it happened.
        """
        super().__init__(parent)
        self._note = note
        self._door = threading.RLock()
        self._times: dict[str, int] = {}
        self._told_s: dict[str, float] = {}
        self._caught.connect(self.happened, Qt.ConnectionType.QueuedConnection)

    def catch(self, error: BaseException) -> None:
        """Take a bug from any thread."""
        place = _place_of(error)
        with self._door:
            if len(self._times) >= MOST_PLACES:
                place = ""  # a program that falls apart everywhere is one bug
            times = self._times[place] = self._times.get(place, 0) + 1
            now_s = time.monotonic()
            is_quiet = now_s - self._told_s.get(place, -QUIET_S) < QUIET_S
            if is_quiet:
                return
            self._told_s[place] = now_s
        report = CrashReport(self._note(error), times)
        if isValid(self):
            self._caught.emit(report)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Catch everything until the block ends."""
        hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_uncaught
        threading.excepthook = self._on_thread_died
        talker = qInstallMessageHandler(self._on_message)
        try:
            yield
        finally:
            sys.excepthook, threading.excepthook = hooks
            qInstallMessageHandler(talker)

    def _on_uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            self.catch(error)
            return
        sys.__excepthook__(kind, error, trace)
        QCoreApplication.quit()  # somebody pressed Ctrl+C where the program was started

    def _on_thread_died(self, died: threading.ExceptHookArgs) -> None:
        if isinstance(died.exc_value, Exception):
            self.catch(died.exc_value)

    def _on_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        del context  # empty in a toolkit that is built for release
        QT_LOG.log(_LEVELS[kind], "%s", text)
        if kind is QtMsgType.QtCriticalMsg:
            self.catch(ToolkitError(text))


def _place_of(error: BaseException) -> str:
    """What makes two bugs the same: kind and innermost line; of the toolkit's complaints the words."""
    if isinstance(error, ToolkitError):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} {frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__
