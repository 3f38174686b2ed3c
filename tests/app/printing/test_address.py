"""Which printer a line of the settings means, and which devices are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.printing.address import transport_to, way_of
from app.printing.channel import Patience, PrinterLost
from app.printing.device import DevicePrinter
from app.printing.tcp import TcpPrinter
from app.printing.windows import WindowsPrinter
from core.errors import Kind, Trouble


@pytest.mark.parametrize(
    ("text", "transport", "name"),
    [
        ("tcp:192.168.1.50", TcpPrinter("192.168.1.50"), "192.168.1.50"),
        ("tcp:kasir.local:9101", TcpPrinter("kasir.local", 9101), "kasir.local:9101"),
        ("tcp:[fe80::1]:9100", TcpPrinter("fe80::1"), "fe80::1"),
        ("device:/dev/usb/lp0", DevicePrinter("/dev/usb/lp0"), "/dev/usb/lp0"),
        ("windows: POS-80 (Copy 1)", WindowsPrinter("POS-80 (Copy 1)"), "POS-80 (Copy 1)"),
    ],
)
def test_a_line_of_the_settings_names_a_printer(text: str, transport: object, name: str) -> None:
    found = transport_to(text)
    assert found == transport
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("text", ["", "EPSON TM-T82", "folder:/tmp/slip", "TCP:192.168.1.50"])
def test_other_lines_mean_no_thermal_printer(text: str) -> None:
    assert way_of(text) is None
    assert transport_to(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("tcp:", "tcp: ", "tcp:a b", "tcp:host:0", "tcp:host:65536", "tcp:host:", "tcp:http://host", "tcp:host:x"),
        *("device:", "device:\0", "windows:\n"),
    ],
)
def test_a_line_that_names_none_is_refused(text: str) -> None:
    with pytest.raises(Trouble) as trouble:
        transport_to(text)
    assert (trouble.value.code, trouble.value.kind) == ("PRINTER_ADDRESS", Kind.USAGE)


def test_a_file_of_somebody_is_never_printed_into(tmp_path: Path) -> None:
    letter = tmp_path / "surat.doc"
    letter.write_text("penting", encoding="utf-8")
    with pytest.raises(Trouble, match="PRINTER_GONE"), DevicePrinter(str(letter)).open("A001", Patience()):
        pass
    assert letter.read_text(encoding="utf-8") == "penting"


@pytest.mark.parametrize("name", ["tidak ada", "."])
def test_a_device_that_is_not_there_is_trouble(tmp_path: Path, name: str) -> None:
    with pytest.raises(Trouble, match="PRINTER_GONE"), DevicePrinter(str(tmp_path / name)).open("A001", Patience()):
        pass


def test_a_device_without_a_way_back_says_nothing() -> None:
    with DevicePrinter("/dev/null").open("A001", Patience()) as channel:
        channel.send(b"x" * 10_000)
        assert channel.receive(5) == b""
        assert not channel.can_talk


def test_a_device_that_takes_nothing_is_lost() -> None:
    with DevicePrinter("/dev/full").open("A001", Patience()) as channel, pytest.raises(PrinterLost):
        channel.send(b"x")
