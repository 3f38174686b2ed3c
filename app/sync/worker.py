"""When to exchange: the thread that finds the line by itself, backs off with jitter, resumes, reports."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.sync.exchange import Line, drain
from app.sync.state import Phase, Progress, SyncState, Totals, Traffic
from app.sync.transport import is_plain_http_allowed
from core.errors import Trouble
from core.findings import Fact

LOG = logging.getLogger(__name__)

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 300.0
REST_S = 60.0
"""With nothing to send the server is asked for news once a minute."""
EAGER_S = 300.0
"""So long after the server was heard a lost line is tried again every half second: on bad lines it comes back soon."""

_BROKEN = frozenset({"LINE_SLOW", "LINE_BROKEN"})
"""These end a connection that stood."""
_LINE_TROUBLES = _BROKEN | {"LINE_NONE"}

REVOKED = "DEVICE_REVOKED"
LOCKED_S = 3600.0
"""A device that the server does not trust any more asks again once an hour, and nobody at the desk can hurry that."""

NO_FACTS: Mapping[str, Fact] = {}

EVERY_S = 0.1
"""Progress is told at most ten times a second [ARCHITECTURE 3], and at the end."""

STOP_WITHIN_S = 5.0
"""Closing the program waits no longer than this for a server that does not answer [ARCHITECTURE 3]."""


@dataclass(frozen=True, slots=True)
class _Pause:
    """A wait before the next try: first what a busy server asked for, which nobody may end, then our own."""

    asked_s: float
    own_s: float
    code: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def phase(self) -> Phase:
        """What it is called while it lasts."""
        return Phase.LOCKED if self.code == REVOKED else Phase.WAITING


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
        self._began_s = 0.0
        self._said_s = -math.inf  # nothing yet
        self._heard_s: float | None = None
        self._bell = threading.Condition()
        """Rung with every change of the four below."""
        self._has_news = self._is_hurried = self._is_paused = self._is_stopping = False
        self._thread = threading.Thread(target=self._work, name="posko-sync", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Something new waits. While a pause after a failure runs it is only counted: a dead line is not hammered."""
        with self._bell:
            self._has_news = True
            self._bell.notify_all()

    def try_now(self) -> None:
        """A person pressed "send now": do not wait any longer."""
        with self._bell:
            self._is_hurried, self._is_paused = True, False
            self._bell.notify_all()

    def line_came_back(self) -> None:
        """The system has found a network: do not wait any longer, but what a person stopped stays stopped."""
        with self._bell:
            self._is_hurried |= not self._is_paused
            self._bell.notify_all()

    def pause(self) -> None:
        """A person pressed "stop": send no more after the request that is under way, until :meth:`try_now`."""
        with self._bell:
            self._is_paused = True
            self._bell.notify_all()

    def stop(self, within_s: float = STOP_WITHIN_S) -> bool:
        """End after the request that is under way; whether it ended in time. Everything receipted so far counts."""
        with self._bell:
            self._is_stopping = True
            self._bell.notify_all()
        self._thread.join(within_s)
        return not self._thread.is_alive()  # else a silent server: the request's own time-out ends the thread too

    def _work(self) -> None:
        while not self._is_stopping:
            with self._bell:  # what was asked until now is asked of this try
                self._has_news = self._is_hurried = False
            self._sit_out(self._try())
        self._line.transport.close()
        self._tell(Phase.STOPPED, self._count())

    def _try(self) -> _Pause:
        """One exchange; returns how long to wait before the next."""
        self._began_s = time.monotonic()
        self._tell(Phase.SENDING, self._count())
        try:
            drain(self._line, self._on_progress, lambda: self._is_stopping or self._is_paused)
        except Trouble as trouble:
            return self._after_failure(trouble.code, _asked_wait_s(trouble), trouble.facts)
        except Exception:  # the one edge of this thread: a bug must not end the sync for the day
            LOG.exception("bug in the sync")
            return self._after_failure("PROGRAM_BUG", 0)
        self._failures = 0
        self._heard_s = time.monotonic()
        if self._is_paused or self._count():
            return _Pause(0, 0)  # stopped by a person, or registered in the last moment
        self._tell(Phase.RESTING, self._pending)
        return _Pause(0, REST_S)

    def _after_failure(self, code: str, asked_s: float, facts: Mapping[str, Fact] = NO_FACTS) -> _Pause:
        if code in _BROKEN and not self._failures:
            self._heard_s = max(self._heard_s or 0.0, self._began_s)  # the line was there when this began
        self._failures += 1
        if self._is_eager(code):
            own_s = pause_s(1, self._jitter(), self._first_wait_s / 2)
        else:
            own_s = pause_s(self._failures, self._jitter(), self._first_wait_s)
        wait_s = max(own_s, asked_s)
        LOG.info("sync waits %.1f s after %s", wait_s, code)
        pause = _Pause(asked_s, wait_s - asked_s, code, facts)
        self._tell_pause(pause, wait_s)
        return pause

    def _tell_pause(self, pause: _Pause, left_s: float) -> None:
        is_locked = pause.phase is Phase.LOCKED
        left = None if is_locked else left_s
        self._tell(pause.phase, self._count(), trouble=pause.code, facts=pause.facts, next_try_s=left)

    def _is_eager(self, code: str) -> bool:
        """Whether a try costs next to nothing and something waits for it: the line went away just now."""
        was_heard = self._heard_s is not None and time.monotonic() - self._heard_s < EAGER_S
        return code in _LINE_TROUBLES and was_heard and self._count() > 0

    def _sit_out(self, pause: _Pause) -> None:
        """Wait until the next try is due. Who registers meanwhile sees the count grow."""
        asked_until_s = time.monotonic() + pause.asked_s
        until_s = asked_until_s + pause.own_s
        while not self._is_stopping:
            if self._is_paused:
                self._has_news = False  # whatever it was, it is counted now
                self._tell(Phase.PAUSED, self._count())
                self._listen(None, was_paused=True)
                continue
            now_s = time.monotonic()
            is_called = self._is_hurried or (self._has_news and not self._failures)
            due_s = asked_until_s if is_called else until_s
            if now_s >= due_s:
                return
            if self._has_news:
                self._has_news = False
                self._tell_pause(pause, due_s - now_s)
            self._listen(due_s - now_s, was_called=is_called)

    def _listen(self, within_s: float | None, *, was_paused: bool = False, was_called: bool = False) -> None:
        """Wait, at most so long, until something is other than it was."""

        def has_rung() -> bool:
            is_new = self._has_news or (self._is_hurried and not was_called)
            return is_new or self._is_stopping or self._is_paused != was_paused

        with self._bell:
            self._bell.wait_for(has_rung, within_s)

    def _on_progress(self, progress: Progress, moved: Totals) -> None:
        self._heard_s = time.monotonic()
        is_last = progress.done == progress.total
        if is_last or time.monotonic() - self._said_s >= EVERY_S:
            self._said_s = time.monotonic()
            traffic = traffic_of(progress, moved, self._said_s - self._began_s)
            self._tell(Phase.SENDING, progress.total - progress.done, progress=progress, traffic=traffic)

    def _count(self) -> int:
        """How much waits; what was last known while the store is in trouble itself."""
        _shielded(self._look)
        return self._pending

    def _look(self) -> None:
        self._pending = self._line.log.pending()

    def _tell(
        self,
        phase: Phase,
        pending: int,
        *,
        trouble: str = "",
        facts: Mapping[str, Fact] = NO_FACTS,
        next_try_s: float | None = None,
        progress: Progress | None = None,
        traffic: Traffic | None = None,
    ) -> None:
        profile = self._line.log.profile
        contact = (profile.last_contact_ms, profile.drift_ms, is_plain_http_allowed())
        state = SyncState(phase, pending, trouble, next_try_s, progress, traffic, *contact, facts=facts)
        _shielded(lambda: self._report(state))


def traffic_of(progress: Progress, moved: Totals, elapsed_s: float) -> Traffic | None:
    """What is left at the pace of what was sent; ``None`` before anything was."""
    if not moved.sent:
        return None
    left = (progress.total - progress.done) / moved.sent
    return Traffic(moved.bytes_up, moved.bytes_down, round(moved.bytes_up * left), elapsed_s * left)


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
    if trouble.code == REVOKED:
        return LOCKED_S
    asked = trouble.facts.get("retry_after_s", 0)
    return float(asked) if isinstance(asked, int) else 0.0
