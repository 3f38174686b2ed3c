"""A receipt printer for tests: a head that burns what it is told into pictures, in the network or at a cable.

It understands what receipt printers have in common (ESC/POS), answers questions about itself, and breaks in every way
that printers do: it is off, hangs, runs out of paper, is pulled out after any byte or any band.
"""

from __future__ import annotations

import enum
import os
import re
import select
import socket
import struct
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from PIL import Image

from app.printing.thermal import _KNOWN

WITHIN_S = 30
_AT_ONCE = 4096
_CAREFULLY = 256
"""Bytes at a time where a fault must come at its place."""

_REQUEST = re.compile(rb"\x10\x04([\x01-\x04])", re.DOTALL)
_STRIP_ROWS = 24


class Answers(enum.Enum):
    """What it says when it is asked."""

    EVERYTHING = "everything"
    AT_ONCE_ONLY = "at once only"
    """DLE EOT, but not GS r."""
    NOTHING = "nothing"


@dataclass
class Sheet:
    """A piece of paper: what was burnt on it, and how it was cut off."""

    strips: list[tuple[int, bytes]] = field(default_factory=list)
    cut: str = ""

    @property
    def rows(self) -> int:
        """How long the picture on it is, in dots."""
        return sum(len(bits) // (width // 8) for width, bits in self.strips)

    def picture(self) -> Image.Image:
        """What a person sees, a pixel a dot."""
        widest = max(width for width, _bits in self.strips)
        whole = Image.new("L", (widest, self.rows), 255)
        top = 0
        for width, bits in self.strips:
            height = len(bits) // (width // 8)
            white = bytes(byte ^ 0xFF for byte in bits)
            whole.paste(Image.frombytes("1", (width, height), white).convert("L"), (0, top))
            top += height
        return whole


@dataclass
class Mechanism:
    """Head, knife, sensors, and the memory in front of them.

    Args:
        rows_left: how many rows of paper are left; ``None`` = a whole roll.
    """

    answers: Answers = Answers.EVERYTHING
    is_cover_open: bool = False
    is_paper_out: bool = False
    is_paper_low: bool = False
    has_fault: bool = False
    is_offline: bool = False
    rows_left: int | None = None
    sheets: list[Sheet] = field(default_factory=list)
    current: Sheet = field(default_factory=Sheet)
    text: bytearray = field(default_factory=bytearray)
    bands: int = 0
    _memory: bytearray = field(default_factory=bytearray)
    _recent: bytes = b""
    _strip: bytes = b""

    @property
    def papers(self) -> list[Sheet]:
        """Every piece of paper, also one that hangs out of the slot still."""
        return [*self.sheets, *([self.current] if self.current.strips else [])]

    def take(self, data: bytes) -> bytes:
        """Bytes arrive; what it says to them."""
        said = bytearray()
        for found in _REQUEST.finditer(seen := self._recent + data):
            if found.end() > len(self._recent) and self.answers is not Answers.NOTHING:
                said.append(self._condition(found[1][0]))
        self._recent = seen[-2:]
        self._memory += data
        while not self._is_stopped and (more := self._step()) is not None:
            said += more
        return bytes(said)

    def go_on(self) -> None:
        """Somebody has put things right: what waits in the memory is worked off."""
        self.is_paper_out = self.is_cover_open = False
        self.rows_left = None
        self.take(b"")

    def lose_power(self) -> None:
        """What waits is forgotten."""
        self._memory.clear()
        self._recent = b""

    @property
    def _is_stopped(self) -> bool:
        return self.is_paper_out or self.is_cover_open

    def _condition(self, question: int) -> int:
        is_offline = self.is_offline or self._is_stopped or self.has_fault
        bits = {
            1: 0x08 * is_offline,
            2: 0x04 * self.is_cover_open | 0x20 * self.is_paper_out,
            3: 0x08 * self.has_fault,
            4: 0x0C * self.is_paper_low | 0x60 * self.is_paper_out,
        }
        return 0x12 | bits[question]

    def _step(self) -> bytes | None:
        """Work off one command; ``None`` = there is no whole one in the memory, or the paper has run out."""
        head = bytes(self._memory[:3])
        if not head:
            return None
        if head[:2] in (b"\x1b*", b"\x1dv"):
            return self._picture(head[:2])
        if head[:2] == b"\x1dV" and len(head) == 3:
            self.current.cut = {0: "full", 1: "partial"}[head[2]]
            self.sheets.append(self.current)
            self.current = Sheet()
            return self._done(3)
        if head[:2] == b"\x1dr" and len(head) == 3:
            self._done(3)
            return bytes([0x0C * self.is_paper_out]) if self.answers is Answers.EVERYTHING else b""
        size = _SIZES.get(head[:2] if head[0] in b"\x1b\x1d\x10" else head[:1])
        if head[0] in b"\x1b\x1d\x10" and len(head) < 2:
            return None
        if size is None:
            self.text += head[:1]
            return self._done(1)
        if head[:1] == b"\n":
            return self._end_of_line()
        return self._done(size) if len(self._memory) >= size else None

    def _picture(self, command: bytes) -> bytes | None:
        memory, is_rows = self._memory, command == b"\x1dv"
        start = 8 if is_rows else 5
        if len(memory) < start:
            return None
        width = int.from_bytes(memory[4:6] if is_rows else memory[3:5], "little")
        size = width * int.from_bytes(memory[6:8], "little") if is_rows else width * 3
        if len(memory) < start + size:
            return None
        bits = bytes(memory[start : start + size])
        if not is_rows:
            self._strip = _unturned(bits, width)
            return self._done(start + size)
        if not self._burnt(width * 8, bits):
            return None
        return self._done(start + size)

    def _end_of_line(self) -> bytes | None:
        if self._strip and not self._burnt(len(self._strip) // _STRIP_ROWS * 8, self._strip):
            return None
        self._strip = b""
        return self._done(1)

    def _burnt(self, width: int, bits: bytes) -> bool:
        rows = len(bits) // (width // 8)
        if self.rows_left is not None and rows > self.rows_left:
            self.is_paper_out = True
            return False
        if self.rows_left is not None:
            self.rows_left -= rows
        self.current.strips.append((width, bits))
        self.bands += 1
        return True

    def _done(self, size: int) -> bytes:
        del self._memory[:size]
        return b""


_SIZES = {b"\x1b@": 2, b"\x1b2": 2, b"\x1b3": 3, b"\x1bd": 3, b"\x10\x04": 3, b"\x00": 1, b"\n": 1}
"""Bytes a command takes that leaves nothing on paper."""


def _unturned(columns: bytes, width: int) -> bytes:
    """Columns of 24 dots as rows."""
    rows = []
    for row in range(_STRIP_ROWS):
        dots = 0
        for column in range(width):
            dots = dots << 1 | (columns[column * 3 + row // 8] >> (7 - row % 8) & 1)
        rows.append(dots.to_bytes(width // 8))
    return b"".join(rows)


@dataclass
class NetworkPrinter:
    """A printer that listens.

    Args:
        pulled_after: bytes of a connection after which its plug is pulled.
        pulled_after_bands: bands after which it is.
        hangs_after: bytes after which it takes no more.
    """

    mechanism: Mechanism
    port: int
    pulled_after: int | None = None
    pulled_after_bands: int | None = None
    hangs_after: int | None = None
    connections: int = 0
    may_go_on: threading.Event = field(default_factory=threading.Event)

    @property
    def place(self) -> str:
        """What stands in the settings."""
        return f"tcp:127.0.0.1:{self.port}"

    def mend(self) -> None:
        """Plug it in again, put paper in, close the cover."""
        self.pulled_after = self.pulled_after_bands = self.hangs_after = None
        self.mechanism.go_on()

    def serve(self, connected: socket.socket) -> None:
        """One slip."""
        taken = 0
        while part := connected.recv(self._room(taken)):
            said = self.mechanism.take(part)
            taken += len(part)
            if self._is_pulled(taken):
                self.mechanism.lose_power()
                connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            if self.hangs_after is not None and taken >= self.hangs_after:
                self.may_go_on.wait(WITHIN_S)
                return
            connected.sendall(said)

    def _room(self, taken: int) -> int:
        limits = [limit - taken for limit in (self.pulled_after, self.hangs_after) if limit is not None]
        usual = _AT_ONCE if self.pulled_after_bands is None else _CAREFULLY
        return max(min([usual, *limits]), 1)

    def _is_pulled(self, taken: int) -> bool:
        is_byte = self.pulled_after is not None and taken >= self.pulled_after
        return is_byte or (self.pulled_after_bands is not None and self.mechanism.bands >= self.pulled_after_bands)


@contextmanager
def network_printer(mechanism: Mechanism | None = None, memory_bytes: int = 4096) -> Iterator[NetworkPrinter]:
    """A printer on the loopback, one connection after the other, until the block ends.

    Args:
        memory_bytes: what it takes before it works on it; small, as in real ones.
    """
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, memory_bytes)
        printer = NetworkPrinter(mechanism or Mechanism(), door.getsockname()[1])
        forget_printers()
        is_over = threading.Event()

        def listen() -> None:
            while not is_over.is_set():
                connected, _ = door.accept()
                with connected, suppress(OSError):
                    if not is_over.is_set():
                        printer.connections += 1
                        connected.settimeout(WITHIN_S)
                        printer.serve(connected)

        thread = threading.Thread(target=listen, name="fake-printer")
        thread.start()
        try:
            yield printer
        finally:
            is_over.set()
            printer.may_go_on.set()
            with suppress(OSError), socket.create_connection(("127.0.0.1", printer.port), WITHIN_S):
                pass
            thread.join(WITHIN_S)
            assert not thread.is_alive()


def forget_printers() -> None:
    """The system gives ports and names again: a new printer is not to be taken for the one that was there before."""
    _KNOWN.clear()


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextmanager
def cable_printer(mechanism: Mechanism) -> Iterator[str]:
    """A printer at a serial port: the device file of the port, until the block ends."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    end_reader, end_writer = os.pipe()

    def listen() -> None:
        while True:
            readable, _, _ = select.select([ours, end_reader], [], [])
            if ours not in readable:
                return  # everything that was sent has been taken
            with suppress(OSError):  # nobody has the port open just now
                os.write(ours, mechanism.take(os.read(ours, _AT_ONCE)))

    forget_printers()
    thread = threading.Thread(target=listen, name="fake-cable-printer")
    thread.start()
    try:
        yield os.ttyname(theirs)
    finally:
        os.write(end_writer, b".")
        thread.join(WITHIN_S)
        for file in (ours, theirs, end_reader, end_writer):
            os.close(file)
