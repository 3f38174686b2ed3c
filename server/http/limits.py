"""Bounds on what the line may cost: requests at once, time to send a body, wrong codes from one address."""

from __future__ import annotations

import asyncio
import enum
import threading
from dataclasses import dataclass

from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Receive, Scope, Send
from litestar.types.asgi_types import ReceiveMessage

from core.clock import Clock
from server.http.problems import RETRY_AFTER_S

MAX_REQUESTS = 32
"""Requests worked on at once; more are asked to come again."""

BODY_TIMEOUT_S = 60.0
"""A whole batch (at most 1 MiB) must have come by then; desks size their batches for less."""

ALWAYS_ANSWERED = "always_answered"
"""Option of a route that costs nothing: it is answered by a busy server too, and by one that is about to end."""

FREE_TRIES = 5
LONGEST_DELAY_S = 300.0
MAX_ADDRESSES = 10_000


class Busy(enum.StrEnum):
    """Why a request is asked to come again: words for operators, beside the codes of the store's troubles."""

    FULL = "full"
    STOPPING = "stopping"


@dataclass(slots=True)
class Bounds:
    """What all routes together may cost; Litestar makes the middleware once per route, so this is shared.

    Args:
        is_stopping: set when the server is asked to end: what is under way is finished, nothing new begins.
    """

    free: int = MAX_REQUESTS
    body_timeout_s: float = BODY_TIMEOUT_S
    is_stopping: bool = False
    under_way: int = 0


class Limits:
    """Middleware: not too many requests at once, none that never ends, none when the server is about to end."""

    def __init__(self, app: ASGIApp, *, bounds: Bounds) -> None:
        self._app = app
        self._bounds = bounds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 503 (too many, or stopping) or 408 (too slow)."""
        if scope["route_handler"].opt.get(ALWAYS_ANSWERED):
            await self._app(scope, receive, send)
            return
        if self._bounds.is_stopping:
            raise come_again(Busy.STOPPING)
        if self._bounds.free <= 0:
            raise come_again(Busy.FULL)
        self._bounds.free -= 1
        self._bounds.under_way += 1
        deadline = asyncio.get_running_loop().time() + self._bounds.body_timeout_s

        async def receive_in_time() -> ReceiveMessage:
            try:
                async with asyncio.timeout_at(deadline):
                    return await receive()
            except TimeoutError as error:
                raise HTTPException(status_code=408) from error

        try:
            await self._app(scope, receive_in_time, send)
        finally:
            self._bounds.free += 1
            self._bounds.under_way -= 1


def come_again(reason: Busy) -> HTTPException:
    """The refusal that asks a desk to wait a little."""
    headers = {"Retry-After": str(RETRY_AFTER_S)}
    if reason is Busy.STOPPING:
        headers["Connection"] = "close"
    return HTTPException(status_code=503, headers=headers, extra={"reason": reason.value})


@dataclass(slots=True)
class _Tries:
    wrong: int
    barred_until_s: float
    since_s: float


class Throttle:
    """A growing delay for addresses that send wrong codes or passwords.

    Args:
        free: so many wrong ones cost nothing.
        longest_s: the delay grows no further.
        forgets_s: one wrong code is forgotten each time that so much time has passed; ``None`` = only a right one
            makes them forgotten. No shorter than ``longest_s``, it lets nobody try more than the longest delay does.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        free: int = FREE_TRIES,
        longest_s: float = LONGEST_DELAY_S,
        forgets_s: float | None = None,
    ) -> None:
        self._clock = clock
        self._free = free
        self._longest_s = longest_s
        self._forgets_s = forgets_s
        self._lock = threading.Lock()
        self._tries: dict[str, _Tries] = {}

    def seconds_left(self, address: str) -> int:
        """How long this address must wait; 0 if it may try."""
        with self._lock:
            tries = self._tries.get(address)
        return 0 if tries is None else max(0, round(tries.barred_until_s - self._clock.monotonic_s() + 0.5))

    def note_wrong(self, address: str) -> None:
        """A wrong code came: after a few free ones each further one doubles the wait."""
        now_s = self._clock.monotonic_s()
        with self._lock:
            tries = self._tries.pop(address, None) or _Tries(0, 0.0, now_s)
            self._forget(tries, now_s)
            tries.wrong += 1
            if tries.wrong > self._free:
                delay_s = min(2.0 ** min(tries.wrong - self._free, 20), self._longest_s)
                tries.barred_until_s = now_s + delay_s
            self._tries[address] = tries
            if len(self._tries) > MAX_ADDRESSES:
                del self._tries[next(iter(self._tries))]

    def note_right(self, address: str) -> None:
        """A right code came: forget the wrong ones."""
        with self._lock:
            self._tries.pop(address, None)

    def _forget(self, tries: _Tries, now_s: float) -> None:
        if self._forgets_s is None:
            return
        past = int((now_s - tries.since_s) // self._forgets_s)
        tries.wrong = max(0, tries.wrong - past)
        tries.since_s = tries.since_s + past * self._forgets_s if tries.wrong else now_s
