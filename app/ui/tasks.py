"""The only door to the workers: a job runs there, its answer comes back to the window's thread."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from core.errors import Trouble

LOG = logging.getLogger(__name__)

T = TypeVar("T")


class Submit(Protocol):
    """Queues a job on the database worker."""

    def __call__(self, job: Callable[[], T], /, *, is_report: bool = False) -> Future[T]:
        """The job's answer to come."""
        ...


@dataclass(frozen=True, slots=True)
class _Asked(Generic[T]):
    """Who waits for an answer, and what is done with it."""

    owner: QObject
    future: Future[T]
    then: Callable[[T], None]
    on_trouble: Callable[[Trouble], None] | None


class Tasks(QObject):
    """Runs jobs for screens. ``then`` is called only if the owner still lives.

    ``troubled`` tells of a trouble that the owner does not handle itself, ``crashed`` of a bug.
    """

    answered = Signal(object)
    troubled = Signal(object)
    crashed = Signal(object)

    def __init__(self, submit: Submit | None, parent: QObject | None = None) -> None:
        """Prepare the door.

        Args:
            submit: ``None`` while there is no unlocked desk: then only :meth:`run_aside` works.
        """
        super().__init__(parent)
        self._submit = submit
        self._asked: dict[int, _Asked[Any]] = {}
        """By number: a worker that held the screens themselves might be the last to let go of one, and end it there."""
        self._numbers = itertools.count()
        self._is_put_away = False
        self.answered.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether answers are still to come."""
        return bool(self._asked)

    def run(
        self,
        owner: QObject,
        job: Callable[[], T],
        then: Callable[[T], None],
        *,
        on_trouble: Callable[[Trouble], None] | None = None,
        is_report: bool = False,
    ) -> None:
        """Run a job on the database worker.

        Args:
            on_trouble: told instead of ``troubled`` when the job meets trouble, and ``PROGRAM_BUG`` when it ends in
                a bug: whoever waits for an answer is always called back.
            is_report: a job that may wait behind the desk and the synchronisation; at most 50 ms long.
        """
        if self._submit is None:
            raise RuntimeError("there is no unlocked desk")
        if self._is_put_away:
            return
        self._follow(owner, self._submit(job, is_report=is_report), then, on_trouble)

    def put_away(self) -> None:
        """The work area has gone: nothing more is asked, and when the last answer is there this goes too."""
        self._is_put_away = True
        self._go_when_idle()

    def run_aside(
        self,
        owner: QObject,
        job: Callable[[], T],
        then: Callable[[T], None],
        *,
        on_trouble: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Run a job that waits for the network or for a key to be made, in a thread of its own."""
        future: Future[T] = Future()
        self._follow(owner, future, then, on_trouble)
        threading.Thread(target=_fulfil, args=(future, [job]), name="posko-aside", daemon=True).start()

    def _follow(
        self,
        owner: QObject,
        future: Future[T],
        then: Callable[[T], None],
        on_trouble: Callable[[Trouble], None] | None,
    ) -> None:
        number = next(self._numbers)
        self._asked[number] = _Asked(owner, future, then, on_trouble)
        future.add_done_callback(lambda _future: self._send_home(number))

    def _send_home(self, number: int) -> None:
        if isValid(self):  # the window may have gone while the worker still worked
            self.answered.emit(number)

    def _take(self, number: int) -> None:
        asked = self._asked.pop(number)
        if isValid(asked.owner):
            self._answer(asked)
        self._go_when_idle()

    def _answer(self, asked: _Asked[Any]) -> None:
        # the one edge of the window: a bug in a job must not close it, nor leave somebody waiting for ever
        bug = asked.future.exception()
        if isinstance(bug, Exception) and not isinstance(bug, Trouble):
            self.crashed.emit(bug)
            if asked.on_trouble is not None:
                asked.on_trouble(Trouble("PROGRAM_BUG"))
            return
        try:
            asked.then(asked.future.result())
        except Trouble as trouble:
            (asked.on_trouble or self.troubled.emit)(trouble)
        except Exception as error:
            self.crashed.emit(error)

    def _go_when_idle(self) -> None:
        if self._is_put_away and not self._asked:
            self.deleteLater()  # and with it what hangs on it: names, slips, the way to the keys


def _fulfil(future: Future[T], jobs: list[Callable[[], T]]) -> None:
    """Do the only job, and let it go before anybody hears of it: what it holds of the window must not end here.

    (A bug keeps its way through the program, and with it the job, for the report.)
    """
    job = jobs.pop()
    try:
        result = job()
    except Exception as error:
        del job
        future.set_exception(error.with_traceback(None) if isinstance(error, Trouble) else error)
    else:
        del job
        future.set_result(result)
