"""A slip on its way to a receipt printer on the loopback, against the same bytes over a bare socket."""

from __future__ import annotations

import os
import socket

from app.main import fonts
from app.printing.escpos import BEGIN, Cut, Picture, ending, picture_parts
from app.printing.status import DRAWN_QUESTION
from app.printing.tcp import TcpPrinter
from app.printing.thermal import ThermalPrinter
from app.ui.printer import rasters_of
from benchmarks.measuring import Figure, alternating, seconds
from benchmarks.receipt import a_receipt, bare, marks_of, register_fonts
from papers import Paper, Slip, render
from papers.fonts import faces_of
from papers.receipt import _composed
from papers.typeset import _drawn, _pages
from tests.kit.escpos import NetworkPrinter, network_printer

ROUNDS = 31
MEMORY_BYTES = 65_536
MANY = 1_000


def measure() -> list[Figure]:
    """One slip to the printer; with ``BENCH_LONG``, a thousand of them in one file."""
    slip = a_receipt()
    figures = [_to_the_printer(slip, paper) for paper in (Paper.THERMAL80, Paper.THERMAL58)]
    return [*figures, *([_many(slip)] if os.environ.get("BENCH_LONG") else [])]


def _to_the_printer(slip: Slip, paper: Paper) -> Figure:
    pdf, width_dots = render(slip, paper, fonts()), paper.sheet.printable_dots
    page = rasters_of(pdf, width_dots)
    with network_printer(memory_bytes=MEMORY_BYTES) as printer:
        thermal = ThermalPrinter(TcpPrinter("127.0.0.1", printer.port), rasters_of)

        def ours() -> None:
            assert thermal.hand_over(pdf, paper.value, "A001", lambda: None).is_confirmed

        bare_bytes = BEGIN + b"".join(picture_parts(page, Picture.RASTER)) + ending(Cut.PARTIAL) + DRAWN_QUESTION
        taken, floor = alternating(ours, lambda: _bare(printer, bare_bytes), ROUNDS)
    return Figure(f"slip to the printer, {paper.value}", "ms", taken * 1000, floor * 1000, aim=50, is_aim_of_ours=True)


def _bare(printer: NetworkPrinter, content: bytes) -> None:
    """The same dots, ready made, until the printer says that it has drawn them."""
    with socket.create_connection(("127.0.0.1", printer.port)) as connected:
        connected.sendall(content)
        assert connected.recv(1)


def _many(slip: Slip) -> Figure:
    """The typesetter over many receipts, one file: what a day's paper costs."""
    sheet, typeface = Paper.THERMAL80.sheet, fonts()
    register_fonts()
    marks = marks_of(slip, sheet)

    def ours() -> None:
        faces = faces_of(typeface)
        pages = [page for _ in range(MANY) for page in _pages(lambda setting: _composed(setting, slip), sheet, faces)]
        _drawn(pages, sheet, faces, "")

    return Figure(f"{MANY:,} slips in one PDF", "s", seconds(ours), seconds(lambda: bare(marks * MANY, sheet)), aim=1.3)
