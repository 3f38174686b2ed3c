"""When to exchange: the thread that finds the line by itself, backs off with jitter, resumes, reports."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from app.sync.exchange import Line, drain
from app.sync.state import Phase, Progress, SyncState
from core.errors import Trouble

LOG = logging.getLogger(__name__)

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 300.0
REST_S = 60.0
"""With nothing to send the server is asked for news once a minute."""


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
            first_wait_s: the first pause after a failure; it doubles up to five minutes.
        """
        self._line = line
        self._report = report
        self._jitter = jitter
        self._first_wait_s = first_wait_s
        self._failures = 0
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

    def stop(self) -> None:
        """End after the request that is under way; everything receipted so far counts."""
        self._stopping.set()
        self._wake.set()
        self._thread.join()
        self._line.transport.close()

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            wait_s = self._try()
            self._wake.wait(wait_s)
        self._report(SyncState(Phase.STOPPED, 0))

    def _try(self) -> float:
        """One exchange; returns how long to wait before the next."""
        self._report(SyncState(Phase.SENDING, self._line.log.pending()))
        try:
            drain(self._line, self._on_progress, self._stopping.is_set)
        except Trouble as trouble:
            return self._after_failure(trouble.code, _asked_wait_s(trouble))
        except Exception:  # the one edge of this thread: a bug must not end the sync for the day
            LOG.exception("bug in the sync")
            return self._after_failure("PROGRAM_BUG", 0)
        self._failures = 0
        # an act that called wake() while we were failing must not wait out the whole rest
        pending = self._line.log.pending()
        self._report(SyncState(Phase.RESTING, pending))
        return 0 if pending else REST_S

    def _after_failure(self, code: str, asked_s: float) -> float:
        """Full jitter over a doubling pause; a busy server's own word is never undercut."""
        self._failures += 1
        longest: float = min(self._first_wait_s * (1 << min(self._failures, 20)), LONGEST_WAIT_S)
        wait_s = max(longest * (0.5 + self._jitter() / 2), asked_s)
        LOG.info("sync waits %.1f s after %s", wait_s, code)
        self._report(SyncState(Phase.WAITING, self._line.log.pending(), code, wait_s))
        return wait_s

    def _on_progress(self, progress: Progress) -> None:
        self._report(SyncState(Phase.SENDING, progress.total - progress.done, progress=progress))


def _asked_wait_s(trouble: Trouble) -> float:
    asked = trouble.facts.get("retry_after_s", 0)
    return float(asked) if isinstance(asked, int) else 0.0
