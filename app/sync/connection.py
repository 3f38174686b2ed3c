"""One HTTP connection to the server: a request leaves in one piece, an answer comes whole, each failure has a name.

Several requests may be under way on it, one behind the other: their answers come in the same order.
"""

from __future__ import annotations

import base64
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeVar

import h11

from app.sync.address import Address, Proxy
from app.sync.reply import Reply
from core.errors import Trouble
from core.wire.envelope import MAX_PACKED_BYTES

MOST_HEAD_BYTES = 64 * 1024
_PIECE = 64 * 1024
LOOK_EVERY_S = 1.0
_WISHES: Mapping[type[OSError], int] = {
    ssl.SSLWantReadError: selectors.EVENT_READ,
    ssl.SSLWantWriteError: selectors.EVENT_WRITE,
}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Way:
    """How to get there.

    Args:
        authorities: who may vouch for the server; ``None`` = no TLS.
        connect_s: for everything until a request can leave.
        read_s: for each piece of a request or an answer.
    """

    address: Address
    authorities: ssl.SSLContext | None
    proxy: Proxy | None
    connect_s: float
    read_s: float


class Turns:
    """Who may send and who may read: each thread when it is its turn, in the order of their places."""

    def __init__(self) -> None:
        self._moved = threading.Condition()
        self._places = 0
        self._done = {"send": 0, "read": 0}
        self.is_over = False

    def place(self) -> int:
        """The place behind all others."""
        with self._moved:
            self._places += 1
            return self._places - 1

    @property
    def are_all_done(self) -> bool:
        """Whether everybody who has a place has had their turns."""
        with self._moved:
            return self._done["read"] == self._places

    @contextmanager
    def turn(self, place: int, what: Literal["send", "read"]) -> Iterator[None]:
        """Do something when those before have done it. Raises: Trouble LINE_BROKEN if one of them has failed."""
        with self._moved:
            self._moved.wait_for(lambda: self.is_over or self._done[what] == place)
            if self.is_over:
                raise Trouble("LINE_BROKEN")
        yield
        with self._moved:
            self._done[what] += 1
            self._moved.notify_all()

    def end(self) -> None:
        """Nobody gets a turn any more."""
        with self._moved:
            self.is_over = True
            self._moved.notify_all()


class Connection:
    """An open connection. ``opened_s``: how long the other side took to take the call."""

    def __init__(self, way: Way) -> None:
        """Call. Raises: Trouble LINE_NONE, LINE_BROKEN, TLS_CLOCK, TLS_CERTIFICATE, CAPTIVE_PORTAL."""
        self._way = way
        self._turns = Turns()
        self._guard = threading.Lock()
        """What TLS keeps of a connection breaks if one thread reads while another one writes."""
        self._patience_s = way.connect_s
        self._ahead = b""
        """What has come of the next answer."""
        self.is_open = True
        with _named("LINE_NONE"):
            end = way.proxy or way.address
            found = socket.getaddrinfo(end.host, end.port, type=socket.SOCK_STREAM)
            began_s = time.monotonic()
            self._socket = _called(found, way.connect_s)
            self.opened_s = time.monotonic() - began_s
        try:
            with _named("LINE_NONE"):
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if way.authorities is not None:
                    self._shake_hands(way.authorities)
                self._socket.settimeout(0)
        except BaseException:
            self._socket.close()
            raise
        self._patience_s = way.read_s

    def _shake_hands(self, authorities: ssl.SSLContext) -> None:
        address, proxy = self._way.address, self._way.proxy
        if proxy is not None:
            self._pass_through(proxy)
        self._socket = authorities.wrap_socket(self._socket, server_hostname=address.host)

    def _pass_through(self, proxy: Proxy) -> None:
        target, talk = self._way.address.with_port, _talk()
        self._send(talk, "CONNECT", target, {"Host": target, **_introduction(proxy)}, b"")
        status = self._answer(talk).status
        if self._ahead:  # said in clear, it would count as the first answer over TLS
            raise Trouble("LINE_NONE")
        if status == 407:  # the network wants to know who we are
            raise Trouble("CAPTIVE_PORTAL")
        if status != 200:
            raise Trouble("LINE_NONE")

    @property
    def is_fresh(self) -> bool:
        """Whether it can carry one more request: the other side has not hung up (or said something unasked)."""
        if not self.is_open or self._ahead:
            return False
        try:
            self._socket.recv(1)  # reads what TLS has to say for itself, as its tickets for later connections
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError:
            return False
        return False

    def place(self) -> int:
        """A place for a request that is to leave behind those that have one."""
        return self._turns.place()

    def post(self, path: str, body: bytes, headers: Mapping[str, str], place: int | None = None) -> Reply:
        """One POST, from its place if it has one. It is open afterwards if it can carry another one.

        Raises: Trouble LINE_SLOW, LINE_BROKEN, TLS_CERTIFICATE, REPLY_TOO_LARGE; it is of no more use then.
        """
        place, talk = self.place() if place is None else place, _talk()
        address, proxy = self._way.address, self._way.proxy
        target = address.path + path
        more: dict[str, str] = {}
        if proxy is not None and self._way.authorities is None:
            target, more = f"http://{address.netloc}{target}", _introduction(proxy)
        try:
            with _named("LINE_BROKEN"):
                with self._turns.turn(place, "send"):
                    self._send(talk, "POST", target, {"Host": address.netloc, **more, **headers}, body)
                with self._turns.turn(place, "read"):
                    reply = self._answer(talk)
                    if not (talk.our_state is h11.DONE and talk.their_state is h11.DONE):
                        self._end()
        except BaseException:
            self._end()
            raise
        return reply

    def release(self) -> None:
        """All who use it have come back. Whoever has a place and never took it would hold up everybody behind."""
        if not self._turns.are_all_done:
            self._end()

    def _end(self) -> None:
        """It carries no other request. Who still waits for a turn or a byte learns of it before anybody closes it."""
        self.cut()
        self.is_open = False

    def cut(self) -> None:
        """Hang up while other threads may wait for an answer; they get LINE_BROKEN."""
        self._turns.end()
        with suppress(OSError):  # it has ended by itself meanwhile
            # not what TLS makes of it: that would let a request which is just leaving go on in clear
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up; nobody uses it any more."""
        self._end()
        with self._guard:
            self._socket.close()

    def _send(self, talk: h11.Connection, method: str, target: str, headers: Mapping[str, str], body: bytes) -> None:
        length = {"Content-Length": str(len(body))} if method == "POST" else {}
        request = h11.Request(method=method, target=target, headers=[*headers.items(), *length.items()])
        parts = [talk.send(request), talk.send(h11.Data(data=body)), talk.send(h11.EndOfMessage())]
        # in one piece: a head of its own would be a packet of its own
        left = memoryview(b"".join(part for part in parts if part))
        # a server may refuse without reading to the end; what it said of that comes now, or nothing does
        with suppress(ConnectionError, ssl.SSLError):
            while left:
                left = left[self._when_ready(selectors.EVENT_WRITE, partial(self._socket.send, left)) :]

    def _answer(self, talk: h11.Connection) -> Reply:
        """The bytes as they came: whatever claims to be compressed stays so, and cannot swell."""
        status, headers, content = 0, {}, bytearray()
        if self._ahead:
            talk.receive_data(self._ahead)
        while True:
            event = talk.next_event()
            if event is h11.NEED_DATA:
                talk.receive_data(self._when_ready(selectors.EVENT_READ, partial(self._socket.recv, _PIECE)))
            elif isinstance(event, h11.Response):
                status = event.status_code
                headers = {name.decode("ascii"): value.decode("latin-1") for name, value in event.headers}
            elif isinstance(event, h11.Data):
                content += event.data
                if len(content) > MAX_PACKED_BYTES:
                    raise Trouble("REPLY_TOO_LARGE")
            elif isinstance(event, h11.EndOfMessage) or event is h11.PAUSED:  # paused: a proxy has let us through
                self._ahead = talk.trailing_data[0]
                return Reply(status, headers, bytes(content))

    def _when_ready(self, wish: int, move: Callable[[], T]) -> T:
        """Send or receive a piece as soon as the line lets us. Raises: TimeoutError if it does not in time."""
        until_s = time.monotonic() + self._patience_s
        while True:
            try:
                with self._guard:
                    return move()
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError) as not_yet:
                self._wait(_WISHES.get(type(not_yet), wish), until_s)

    def _wait(self, wish: int, until_s: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._socket, wish)
            while not selector.select(min(max(until_s - time.monotonic(), 0), LOOK_EVERY_S)):
                if self._turns.is_over:  # not every system wakes one thread when another hangs up
                    raise ConnectionAbortedError
                if time.monotonic() >= until_s:
                    raise TimeoutError


def _talk() -> h11.Connection:
    return h11.Connection(h11.CLIENT, max_incomplete_event_size=MOST_HEAD_BYTES)


def _introduction(proxy: Proxy) -> dict[str, str]:
    """Who we are to a proxy that wants to know."""
    return {"Proxy-Authorization": f"Basic {base64.b64encode(proxy.user.encode()).decode()}"} if proxy.user else {}


def _called(found: Iterable[tuple[Any, ...]], within_s: float) -> socket.socket:
    """A connection to the first of these places that takes the call. Raises: OSError of the last that does not."""
    trouble = OSError("no address")
    for family, kind, protocol, _name, place in found:
        called = socket.socket(family, kind, protocol)
        try:
            called.settimeout(within_s)
            called.connect(place)
        except OSError as error:
            called.close()
            trouble = error
        else:
            return called
    raise trouble


@contextmanager
def _named(otherwise: str) -> Iterator[None]:
    """What the system calls a failure becomes what it means. ``otherwise``: LINE_NONE before a request, LINE_BROKEN."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        # 9 = not yet valid, 10 = expired: on desks with a dead clock battery this is the usual reason
        raise Trouble("TLS_CLOCK" if error.verify_code in (9, 10) else "TLS_CERTIFICATE") from error
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError) as error:
        raise Trouble("LINE_BROKEN") from error  # a hang-up says nothing about who the other side is
    except ssl.SSLError as error:
        raise Trouble("TLS_CERTIFICATE") from error
    except TimeoutError as error:
        raise Trouble("LINE_SLOW" if otherwise == "LINE_BROKEN" else otherwise) from error
    except (OSError, ValueError, h11.ProtocolError) as error:  # ValueError: a host name that no resolver takes
        raise Trouble(otherwise) from error
