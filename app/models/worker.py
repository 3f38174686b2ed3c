"""The one thread that owns the database: jobs in, futures out, the desk before the sync."""

from __future__ import annotations

import enum
import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

LOG = logging.getLogger(__name__)
SLOW_JOB_S = 0.1

T = TypeVar("T")


class Priority(enum.IntEnum):
    """Who waits for whom."""

    DESK = 0
    SYNC = 1
    REPORT = 2


class DatabaseWorker:
    """Runs jobs one after the other in its own thread; the most urgent first, equals in order of arrival."""

    def __init__(self, name: str = "posko-database") -> None:
        self._jobs: queue.PriorityQueue[tuple[int, int, Callable[[], None] | None]] = queue.PriorityQueue()
        self._order = itertools.count()
        self._door = threading.Lock()
        """Nobody gets in behind the last job: what is queued there would never be answered."""
        self._is_closing = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[], T], priority: Priority = Priority.DESK) -> Future[T]:
        """Queue a job; its result or exception comes in the future. Raises: RuntimeError after :meth:`close`."""
        future: Future[T] = Future()
        with self._door:
            if self._is_closing:
                raise RuntimeError("the database worker is closed")
            self._jobs.put((priority, next(self._order), lambda: _run(job, future)))
        return future

    def run(self, job: Callable[[], T], priority: Priority = Priority.DESK) -> T:
        """Queue a job and wait for it (not from the window's thread)."""
        return self.submit(job, priority).result()

    def close(self, last: Callable[[], Any] | None = None) -> None:
        """Finish what is queued, run ``last`` in the worker's thread, and end it."""
        future: Future[Any] = Future()
        with self._door:
            if self._is_closing:
                return
            self._is_closing = True
            if last is not None:
                self._jobs.put((Priority.REPORT, next(self._order), lambda: _run(last, future)))
            self._jobs.put((Priority.REPORT + 1, next(self._order), None))
        self._thread.join()
        if last is not None:
            future.result()

    def _work(self) -> None:
        while True:
            _priority, _order, job = self._jobs.get()
            if job is None:
                return
            started = time.monotonic()
            job()
            elapsed_s = time.monotonic() - started
            if elapsed_s > SLOW_JOB_S:
                LOG.info("database job took %.0f ms", elapsed_s * 1000)


def _run(job: Callable[[], T], future: Future[T]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = job()
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)
