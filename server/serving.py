"""Listens: a bound socket, uvicorn on it, a sentence once it really answers, an end that cuts nobody short."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Any, Literal

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from core.errors import Trouble, unusable
from server.codes import ServerCode
from server.http.metrics_page import MetricsPage
from server.http.problems import MEDIA_TYPE, HttpCode, problem_bytes
from server.http.watching import Application
from server.one_piece import OnePiece

HEAD_TIMEOUT_S = 30
"""A request's head must be whole by then; otherwise whoever only opens connections could use them all up."""

KEEP_ALIVE_S = 75
BACKLOG = 256

THREADS = 32
"""Rounds at once; twice as many as may wait for another one [server.exchange.arrivals]."""

STOP_WITHIN_S = 20
"""So long requests under way are waited for when the server is asked to end."""

LINGER_S = 1
"""What is left for connections to close after that."""

log = logging.getLogger("posko.server")


def bound_socket(host: str, port: int) -> socket.socket:
    """A socket bound to this address. Raises: Trouble PORT_TAKEN, HOST, PORT."""
    if not 0 <= port <= 65_535:
        raise unusable(ServerCode.PORT, port=port)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise unusable(ServerCode.HOST, host=host) from error
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        # listening at once: a second server must not get the port between here and uvicorn's start
        bound.listen(BACKLOG)
    except OSError as error:
        bound.close()
        raise Trouble(ServerCode.PORT_TAKEN, host=host, port=port) from error
    return bound


def address_of(bound: socket.socket) -> str:
    """The URL under which the server answers."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def polite_config(app: Application | MetricsPage, *, lifespan: Literal["on", "off"]) -> uvicorn.Config:
    """How every listener of ours treats its connections."""
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="none",
        lifespan=lifespan,
        loop="asyncio",
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=LINGER_S,
        backlog=BACKLOG,
    )


class PoliteServer(uvicorn.Server):
    """A server that says when it answers, and that ends politely.

    Asked to end, it finishes what is under way and answers 503 to whoever still comes, so that nobody meets a closed
    door while another process of ours is not up yet; asked twice, it goes at once.
    """

    def __init__(self, app: Application, when_ready: Callable[[], None]) -> None:
        super().__init__(polite_config(app, lifespan="on"))
        self._bounds = app.bounds
        self._when_ready = when_ready
        self._stop_by_s: float | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        # asyncio would take six threads on a small machine: rounds that wait for others' must not keep these out
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "posko-round"))
        await super().startup(sockets)
        if self.started:
            self._when_ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Somebody asked the server to end."""
        if self._bounds.is_stopping:
            super().handle_exit(sig, frame)
            return
        self._bounds.is_stopping = True  # and no more: a signal may come in the middle of anything

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second: whether it is time to go."""
        if self._bounds.is_stopping:
            now_s = asyncio.get_running_loop().time()
            if self._stop_by_s is None:
                self._stop_by_s = now_s + STOP_WITHIN_S
                log.info("stopping", extra={"facts": {"under_way": self._bounds.under_way}})
            self.should_exit = self.should_exit or not self._bounds.under_way or now_s >= self._stop_by_s
        return await super().on_tick(counter)


def _is_at_work(cycle: RequestResponseCycle | None) -> bool:
    """Whether a request is being worked on; before the first one there is no cycle, whatever uvicorn's types say."""
    return cycle is not None and not cycle.response_complete


class PatientProtocol(H11Protocol):
    """HTTP/1.1 with a bound on how long a request's head may take, and problem documents for broken requests."""

    _head_timer: Any = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - asyncio's own type
        """A connection opened: its first request must come soon."""
        super().connection_made(OnePiece(transport, self.loop))
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Bytes came: the timer runs only while a head is half here."""
        super().data_received(data)
        is_head_begun = bool(self.conn.trailing_data[0])
        if _is_at_work(self.cycle):
            self._stop_waiting()
        elif self._head_timer is None and is_head_begun:
            self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection ended."""
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP."""
        del msg
        log.info("request", extra={"facts": {"status": 400, "problem": HttpCode.BAD_REQUEST.value}})
        body = problem_bytes(400, HttpCode.BAD_REQUEST)
        head = (
            "HTTP/1.1 400 Bad Request",
            f"Content-Type: {MEDIA_TYPE}",
            f"Content-Length: {len(body)}",
            "Connection: close",
        )
        self.transport.write("\r\n".join((*head, "", "")).encode("ascii") + body)
        self.transport.close()

    def _wait_for_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_TIMEOUT_S, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
