"""The Windows spooler's functions are called in the right order with the right values; it never ran on Windows here."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.printing.channel import Patience
from app.printing.raster import Raster
from app.printing.thermal import ThermalPrinter
from app.printing.windows import DocumentInfo, WindowsPrinter, system_spooler
from app.printing.worker import Handover
from core.errors import Trouble
from tests.kit.escpos import Mechanism, forget_printers

HANDLE = 4711
PAGE = Raster(576, b"\x55" * 72 * 100)


@dataclass
class StandInSpooler:
    """What ``winspool.drv`` does, seen from its callers.

    Args:
        refuses: the function that answers with "no".
        takes_bytes: of one document; ``None`` = all.
    """

    refuses: str = ""
    takes_bytes: int | None = None
    calls: list[str] = field(default_factory=list)
    written: bytes = b""
    title: str = ""

    def _called(self, name: str, handle: ctypes.c_void_p | None = None) -> int:
        self.calls.append(name)
        assert handle is None or handle.value == HANDLE
        return int(name != self.refuses)

    def OpenPrinterW(self, name: ctypes.c_wchar_p, handle: Any, defaults: None) -> int:  # noqa: N802, ANN401 - C's
        assert (name.value, defaults) == ("POS-80", None)
        handle._obj.value = HANDLE
        return self._called("OpenPrinterW")

    def StartDocPrinterW(self, handle: ctypes.c_void_p, level: ctypes.c_uint32, info: Any) -> int:  # noqa: N802, ANN401 - C's
        document = info._obj
        assert isinstance(document, DocumentInfo)
        assert (level.value, document.pDatatype, document.pOutputFile) == (1, "RAW", None)
        self.title = document.pDocName
        return self._called("StartDocPrinterW", handle)

    def WritePrinter(  # noqa: N802 - C's
        self,
        handle: ctypes.c_void_p,
        data: ctypes.c_char_p,
        size: ctypes.c_uint32,
        written: Any,  # noqa: ANN401 - C's
    ) -> int:
        part = ctypes.string_at(data, size.value)
        room = len(part) if self.takes_bytes is None else max(self.takes_bytes - len(self.written), 0)
        self.written += part[:room]
        written._obj.value = min(len(part), room)
        return self._called("WritePrinter", handle)

    def EndDocPrinter(self, handle: ctypes.c_void_p) -> int:  # noqa: N802 - C's
        return self._called("EndDocPrinter", handle)

    def AbortPrinter(self, handle: ctypes.c_void_p) -> int:  # noqa: N802 - C's
        return self._called("AbortPrinter", handle)

    def ClosePrinter(self, handle: ctypes.c_void_p) -> int:  # noqa: N802 - C's
        return self._called("ClosePrinter", handle)


@pytest.fixture(autouse=True)
def _new_printer() -> None:
    forget_printers()


def printed(spooler: StandInSpooler, on_sent: Callable[[], None] = lambda: None) -> Handover:
    """Print a slip by this spooler."""
    printer = ThermalPrinter(WindowsPrinter("POS-80", spooler), lambda _pdf, _width: (PAGE,), patience=Patience())
    return printer.hand_over(b"%PDF", "thermal80", "A001", on_sent)


def test_a_slip_is_one_raw_document_and_nothing_is_believed_of_it() -> None:
    spooler = StandInSpooler()
    assert printed(spooler) == Handover(is_confirmed=False)
    assert list(dict.fromkeys(spooler.calls)) == [
        "OpenPrinterW", "StartDocPrinterW", "WritePrinter", "EndDocPrinter", "ClosePrinter",
    ]  # fmt: skip
    assert spooler.title == "A001"
    mechanism = Mechanism()
    assert mechanism.take(spooler.written) == b""
    assert mechanism.text == b""
    assert mechanism.sheets[0].rows == PAGE.height_dots


def test_zeros_in_a_picture_do_not_end_it() -> None:
    spooler = StandInSpooler()
    printer = ThermalPrinter(WindowsPrinter("POS-80", spooler), lambda _pdf, _width: (Raster(576, bytes(7200)),))
    printer.hand_over(b"%PDF", "thermal80", "A001", lambda: None)
    assert spooler.written.count(b"\x00") >= 7200


@pytest.mark.parametrize(
    ("refuses", "code", "last"),
    [
        ("OpenPrinterW", "PRINTER_GONE", "OpenPrinterW"),
        ("StartDocPrinterW", "PRINTER_REFUSED", "ClosePrinter"),
        ("WritePrinter", "PRINTER_BROKE_OFF", "ClosePrinter"),
        ("EndDocPrinter", "PRINTER_STOPPED_SILENT", "ClosePrinter"),
    ],
)
def test_a_no_at_any_step_is_trouble_and_the_printer_is_closed(refuses: str, code: str, last: str) -> None:
    spooler = StandInSpooler(refuses)
    with pytest.raises(Trouble) as trouble:
        printed(spooler)
    assert (trouble.value.code, spooler.calls[-1]) == (code, last)
    assert trouble.value.facts == {"printer": "POS-80"}


@pytest.mark.parametrize("taken", [0, 1, 4_000, 7_000])
def test_a_document_that_breaks_off_is_thrown_away(taken: int) -> None:
    spooler = StandInSpooler(takes_bytes=taken)
    with pytest.raises(Trouble, match="PRINTER_BROKE_OFF"):
        printed(spooler)
    assert spooler.calls[-2:] == ["AbortPrinter", "ClosePrinter"]


def test_a_machine_without_that_spooler_has_no_such_printer() -> None:
    with pytest.raises(OSError, match="Windows"):
        system_spooler()
    with pytest.raises(Trouble, match="PRINTER_GONE"), WindowsPrinter("POS-80").open("A001", Patience()):
        pass
