"""A thermal printer in the network: one connection a slip, to its raw port (9100 as a rule)."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from app.printing.channel import Channel, Patience, PrinterLost
from core.errors import Trouble

USUAL_PORT = 9100

SEND_BUFFER_BYTES = 16_384
"""Little waits on our side, so that what was taken is at the printer or close to it."""

_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class TcpPrinter:
    """Where it listens."""

    host: str
    port: int = USUAL_PORT

    @property
    def name(self) -> str:
        """Host and port, the usual port left out."""
        return self.host if self.port == USUAL_PORT else f"{self.host}:{self.port}"

    @contextmanager
    def open(self, title: str, patience: Patience) -> Iterator[Channel]:
        """Connect. Raises: Trouble PRINTER_UNREACHABLE."""
        del title  # it is told no names
        try:
            connected = socket.create_connection((self.host, self.port), patience.connect_s)
        except (OSError, UnicodeError) as error:  # UnicodeError: no host can have that name
            raise Trouble("PRINTER_UNREACHABLE", printer=self.name) from error
        with connected:
            connected.setblocking(False)
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            yield _TcpChannel(connected, patience)


class _TcpChannel:
    can_talk = True

    def __init__(self, connected: socket.socket, patience: Patience) -> None:
        self._socket = connected
        self._patience = patience

    def send(self, part: bytes) -> None:
        taken, rest = 0, memoryview(part)
        while rest:
            _, writable, _ = select.select([], [self._socket], [], self._patience.stall_s)
            if not writable:
                raise PrinterLost(taken)
            try:
                many = self._socket.send(rest)
            except BlockingIOError:
                continue
            except OSError as error:
                raise PrinterLost(taken) from error
            taken, rest = taken + many, rest[many:]

    def receive(self, within_s: float) -> bytes:
        readable, _, _ = select.select([self._socket], [], [], within_s)
        if not readable:
            return b""
        try:
            said = self._socket.recv(_AT_ONCE)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise PrinterLost from error
        if not said:
            raise PrinterLost
        return said

    def end(self) -> None:
        """Say that no more comes and listen a moment: whether the line breaks, or the other side hangs up as well.

        Whatever it still says is read away: closing with words unread would throw away what is still on its way to it.
        """
        with suppress(OSError):  # it has gone already; what that means is seen below
            self._socket.shutdown(socket.SHUT_WR)
        until_s = time.monotonic() + self._patience.grace_s
        while (left_s := until_s - time.monotonic()) > 0:
            readable, _, _ = select.select([self._socket], [], [], left_s)
            try:
                if not readable or not self._socket.recv(_AT_ONCE):
                    return
            except BlockingIOError:
                continue
            except OSError as error:
                raise PrinterLost from error
