"""A thermal printer that Windows knows: its spooler passes our bytes on unread and keeps the maker's driver."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from app.printing.channel import Channel, Patience, PrinterLost
from core.errors import Trouble

RAW = "RAW"
"""The kind of data that the spooler does not look into."""


class DocumentInfo(ctypes.Structure):
    """``DOC_INFO_1W`` of winspool."""

    _fields_ = (
        ("pDocName", ctypes.c_wchar_p),
        ("pOutputFile", ctypes.c_wchar_p),
        ("pDatatype", ctypes.c_wchar_p),
    )


class Spooler(Protocol):
    """The functions of ``winspool.drv`` that are called, in Windows' own names and with its arguments."""

    def OpenPrinterW(self, name: ctypes.c_wchar_p, handle: object, defaults: None, /) -> int:  # noqa: N802 - its name
        """Open a printer; ``handle`` is where its handle is put."""
        ...

    def StartDocPrinterW(self, handle: ctypes.c_void_p, level: ctypes.c_uint32, info: object, /) -> int:  # noqa: N802 - its name
        """Begin a document; its number, 0 if that failed."""
        ...

    def WritePrinter(  # noqa: N802 - its name
        self, handle: ctypes.c_void_p, data: ctypes.c_char_p, size: ctypes.c_uint32, written: object, /
    ) -> int:
        """Add bytes; ``written`` is where their count is put."""
        ...

    def EndDocPrinter(self, handle: ctypes.c_void_p, /) -> int:  # noqa: N802 - its name
        """End the document, which may be printed now."""
        ...

    def AbortPrinter(self, handle: ctypes.c_void_p, /) -> int:  # noqa: N802 - its name
        """Throw the document away."""
        ...

    def ClosePrinter(self, handle: ctypes.c_void_p, /) -> int:  # noqa: N802 - its name
        """Close the printer."""
        ...


def system_spooler() -> Spooler:
    """The spooler of this machine. Raises: OSError where there is none."""
    if sys.platform == "win32":
        library: Spooler = ctypes.WinDLL("winspool.drv", use_last_error=True)
        return library
    raise OSError(None, "only Windows has this spooler")


@dataclass(frozen=True, slots=True)
class WindowsPrinter:
    """What Windows calls it; ``spooler`` is this machine's if none is given."""

    name: str
    spooler: Spooler | None = field(default=None, repr=False)

    @contextmanager
    def open(self, title: str, patience: Patience) -> Iterator[Channel]:
        """Begin a document, which is printed when all of it was handed over.

        Raises: Trouble PRINTER_GONE, PRINTER_REFUSED.
        """
        del patience  # the spooler takes everything at once
        handle = ctypes.c_void_p()
        try:
            spooler = self.spooler or system_spooler()
            if not spooler.OpenPrinterW(ctypes.c_wchar_p(self.name), ctypes.byref(handle), None):
                raise OSError(None, "no such printer")
        except OSError as error:
            raise Trouble("PRINTER_GONE", printer=self.name) from error
        try:
            yield _begun(spooler, handle, title, self.name)
        finally:
            spooler.ClosePrinter(handle)


def _begun(spooler: Spooler, handle: ctypes.c_void_p, title: str, name: str) -> _SpoolerChannel:
    info = DocumentInfo(title, None, RAW)
    if not spooler.StartDocPrinterW(handle, ctypes.c_uint32(1), ctypes.byref(info)):
        raise Trouble("PRINTER_REFUSED", printer=name)
    return _SpoolerChannel(spooler, handle)


class _SpoolerChannel:
    """Nothing is on paper before :meth:`end`: a document that breaks off is thrown away whole.

    The spooler talks for the printer, and says nothing worth believing.
    """

    can_talk = False

    def __init__(self, spooler: Spooler, handle: ctypes.c_void_p) -> None:
        self._spooler = spooler
        self._handle = handle

    def send(self, part: bytes) -> None:
        written = ctypes.c_uint32()
        size = ctypes.c_uint32(len(part))
        is_taken = self._spooler.WritePrinter(self._handle, ctypes.c_char_p(part), size, ctypes.byref(written))
        if not is_taken or written.value != len(part):
            self._spooler.AbortPrinter(self._handle)
            raise PrinterLost

    def receive(self, within_s: float) -> bytes:
        del within_s
        return b""

    def end(self) -> None:
        if not self._spooler.EndDocPrinter(self._handle):
            raise PrinterLost
