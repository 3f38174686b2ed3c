"""A thermal printer at a cable: a device file of the system, of a USB or a serial port."""

from __future__ import annotations

import errno
import os
import select
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from app.printing.channel import Channel, Patience, PrinterLost
from core.errors import Trouble

_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class DevicePrinter:
    """Its file: ``/dev/usb/lp0``, ``/dev/ttyUSB0``, on Windows ``COM3`` or ``LPT1``."""

    path: str

    @property
    def name(self) -> str:
        """The file."""
        return self.path

    @contextmanager
    def open(self, title: str, patience: Patience) -> Iterator[Channel]:
        """Open the file, for both directions where the system allows.

        Raises: Trouble PRINTER_GONE, PRINTER_NOT_ALLOWED.
        """
        del title  # it is told no names
        try:
            file, can_talk = _opened(self.path)
        except PermissionError as error:
            raise Trouble("PRINTER_NOT_ALLOWED", printer=self.name) from error
        except (OSError, ValueError) as error:  # ValueError: no file can have that name
            raise Trouble("PRINTER_GONE", printer=self.name) from error
        try:
            yield _DeviceChannel(file, patience, can_talk=can_talk)
        finally:
            with suppress(OSError):  # it was pulled out
                os.close(file)


class _DeviceChannel:
    def __init__(self, file: int, patience: Patience, *, can_talk: bool) -> None:
        self._file = file
        self._patience = patience
        self.can_talk = can_talk

    def send(self, part: bytes) -> None:
        taken, rest = 0, memoryview(part)
        while rest:
            if not self._takes_more():
                raise PrinterLost(taken)
            try:
                many = os.write(self._file, rest[:_AT_ONCE])
            except BlockingIOError:
                continue
            except OSError as error:
                raise PrinterLost(taken) from error
            taken, rest = taken + many, rest[many:]

    def receive(self, within_s: float) -> bytes:
        if not self.can_talk:
            return b""
        readable, _, _ = select.select([self._file], [], [], within_s)
        if not readable:
            return b""
        try:
            said = os.read(self._file, _AT_ONCE)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise PrinterLost from error
        self.can_talk = bool(said)  # a port that is ready with nothing has no way back
        return said

    def end(self) -> None:
        """The system hands over what it has taken; nothing more can be known here."""

    def _takes_more(self) -> bool:
        if sys.platform == "win32":
            return True  # the system waits for the port by its own settings
        _, writable, _ = select.select([], [self._file], [], self._patience.stall_s)
        return bool(writable)


def _opened(path: str) -> tuple[int, bool]:
    """The open file and whether it can be read. Raises: OSError, also for a file that is no device."""
    if sys.platform == "win32":
        return os.open(rf"\\.\{path}", os.O_WRONLY | os.O_BINARY), False
    flags = os.O_NONBLOCK | os.O_NOCTTY
    if not stat.S_ISCHR(os.stat(path).st_mode):  # noqa: PTH116 - the name is a device's
        raise OSError(errno.ENODEV, "no device")
    try:
        file, can_talk = os.open(path, os.O_RDWR | flags), True
    except PermissionError:
        file, can_talk = os.open(path, os.O_WRONLY | flags), False
    if os.isatty(file):
        _leave_bytes_alone(file)
    return file, can_talk


def _leave_bytes_alone(file: int) -> None:
    """A serial port is a terminal to the system: have it change nothing. Its speed stays as the system has it."""
    if sys.platform == "win32":
        return
    import termios
    import tty

    tty.setraw(file, termios.TCSANOW)
