"""A printer is set up by keyboard: which kind, where, tried with a page, and only then saved."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zxingcpp
from pytestqt.qtbot import QtBot

from app.settings_file import read_settings
from app.ui.screens.settings import SettingsScreen
from app.ui.station import Station
from papers.trial import TRIAL_TEXT
from tests.kit.escpos import Answers, NetworkPrinter, network_printer
from tests.kit.looking import controls_of, goes_back, tab_round, takes_tab
from tests.kit.stage import Stage
from tests.kit.typist import Typist
from tests.kit.window import settled

SIZE = (1366, 728)


class Desk:
    """The settings, and somebody at the keyboard."""

    def __init__(self, qtbot: QtBot, station: Station) -> None:
        self.qtbot, self.station = qtbot, station
        self.screen = SettingsScreen(station)
        self.stage = Stage(self.screen)
        qtbot.addWidget(self.stage)
        self.stage.resize(*SIZE)
        self.typist = Typist(qtbot, self.stage)
        with qtbot.waitExposed(self.stage):
            self.stage.show()
        self.stage.activateWindow()
        self.screen.enter()
        settled(qtbot, station)

    @property
    def tried(self) -> str:
        return self.screen.printer_card.tried.text()

    def choose(self, letters: str) -> None:
        """Choose the kind of printer by its first letters."""
        self.typist.tab_to("Cetak ke")
        self.typist.type(letters)
        self.typist.press("Return")

    def fill_in(self, *texts: str) -> None:
        """Fill in one box after the other."""
        for text in texts:
            self.typist.press("Ctrl+A")
            self.typist.type(text)
            self.typist.press("Return")

    def try_it(self) -> None:
        """Print the page and wait for what is said about it."""
        self.typist.tab_to("Cetak halaman uji")
        self.typist.press("Space")
        self.qtbot.waitUntil(lambda: self.screen.printer_card.try_it.isEnabled() and bool(self.tried), timeout=60_000)

    def finding(self, name: str) -> str:
        return self.screen.printer_card.rows[name].finding

    def is_shown(self, name: str) -> bool:
        return self.screen.printer_card.rows[name].isVisible()

    @property
    def saved(self) -> str:
        return read_settings(self.station.house.home / "posko.toml").printer


@pytest.fixture
def desk(qtbot: QtBot, station: Station) -> Desk:
    return Desk(qtbot, station)


@pytest.fixture
def printer() -> Iterator[NetworkPrinter]:
    with network_printer() as one:
        yield one


def test_a_network_printer_is_tried_before_it_is_saved(desk: Desk, printer: NetworkPrinter) -> None:
    desk.choose("Printer slip di j")
    assert desk.typist.place == "Alamat printer"
    desk.fill_in("127.0.0.1", str(printer.port))
    assert desk.typist.place == "Kertas"
    desk.try_it()
    assert desk.tried.startswith("Printer mengabarkan bahwa halaman uji sudah tercetak.")
    [code] = zxingcpp.read_barcodes(printer.mechanism.sheets[0].picture())
    assert code.text == TRIAL_TEXT
    assert desk.saved == ""
    desk.screen.save()
    settled(desk.qtbot, desk.station)
    assert desk.saved == printer.place


def test_a_printer_that_says_nothing_sends_the_officer_to_look(desk: Desk, printer: NetworkPrinter) -> None:
    printer.mechanism.answers = Answers.NOTHING
    desk.choose("Printer slip di j")
    desk.fill_in("127.0.0.1", str(printer.port))
    desk.try_it()
    assert "Lihat sendiri" in desk.tried


def test_what_is_wrong_with_the_printer_is_said_beside_the_button(desk: Desk, printer: NetworkPrinter) -> None:
    printer.mechanism.is_cover_open = True
    desk.choose("Printer slip di j")
    desk.fill_in("127.0.0.1", str(printer.port))
    desk.try_it()
    assert desk.tried.startswith("Tutup printer 127.0.0.1")


@pytest.mark.parametrize(
    ("host", "port", "row"),
    [("", "9100", "printer_host"), ("http://kasir", "9100", "printer_host"), ("kasir", "0", "printer_port")],
)
def test_a_wrong_place_is_named_at_its_box_and_nothing_is_printed(desk: Desk, host: str, port: str, row: str) -> None:
    desk.choose("Printer slip di j")
    desk.fill_in(host, port)
    desk.typist.tab_to("Cetak halaman uji")
    desk.typist.press("Space")
    assert desk.finding(row)
    assert desk.tried == ""


def test_only_what_a_kind_of_printer_needs_is_asked(desk: Desk) -> None:
    assert not desk.screen.printer_card.try_it.isVisible()
    desk.choose("Printer slip di k")
    assert desk.is_shown("printer_device")
    assert not desk.is_shown("printer_host")
    assert desk.is_shown("thermal_cut")
    assert desk.screen.printer_card.paper.count() == 2
    desk.choose("Simpan")
    assert not desk.is_shown("thermal_cut")
    assert desk.screen.printer_card.paper.count() > 2


def test_a_page_can_be_tried_in_a_folder_too(desk: Desk, tmp_path: Path) -> None:
    desk.choose("Simpan")
    desk.fill_in(str(tmp_path / "slip"))
    desk.try_it()
    assert [file.name for file in (tmp_path / "slip").iterdir()] == ["Posko-uji.pdf"]


@pytest.mark.parametrize(
    "place",
    ["tcp:192.168.1.50:9100", "tcp:kasir:9101", "device:/dev/usb/lp0", "windows:POS-80", "folder:/tmp/slip", "EPSON"],
)
def test_what_was_saved_is_shown_and_saved_the_same_again(desk: Desk, place: str) -> None:
    card = desk.screen.printer_card
    card.show_settings(msgspec.structs.replace(desk.station.house.settings(), printer=place, paper="thermal58"))
    assert card.values()["printer"] == place
    assert card.values()["paper"] == "thermal58"
    assert card.findings() == {}


@pytest.mark.parametrize("letters", ["Belum", "Printer slip di j", "Printer slip di k", "Simpan"])
def test_every_control_is_named_and_tab_follows_the_eye(desk: Desk, letters: str) -> None:
    desk.choose(letters)
    card = desk.screen.printer_card
    controls = controls_of(card)
    assert [one for one in controls if not one.accessibleName()] == []
    assert len({one.accessibleName() for one in controls}) == len(controls)
    stops = [one for one in tab_round(desk.stage) if card.isAncestorOf(one)]
    assert {one.accessibleName() for one in stops} == {one.accessibleName() for one in controls if takes_tab(one)}
    back = [one for one, other in itertools.pairwise(stops) if goes_back(one, other, card)]
    assert len(back) <= 1  # where the round comes to its beginning
