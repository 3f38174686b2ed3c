"""When to exchange: the thread that finds the line by itself, backs off with jitter, resumes, reports."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from app.sync.exchange import Line, drain
from app.sync.state import Phase, Progress, SyncState
from core.errors import Trouble

LOG = logging.getLogger(__name__)

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 300.0
REST_S = 60.0
"""With nothing to send the server is asked for news once a minute."""

STOP_WITHIN_S = 5.0
"""Closing the program waits no longer than this for a server that does not answer [ARCHITECTURE 3]."""


@dataclass(frozen=True, slots=True)
class _Pause:
    """A wait before the next try: first what a busy server asked for, which nobody may end, then our own."""

    asked_s: float
    own_s: float


class SyncWorker:
    """Keeps exchanging until stopped. ``wake`` is called after every act that wrote an event."""

    def __init__(
        self,
        line: Line,
        report: Callable[[SyncState], None],
        jitter: Callable[[], float],
        *,
        first_wait_s: float = FIRST_WAIT_S,
    ) -> None:
        """Prepare the worker.

        Args:
            report: told about every change of state, in this worker's thread.
            jitter: a number between 0 and 1, drawn anew for each wait.
            first_wait_s: the longest first pause after a failure; it doubles up to five minutes.
        """
        self._line = line
        self._report = report
        self._jitter = jitter
        self._first_wait_s = first_wait_s
        self._failures = 0
        self._pending = 0
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="posko-sync", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Something new waits. While a pause after a failure runs it changes nothing: a dead line is not hammered."""
        if not self._failures:
            self._wake.set()

    def try_now(self) -> None:
        """A person pressed "send now", or the network has changed: do not wait any longer."""
        self._wake.set()

    def stop(self, within_s: float = STOP_WITHIN_S) -> bool:
        """End after the request that is under way; whether it ended in time. Everything receipted so far counts."""
        self._stopping.set()
        self._wake.set()
        self._thread.join(within_s)
        if self._thread.is_alive():
            return False  # a silent server: the request ends with its own time-out, and the thread with it
        self._line.transport.close()
        return True

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            pause = self._try()
            self._stopping.wait(pause.asked_s)
            self._wake.wait(pause.own_s)
        self._say(SyncState(Phase.STOPPED, self._count()))

    def _try(self) -> _Pause:
        """One exchange; returns how long to wait before the next."""
        self._say(SyncState(Phase.SENDING, self._count()))
        try:
            drain(self._line, self._on_progress, self._stopping.is_set)
        except Trouble as trouble:
            return self._after_failure(trouble.code, _asked_wait_s(trouble))
        except Exception:  # the one edge of this thread: a bug must not end the sync for the day
            LOG.exception("bug in the sync")
            return self._after_failure("PROGRAM_BUG", 0)
        self._failures = 0  # from here on every wake is heard
        if self._count():
            return _Pause(0, 0)  # registered in the last moment, while a wake was not heard
        self._say(SyncState(Phase.RESTING, self._pending))
        return _Pause(0, REST_S)

    def _after_failure(self, code: str, asked_s: float) -> _Pause:
        self._failures += 1
        wait_s = max(pause_s(self._failures, self._jitter(), self._first_wait_s), asked_s)
        LOG.info("sync waits %.1f s after %s", wait_s, code)
        self._say(SyncState(Phase.WAITING, self._count(), code, wait_s))
        return _Pause(asked_s, wait_s - asked_s)

    def _on_progress(self, progress: Progress) -> None:
        self._say(SyncState(Phase.SENDING, progress.total - progress.done, progress=progress))

    def _count(self) -> int:
        """How much waits; what was last known while the store is in trouble itself."""
        _shielded(self._look)
        return self._pending

    def _look(self) -> None:
        self._pending = self._line.log.pending()

    def _say(self, state: SyncState) -> None:
        _shielded(lambda: self._report(state))


def _shielded(job: Callable[[], None]) -> None:
    """Neither a store in trouble nor a bug of who listens may end the thread while it tells how things stand."""
    try:
        job()
    except Exception:
        LOG.exception("the state of the sync cannot be told")


def pause_s(failures: int, jitter: float, first_s: float = FIRST_WAIT_S) -> float:
    """How long to wait after so many failures in a row: half of a span that doubles up to five minutes, and chance.

    Args:
        jitter: a number between 0 and 1: how much of the other half.
    """
    span_s: float = min(first_s * (1 << min(failures - 1, 20)), LONGEST_WAIT_S)
    return span_s * (0.5 + jitter / 2)


def _asked_wait_s(trouble: Trouble) -> float:
    asked = trouble.facts.get("retry_after_s", 0)
    return float(asked) if isinstance(asked, int) else 0.0
