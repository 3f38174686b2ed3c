"""Bytes to the server and back: time-outs, connections that are kept for the next request, who may vouch for a server.

TLS and sockets are loaded where they are used: no start-up should wait for them.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Protocol

from app.sync.address import Address, check_address, is_plain_http_allowed, proxy_to
from app.sync.reply import Reply
from core.errors import Trouble

if TYPE_CHECKING:
    import ssl

    from app.sync.connection import Connection

__all__ = [
    "HttpTransport",
    "LateTransport",
    "Post",
    "Reply",
    "Row",
    "Transport",
    "check_address",
    "is_plain_http_allowed",
]

CONNECT_S = 5.0
READ_S = 20.0
"""Our own time-outs and a fresh connection beat the system's long waits on a bad line [SYNC_PEERS 6e].

The first is short, for the system asks again after 1, 3 and 7 s only: a line that has come back would wait for that.
"""

MOST_BROKEN_ROWS, NO_ROWS_S = 2, 600.0
"""After so many rows in succession that broke there are none for so long."""

Post = Callable[[str, bytes, Mapping[str, str]], Reply]
"""Sends one request and brings the answer: path, body, headers."""


class Transport(Protocol):
    """Sends one request and brings the answer. Raises Trouble if there is none."""

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One POST."""
        ...

    def prepare(self) -> float:
        """Have a connection ready for one more request; the seconds that the other side took to take the call."""
        ...

    def idle(self) -> tuple[float, ...]:
        """Of each connection that is free and still good: how long the other side took to take the call."""
        ...

    def row(self) -> Row | None:
        """A connection for requests that leave one behind the other, without waiting for answers in between.

        ``None`` = the last ones broke; each request over a connection of its own, for a while.
        """
        ...

    def close(self) -> None:
        """Let go of the line."""
        ...


class Row:
    """A connection taken for several requests.

    Args:
        connection: nobody else uses it.
        leave: to be called with it at the end.
    """

    def __init__(self, connection: Connection, leave: Callable[[Connection], None]) -> None:
        self._connection = connection
        self._leave = leave

    @property
    def is_open(self) -> bool:
        """Whether it can carry one more."""
        return self._connection.is_open

    def next(self) -> Post:
        """What sends the next request: behind those that were called for before, from any thread."""
        return partial(self._connection.post, place=self._connection.place())

    def end(self) -> None:
        """All that were called for have come back, with or without an answer."""
        self._connection.release()
        self._leave(self._connection)


class HttpTransport:
    """The real line: HTTP over TLS, verified always; plain HTTP to this machine only. Several threads may share it."""

    def __init__(self, url: str, *, connect_s: float = CONNECT_S, read_s: float = READ_S) -> None:
        """Prepare the line to a server. Raises: Trouble SERVER_URL or SERVER_URL_PLAIN (usage)."""
        from app.sync.connection import Way

        address = check_address(url)
        self._way = Way(address, _authorities(address), proxy_to(address), connect_s, read_s)
        self._idle: list[Connection] = []
        self._in_use: set[Connection] = set()
        self._opening = 0
        self._is_closed = False
        self._broken_rows = 0
        self._no_rows_until_s = -math.inf
        self._guard = threading.Condition()
        """Rung when a connection gets free, and when one that was called for has come to nothing."""

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One POST over the first connection that gets free, of those that are being opened, too; or a new one.

        Raises: Trouble LINE_NONE, LINE_SLOW, LINE_BROKEN, TLS_CLOCK, TLS_CERTIFICATE, CAPTIVE_PORTAL, REPLY_TOO_LARGE.
        """
        connection = self._free() or self._new()
        self._use(connection)
        try:
            reply = connection.post(path, body, headers)
        except Trouble as trouble:
            if trouble.code == "LINE_SLOW":
                self._let_go()
            raise
        finally:
            self._keep(connection)
        return reply

    def prepare(self) -> float:
        """Have one more connection ready. Raises: Trouble LINE_NONE, LINE_BROKEN, TLS_CLOCK, TLS_CERTIFICATE."""
        with self._guard:
            self._opening += 1
        try:
            connection = self._new()
            self._keep(connection, is_new=True)
        finally:
            with self._guard:
                self._opening -= 1
                self._guard.notify_all()
        return connection.opened_s

    def idle(self) -> tuple[float, ...]:
        """Of each connection that is free and still good: how long it took to open. Others are let go of."""
        with self._guard:
            idle, self._idle = self._idle, []
        fresh = [one for one in idle if one.is_fresh]
        for stale in set(idle) - set(fresh):
            stale.close()
        for one in fresh:
            self._keep(one)
        return tuple(one.opened_s for one in fresh)

    def row(self) -> Row | None:
        """Take the first connection that gets free for several requests. Raises: Trouble as for one.

        ``None`` after rows that broke: what lies between may take one request a connection, or lose what comes early.
        """
        if time.monotonic() < self._no_rows_until_s:
            return None
        connection = self._free() or self._new()
        self._use(connection)
        return Row(connection, self._end_row)

    def _end_row(self, connection: Connection) -> None:
        self._broken_rows = 0 if connection.is_open else self._broken_rows + 1
        if not connection.is_open:
            self._let_go()
        if self._broken_rows >= MOST_BROKEN_ROWS:
            self._broken_rows, self._no_rows_until_s = 0, time.monotonic() + NO_ROWS_S
        self._keep(connection)

    def close(self) -> None:
        """Close the connections, for good; requests under way end in LINE_BROKEN."""
        with self._guard:
            self._is_closed = True
            idle, self._idle = self._idle, []
            for connection in self._in_use:
                connection.cut()
            self._guard.notify_all()
        for connection in idle:
            connection.close()

    def _let_go(self) -> None:
        """Of what is idle: where one connection was silent too long the others wait as long, a new one does not."""
        with self._guard:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _new(self) -> Connection:
        from app.sync.connection import Connection

        if self._is_closed:
            raise Trouble("LINE_NONE")
        return Connection(self._way)

    def _free(self) -> Connection | None:
        while True:
            with self._guard:
                self._guard.wait_for(lambda: self._idle or not self._opening or self._is_closed)
                connection = self._idle.pop() if self._idle else None
            if connection is None or connection.is_fresh:
                return connection
            connection.close()  # the other side hung up meanwhile

    def _use(self, connection: Connection) -> None:
        with self._guard:
            if not self._is_closed:
                self._in_use.add(connection)
                return
        connection.close()
        raise Trouble("LINE_NONE")

    def _keep(self, connection: Connection, *, is_new: bool = False) -> None:
        """Keep it for the next request; one that has carried something is sooner taken than one that knows no line."""
        with self._guard:
            self._in_use.discard(connection)
            if connection.is_open and not self._is_closed:
                self._idle.insert(0 if is_new else len(self._idle), connection)
                self._guard.notify()
                return
        connection.close()


class LateTransport:
    """The real line, prepared at its first request by the thread that sends it: loading authorities takes a while.

    An address that is not allowed (any more) is then a trouble of that request like any other.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._line: HttpTransport | None = None
        self._guard = threading.Lock()

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One POST. Raises: Trouble as :class:`HttpTransport` does."""
        return self._ready().post(path, body, headers)

    def prepare(self) -> float:
        """Have one more connection ready. Raises: Trouble as :class:`HttpTransport` does."""
        return self._ready().prepare()

    def idle(self) -> tuple[float, ...]:
        """Of each connection that is free and still good: how long it took to open. Raises: Trouble."""
        return self._ready().idle()

    def row(self) -> Row | None:
        """A connection for several requests. Raises: Trouble as :class:`HttpTransport` does."""
        return self._ready().row()

    def close(self) -> None:
        """Close the connections if there are any."""
        if self._line is not None:
            self._line.close()

    def _ready(self) -> HttpTransport:
        with self._guard:
            if self._line is None:
                self._line = HttpTransport(self._url)
            return self._line


def _authorities(address: Address) -> ssl.SSLContext | None:
    """Who may vouch for a server: the well-known authorities, or the operator's own in SSL_CERT_FILE.

    Raises: Trouble TLS_CERTIFICATE if that file cannot be used.
    """
    if address.scheme == "http":
        return None
    import ssl

    import certifi

    try:
        authorities = ssl.create_default_context(cafile=os.environ.get("SSL_CERT_FILE") or certifi.where())
    except OSError as error:
        raise Trouble("TLS_CERTIFICATE") from error
    authorities.set_alpn_protocols(["http/1.1"])
    return authorities
