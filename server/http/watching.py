"""Around every request: one line in the log, one count in the metrics; nothing of what is in it, nobody's data."""

from __future__ import annotations

import logging
import time
from typing import Any

from litestar import Litestar, Request
from litestar.enums import ScopeType
from litestar.types import Message, Receive, Scope, Send

from core.typed import json_as
from core.wire.envelope import Problem
from server.http.limits import Bounds
from server.http.metrics import Metrics, Seen
from server.http.problems import MEDIA_TYPE

UNKNOWN = "-"
"""Stands for a path or method that is not ours: what a stranger sent is neither logged nor counted by name."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

PROBES = frozenset({"/healthz", "/readyz"})
"""What a balancer asks every few seconds; only a bad answer is worth a line."""

KEY_ID_CHARACTERS = 8
"""So much of a device's key id stands in the log."""

_SEEN = "posko_seen"

log = logging.getLogger("posko.server.requests")


def seen_of(request: Request[Any, Any, Any]) -> Seen:
    """Where a route writes down who sent this request and what became of it."""
    seen: Seen = request.scope["state"][_SEEN]
    return seen


class Application:
    """The whole HTTP application: its routes, watched; ``bounds`` says what is under way."""

    def __init__(self, litestar: Litestar, bounds: Bounds, metrics: Metrics) -> None:
        self.litestar = litestar
        self.bounds = bounds
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and note how it went."""
        if scope["type"] != ScopeType.HTTP:
            await self.litestar(scope, receive, send)
            return
        seen = Seen(scope["method"] if scope["method"] in METHODS else UNKNOWN, UNKNOWN)
        scope.setdefault("state", {})[_SEEN] = seen
        started_s = time.perf_counter()
        try:
            await self.litestar(scope, _counting(receive, seen), _reading(send, seen))
        finally:
            seen.route = (
                scope.get("path_template") or UNKNOWN
            )  # the router's own text; none for a path that is not ours
            self._note(seen, time.perf_counter() - started_s)

    def _note(self, seen: Seen, seconds: float) -> None:
        self.metrics.count(seen, seconds)
        level = logging.DEBUG if seen.route in PROBES and seen.status == 200 else logging.INFO
        log.log(level, "request", extra={"facts": _facts(seen, seconds)})


def _facts(seen: Seen, seconds: float) -> dict[str, str | int | float]:
    facts: dict[str, str | int | float] = {
        "method": seen.method,
        "route": seen.route,
        "status": seen.status,
        "ms": round(seconds * 1000, 1),
        "bytes_up": seen.bytes_up,
        "bytes_down": seen.bytes_down,
        "device_key": seen.device_key[:KEY_ID_CHARACTERS],
        "post": seen.post,
        "problem": seen.problem,
        "reason": seen.reason,
        "events": seen.events_taken or "",
    }
    return {name: value for name, value in facts.items() if value != ""}


def _counting(receive: Receive, seen: Seen) -> Receive:
    async def receive_counted() -> Any:  # noqa: ANN401 - whatever the server hands over
        message = await receive()
        if message["type"] == "http.request":
            seen.bytes_up += len(message["body"])
        return message

    return receive_counted


def _reading(send: Send, seen: Seen) -> Send:
    is_problem = False

    async def send_read(message: Message) -> None:
        nonlocal is_problem
        if message["type"] == "http.response.start":
            seen.status = message["status"]
            is_problem = (b"content-type", MEDIA_TYPE.encode()) in message["headers"]
        elif message["type"] == "http.response.body":
            seen.bytes_down += len(message["body"])
            if is_problem and message["body"]:
                _read_problem(message["body"], seen)
        await send(message)

    return send_read


def _read_problem(body: bytes, seen: Seen) -> None:
    """A problem document leaves in one piece; its code is what the operator wants to see."""
    told = json_as(body, Problem)
    seen.problem = told.code
    seen.reason = str(told.facts.get("reason", ""))
