"""The one thread that owns the database: jobs in, futures out, the desk before the sync."""

from __future__ import annotations

import enum
import functools
import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from core.errors import Trouble

LOG = logging.getLogger(__name__)
SLOW_JOB_S = 0.1

T = TypeVar("T")


class Priority(enum.IntEnum):
    """Who waits for whom."""

    DESK = 0
    SYNC = 1
    REPORT = 2


@dataclass(slots=True)
class _Order(Generic[T]):
    """A job and the promise of its result."""

    job: Callable[[], T]
    future: Future[T]

    def run(self) -> None:
        """Keep the promise; whatever the job raises goes to who asked.

        The job is let go before anybody hears of it: what it holds of the window must not end in this thread. (A bug
        keeps its way through the program, and with it the job, for the report.)
        """
        if not self.future.set_running_or_notify_cancel():
            return
        started_s = time.monotonic()
        try:
            result = self.job()
        except BaseException as error:
            self._let_go(started_s)
            self.future.set_exception(error if not isinstance(error, Trouble) else error.with_traceback(None))
        else:
            self._let_go(started_s)
            self.future.set_result(result)

    def _let_go(self, started_s: float) -> None:
        elapsed_s = time.monotonic() - started_s
        if elapsed_s > SLOW_JOB_S:
            LOG.info("database job %s took %.0f ms", job_name(self.job), elapsed_s * 1000)
        del self.job


class DatabaseWorker:
    """Runs jobs one after the other in its own thread; the most urgent first, equals in order of arrival."""

    def __init__(self, name: str = "posko-database") -> None:
        self._jobs: queue.PriorityQueue[tuple[int, int, _Order[Any] | None]] = queue.PriorityQueue()
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
            self._jobs.put((priority, next(self._order), _Order(job, future)))
        return future

    def run(self, job: Callable[[], T], priority: Priority = Priority.DESK) -> T:
        """Queue a job and wait for it (not from the window's thread).

        Part of a job that runs already it is done at once: it would wait for itself for ever.
        """
        if threading.current_thread() is self._thread:
            return job()
        return self.submit(job, priority).result()

    def close(self, last: Callable[[], Any] | None = None, within_s: float | None = None) -> bool:
        """Finish what is queued, run ``last`` in the worker's thread, and end it.

        Args:
            within_s: wait no longer than this; the thread then goes on, and ends with the program at the latest.

        Returns: whether it has ended.
        """
        future: Future[Any] = Future()
        with self._door:
            is_first = not self._is_closing
            self._is_closing = True
            if is_first and last is not None:
                self._jobs.put((Priority.REPORT, next(self._order), _Order(last, future)))
            if is_first:
                self._jobs.put((Priority.REPORT + 1, next(self._order), None))
        self._thread.join(within_s)
        if self._thread.is_alive():
            return False
        if is_first and last is not None:
            future.result()
        return True

    def _work(self) -> None:
        while True:
            _priority, _place, order = self._jobs.get()
            if order is None:
                return
            order.run()
            del order  # or its answer would be kept until the next job comes


def job_name(job: Callable[[], object]) -> str:
    """Where the job was written: module, qualified name and line of the innermost function."""
    inner: Any = job  # partials nest: the last argument of each is what it is all about
    while isinstance(inner, functools.partial):
        inner = inner.args[-1] if inner.args and callable(inner.args[-1]) else inner.func
    code = getattr(inner, "__code__", None)
    line = f":{code.co_firstlineno}" if code is not None else ""
    return f"{getattr(inner, '__module__', '?')}.{getattr(inner, '__qualname__', type(inner).__name__)}{line}"
