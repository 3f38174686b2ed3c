"""Bounds on what the line may cost: requests at once, time to send a body, wrong codes from one address."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass

from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Receive, Scope, Send
from litestar.types.asgi_types import ReceiveMessage

from core.clock import Clock
from server.http.problems import RETRY_AFTER_S

MAX_REQUESTS = 64
"""Requests worked on at once; more are asked to come again."""

BODY_TIMEOUT_S = 60.0
"""A whole batch (at most 1 MiB) must have come by then; desks size their batches for less."""

FREE_TRIES = 5
LONGEST_DELAY_S = 300.0
MAX_ADDRESSES = 10_000


@dataclass(slots=True)
class Bounds:
    """What all routes together may cost; Litestar makes the middleware once per route, so this is shared."""

    free: int = MAX_REQUESTS
    body_timeout_s: float = BODY_TIMEOUT_S


class Limits:
    """Middleware: not too many requests at once, none that never ends."""

    def __init__(self, app: ASGIApp, *, bounds: Bounds) -> None:
        self._app = app
        self._bounds = bounds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 503 (too many) or 408 (too slow)."""
        if self._bounds.free <= 0:
            raise HTTPException(status_code=503, headers={"Retry-After": str(RETRY_AFTER_S)})
        self._bounds.free -= 1
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


@dataclass(slots=True)
class _Tries:
    wrong: int
    barred_until_s: float


class Throttle:
    """A growing delay for addresses that send wrong enrolment codes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tries: dict[str, _Tries] = {}

    def seconds_left(self, address: str) -> int:
        """How long this address must wait; 0 if it may try."""
        with self._lock:
            tries = self._tries.get(address)
        return 0 if tries is None else max(0, round(tries.barred_until_s - self._clock.monotonic_s() + 0.5))

    def note_wrong(self, address: str) -> None:
        """A wrong code came: after a few free ones each further one doubles the wait."""
        with self._lock:
            tries = self._tries.pop(address, None) or _Tries(0, 0.0)
            tries.wrong += 1
            if tries.wrong > FREE_TRIES:
                delay_s = min(2.0 ** min(tries.wrong - FREE_TRIES, 20), LONGEST_DELAY_S)
                tries.barred_until_s = self._clock.monotonic_s() + delay_s
            self._tries[address] = tries
            if len(self._tries) > MAX_ADDRESSES:
                del self._tries[next(iter(self._tries))]

    def note_right(self, address: str) -> None:
        """A right code came: forget the wrong ones."""
        with self._lock:
            self._tries.pop(address, None)
