"""A bad line: a proxy on 127.0.0.1 between the real desk and a real server, which harms what passes as it is told."""

from __future__ import annotations

import itertools
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Self
from urllib.parse import urlsplit

PATIENCE_S = 30.0


@dataclass(frozen=True)
class Pass:
    """Harm nothing."""


@dataclass(frozen=True)
class CutRequest:
    """Only the first ``at`` bytes of the request reach the server; then both sides hear a hang-up."""

    at: int


@dataclass(frozen=True)
class CutAnswer:
    """The server has the whole request; only the first ``at`` bytes of its answer come back, never its last one."""

    at: int = 0


@dataclass(frozen=True)
class Twice:
    """The server gets the request twice; the second answer comes back."""


@dataclass(frozen=True)
class Reply:
    """The server hears nothing; these bytes come back, and perhaps a hang-up behind them."""

    raw: bytes
    hangs_up: bool = False


@dataclass(frozen=True)
class Forge:
    """The server's answer comes back changed."""

    change: Callable[[HttpMessage], bytes]


@dataclass
class Hold:
    """The answer waits on the line until :meth:`let_go`; ``arrived`` says that the server has answered ``many``."""

    many: int = 1
    arrived: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)
    answered: list[bytes] = field(default_factory=list)

    def note(self, head: bytes) -> None:
        """One more answer waits."""
        self.answered.append(head)
        if len(self.answered) >= self.many:
            self.arrived.set()

    def let_go(self) -> None:
        """Let the answer pass."""
        self.released.set()


@dataclass
class Silence:
    """Nobody answers until the line is cut; ``arrived`` says that a request came."""

    arrived: threading.Event = field(default_factory=threading.Event)


Harm = Pass | CutRequest | CutAnswer | Twice | Reply | Forge | Hold | Silence


@dataclass(frozen=True)
class HttpMessage:
    """A request or an answer as it stood on the line."""

    head: bytes
    body: bytes

    @property
    def raw(self) -> bytes:
        return self.head + self.body

    def with_body(self, body: bytes) -> bytes:
        """The same head with another body, its length put right."""
        lines = [line for line in self.head.split(b"\r\n") if line and not line.lower().startswith(b"content-length")]
        return b"\r\n".join([*lines, b"Content-Length: %d" % len(body), b"", b""]) + body


def answer(status: str, body: bytes = b"", **headers: str) -> Reply:
    """An answer that is not the server's; ``Retry_After="1"`` becomes a header."""
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {text}" for name, text in headers.items())]
    lines += [f"Content-Length: {len(body)}", "", ""]
    return Reply("\r\n".join(lines).encode() + body)


class BadLine:
    """A proxy whose address stays the same while the line is cut, healed, or led to another server."""

    def __init__(self, server_url: str = "", *, tls: ssl.SSLContext | None = None) -> None:
        self._target = _address(server_url) if server_url else ("", 0)
        self._tls = tls
        self._harms: deque[Harm] = deque()
        self._lasting: Harm = Pass()
        self._guard = threading.Lock()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self.requests: list[HttpMessage] = []
        self.answers: list[HttpMessage] = []
        self.came_over: list[int] = []
        """Of each request: over which connection, by number."""
        self._numbers = itertools.count()
        self._answered = threading.Condition()
        self._ear: socket.socket | None = None
        self._port = 0
        self._listen()

    @property
    def url(self) -> str:
        """Where desks find the line."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._port}"

    def lead_to(self, server_url: str) -> None:
        """Lead the line to another server."""
        self._target = _address(server_url)

    def harm(self, *harms: Harm) -> None:
        """Harm the next requests, one harm each."""
        self._harms.extend(harms)

    def harm_always(self, harm: Harm) -> None:
        """Harm every request until :meth:`heal`."""
        self._lasting = harm

    def deliver_late(self, request: HttpMessage) -> HttpMessage:
        """A request that passed (or was lost) long ago comes to the server now; what the server says to it."""
        return self._ask(request)

    def wait_for_answers(self, many: int) -> None:
        """Until the server has answered so many requests since the beginning."""
        with self._answered:
            assert self._answered.wait_for(lambda: len(self.answers) >= many, PATIENCE_S)

    def cut(self) -> None:
        """Refuse connections and hang up on those that stand; no thread and no connection stays behind."""
        ear, self._ear = self._ear, None
        if ear is not None:
            ear.shutdown(socket.SHUT_RDWR)  # wakes the thread that listens, which closes it
            self._join()

    def heal(self) -> None:
        """Harm nothing any more; listen again if the line was cut."""
        self._harms.clear()
        self._lasting = Pass()
        if self._ear is None:
            self._listen()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()

    def _listen(self) -> None:
        ear = self._ear = socket.create_server(("127.0.0.1", self._port), backlog=16)
        self._port = ear.getsockname()[1]
        self._start(lambda: self._welcome(ear))

    def _welcome(self, ear: socket.socket) -> None:
        with ear, suppress(OSError):
            while True:
                caller, _ = ear.accept()
                self._start(partial(self._serve, caller))

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name="bad line")
        with self._guard:
            self._threads = [*(one for one in self._threads if one.is_alive() or not one.ident), thread]
        thread.start()

    def _join(self) -> None:
        """Hang up everywhere and wait for all threads, also for those that are just being started."""
        while True:
            with self._guard:
                busy = [one for one in self._threads if one.is_alive() or not one.ident]
                for connection in self._open:
                    with suppress(OSError):
                        connection.shutdown(socket.SHUT_RDWR)
            if not busy:
                return
            if busy[0].ident:
                busy[0].join(0.05)

    @contextmanager
    def _kept(self, connection: socket.socket) -> Iterator[socket.socket]:
        with self._guard:
            self._open.add(connection)
        try:
            yield connection
        finally:
            with self._guard:
                self._open.discard(connection)
            connection.close()

    def _serve(self, caller: socket.socket) -> None:
        caller.settimeout(PATIENCE_S)
        with self._kept(caller), suppress(OSError, EOFError):
            if self._tls is None:
                self._converse(caller)
                return
            with self._kept(self._tls.wrap_socket(caller, server_side=True)) as secret:
                self._converse(secret)

    def _converse(self, socket_of_caller: socket.socket) -> None:
        caller, number = _Caller(socket_of_caller), next(self._numbers)
        while True:
            request = caller.message()
            self.requests.append(request)
            self.came_over.append(number)
            harm = self._harms.popleft() if self._harms else self._lasting
            if not self._harmed(caller, request, harm):
                return

    def _harmed(self, caller: _Caller, request: HttpMessage, harm: Harm) -> bool:
        """Whether the conversation goes on."""
        match harm:
            case Reply(raw, hangs_up):
                caller.say(raw)
                return not hangs_up
            case CutRequest(at):
                self._send(request.raw[:at])
                return False
            case CutAnswer(at):
                caller.say(self._ask(request).raw[:-1][:at])
                return False
            case Silence(arrived):
                arrived.set()
                caller.wait(threading.Event())
                return False
            case Hold():
                held = self._ask(request)
                harm.note(held.head)
                caller.wait(harm.released)
                caller.say(held.raw)
            case Forge(change):
                caller.say(change(self._ask(request)))
            case Twice():
                self._ask(request)
                caller.say(self._ask(request).raw)
            case Pass():
                caller.say(self._ask(request).raw)
        return True

    def _ask(self, request: HttpMessage) -> HttpMessage:
        with self._kept(socket.create_connection(self._target, PATIENCE_S)) as server:
            server.sendall(request.raw)
            reply = _Caller(server).message()
        with self._answered:
            self.answers.append(reply)
            self._answered.notify_all()
        return reply

    def _send(self, part: bytes) -> None:
        """A beginning without an end; the server's reaction is waited for, so that nothing of it comes later."""
        with self._kept(socket.create_connection(self._target, PATIENCE_S)) as server:
            server.sendall(part)
            server.shutdown(socket.SHUT_WR)
            while server.recv(65_536):
                pass


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 80


class _Caller:
    """One end of a connection; what comes while another message is dealt with is kept for the next."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._heard = b""

    def say(self, raw: bytes) -> None:
        self._connection.sendall(raw)

    def wait(self, until: threading.Event) -> None:
        """Wait for an event. Raises: EOFError if the caller, or the line, hangs up before."""
        self._connection.settimeout(0.05)
        while not until.is_set():
            with suppress(TimeoutError):
                self._heard += _some(self._connection)
        self._connection.settimeout(PATIENCE_S)

    def message(self) -> HttpMessage:
        """One whole message. Raises: EOFError if the other side hangs up before."""
        while b"\r\n\r\n" not in self._heard:
            self._heard += _some(self._connection)
        head, _, rest = self._heard.partition(b"\r\n\r\n")
        lengths = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        length = int(lengths[0].split(b":")[1]) if lengths else 0
        while len(rest) < length:
            rest += _some(self._connection)
        self._heard = rest[length:]
        return HttpMessage(head + b"\r\n\r\n", rest[:length])


def _some(connection: socket.socket) -> bytes:
    piece = connection.recv(65_536)
    if not piece:
        raise EOFError
    return piece
