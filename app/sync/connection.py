"""One HTTP connection to the server: a request leaves in one piece, an answer comes whole, each failure has a name."""

from __future__ import annotations

import base64
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import h11

from app.sync.address import Address, Proxy
from app.sync.reply import Reply
from core.errors import Trouble
from core.wire.envelope import MAX_PACKED_BYTES

MOST_HEAD_BYTES = 64 * 1024
_PIECE = 64 * 1024


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


class Connection:
    """An open connection; one request at a time. ``opened_s``: how long the other side took to take the call."""

    def __init__(self, way: Way) -> None:
        """Call. Raises: Trouble LINE_NONE, LINE_BROKEN, TLS_CLOCK, TLS_CERTIFICATE, CAPTIVE_PORTAL."""
        self._way = way
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
        except BaseException:
            self._socket.close()
            raise
        self._talk = _talk()

    def _shake_hands(self, authorities: ssl.SSLContext) -> None:
        address, proxy = self._way.address, self._way.proxy
        if proxy is not None:
            self._pass_through(proxy)
        self._socket = authorities.wrap_socket(self._socket, server_hostname=address.host)

    def _pass_through(self, proxy: Proxy) -> None:
        target = self._way.address.with_port
        self._talk = _talk()
        self._send("CONNECT", target, {"Host": target, **_introduction(proxy)}, b"")
        status = self._answer().status
        if status == 407:  # the network wants to know who we are
            raise Trouble("CAPTIVE_PORTAL")
        if status != 200:
            raise Trouble("LINE_NONE")

    @property
    def is_fresh(self) -> bool:
        """Whether it can carry one more request: the other side has not hung up (or said something unasked)."""
        if not self.is_open:
            return False
        self._socket.settimeout(0)
        try:
            self._socket.recv(1)  # reads what TLS has to say for itself, as its tickets for later connections
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError:
            return False
        return False

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One POST. Raises: Trouble LINE_SLOW, LINE_BROKEN, TLS_CERTIFICATE, REPLY_TOO_LARGE; it is closed then."""
        address, proxy = self._way.address, self._way.proxy
        target = address.path + path
        more: dict[str, str] = {}
        if proxy is not None and self._way.authorities is None:
            target, more = f"http://{address.netloc}{target}", _introduction(proxy)
        try:
            with _named("LINE_BROKEN"):
                self._socket.settimeout(self._way.read_s)
                self._send("POST", target, {"Host": address.netloc, **more, **headers}, body)
                reply = self._answer()
        except BaseException:
            self.close()
            raise
        if self._talk.our_state is h11.DONE and self._talk.their_state is h11.DONE:
            self._talk.start_next_cycle()
        else:
            self.close()
        return reply

    def cut(self) -> None:
        """Hang up while another thread waits for an answer; that thread gets LINE_BROKEN, and closes it."""
        with suppress(OSError):  # it has ended by itself meanwhile
            # not what TLS makes of it: that would let a request which is just leaving go on in clear
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up."""
        self.is_open = False
        self._socket.close()

    def _send(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> None:
        length = {"Content-Length": str(len(body))} if method == "POST" else {}
        request = h11.Request(method=method, target=target, headers=[*headers.items(), *length.items()])
        parts = [self._talk.send(request), self._talk.send(h11.Data(data=body)), self._talk.send(h11.EndOfMessage())]
        # in one piece: a head of its own would be a packet of its own
        left = memoryview(b"".join(part for part in parts if part))
        # a server may refuse without reading to the end; what it said of that comes now, or nothing does
        with suppress(ConnectionError, ssl.SSLError):
            while left:
                left = left[self._socket.send(left) :]

    def _answer(self) -> Reply:
        """The bytes as they came: whatever claims to be compressed stays so, and cannot swell."""
        status, headers, content = 0, {}, bytearray()
        while True:
            event = self._talk.next_event()
            if event is h11.NEED_DATA:
                self._talk.receive_data(self._socket.recv(_PIECE))
            elif isinstance(event, h11.Response):
                status = event.status_code
                headers = {name.decode("ascii"): value.decode("latin-1") for name, value in event.headers}
            elif isinstance(event, h11.Data):
                content += event.data
                if len(content) > MAX_PACKED_BYTES:
                    raise Trouble("REPLY_TOO_LARGE")
            elif isinstance(event, h11.EndOfMessage) or event is h11.PAUSED:  # paused: a proxy has let us through
                return Reply(status, headers, bytes(content))


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
    except (OSError, UnicodeError, h11.ProtocolError) as error:  # UnicodeError: a host name that no resolver takes
        raise Trouble(otherwise) from error
