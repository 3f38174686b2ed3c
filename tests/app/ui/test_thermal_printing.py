"""From a registration to a receipt printer: what the officer is told, and what a second try makes of what failed."""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec
import pytest
import zxingcpp
from pytestqt.qtbot import QtBot

from app.desk.slips import slip_of
from app.desk.trial_page import trial_of
from app.printing.escpos import Picture, picture_parts
from app.printing.worker import PrintPhase
from app.sync.state import Phase
from app.ui.printer import rasters_of
from app.ui.printing import PrintStage, PrintState
from app.ui.screens.registration_saved import kept_text
from app.ui.station import Notice, Station
from core.registered import KeptRegistration
from papers import Paper, render
from tests.kit.desk import register_one
from tests.kit.escpos import Answers, NetworkPrinter, Sheet, network_printer

PATIENCE_MS = 60_000


class Officer:
    """Somebody who prints slips, reads what is said, and looks into the tray."""

    def __init__(self, qtbot: QtBot, station: Station, printer: NetworkPrinter) -> None:
        self.qtbot, self.station, self.printer = qtbot, station, printer
        self.states: list[PrintState] = []
        self.notices: list[Notice] = []
        station.signals.printed.connect(self.states.append)
        station.signals.noticed.connect(self.notices.append)
        self.set(printer=printer.place)

    def set(self, **values: str) -> None:
        """Change settings."""
        house = self.station.house
        house.save_settings(msgspec.structs.replace(house.settings(), **values))

    def register(self, many: int) -> list[KeptRegistration]:
        """So many people."""
        return [register_one(self.station.desk, place).kept for place in range(many)]

    def print(self, *visits: KeptRegistration, is_reprint: bool = False) -> list[PrintState]:
        """Print their slips; what became of each."""
        before = len(self.ends)
        for kept in visits:
            self.station.printing.print_slip(kept, is_reprint=is_reprint)
        return self.wait_for(before + len(visits))[before:]

    def wait_for(self, many: int) -> list[PrintState]:
        """What has become of so many slips."""
        self.qtbot.waitUntil(lambda: len(self.ends) == many, timeout=PATIENCE_MS)
        return self.ends

    @property
    def ends(self) -> list[PrintState]:
        return [one for one in self.states if one.state not in (PrintStage.QUEUED, PrintStage.SENT)]

    @property
    def tray(self) -> list[Sheet]:
        return self.printer.mechanism.papers

    def copies(self, kept: KeptRegistration) -> int:
        """How many papers of a visit are counted."""
        desk = self.station.desk
        found = desk.store.run(lambda: desk.shelf().by_uid(kept.uid))
        assert found is not None
        return found.copies

    def whole(self, kept: KeptRegistration, copy_no: int) -> int:
        """How many papers in the tray end with the whole slip of a visit, with the mark of this copy."""
        desk = self.station.desk
        pdf = render(slip_of(desk, kept, copy_no), Paper.THERMAL80, desk.fonts())
        wanted = b"".join(part[8:] for part in picture_parts(rasters_of(pdf, 576), Picture.RASTER))
        return sum(b"".join(bits for _width, bits in sheet.strips).endswith(wanted) for sheet in self.tray)

    def owner_of(self, sheet: Sheet, visits: list[KeptRegistration]) -> str:
        """Whose paper this is, by what a scanner reads."""
        [code] = zxingcpp.read_barcodes(sheet.picture())
        owners = [one for one in visits if slip_of(self.station.desk, one, 1).qr_text == code.text]
        return owners[0].queue_number


@pytest.fixture
def officer(qtbot: QtBot, station: Station) -> Iterator[Officer]:
    with network_printer() as printer:
        yield Officer(qtbot, station, printer)
        assert station.printing.close(30)


def test_a_slip_is_said_to_be_printed_when_the_printer_says_so(officer: Officer) -> None:
    [kept] = officer.register(1)
    [told] = officer.print(kept)
    assert [one.state for one in officer.states] == [PrintStage.QUEUED, PrintStage.SENT, PrintStage.CONFIRMED]
    assert told.text == "Slip A001 sudah tercetak."
    assert officer.owner_of(officer.tray[0], [kept]) == "A001"
    assert officer.notices == []


def test_a_printer_that_says_nothing_is_believed_nothing(officer: Officer) -> None:
    officer.printer.mechanism.answers = Answers.NOTHING
    [told] = officer.print(*officer.register(1))
    assert told.text == "Slip A001 sudah diserahkan ke printer."


def test_an_empty_roll_is_told_and_one_key_prints_the_same_slip(officer: Officer) -> None:
    officer.printer.mechanism.is_paper_out = True
    [kept] = officer.register(1)
    [told] = officer.print(kept)
    assert (told.trouble, told.may_be_out) == ("PRINTER_PAPER_OUT", False)
    assert "F7" in kept_text(told, Phase.OFFLINE, is_new=True)[1]
    officer.printer.mend()
    notice = officer.notices[-1]
    assert (notice.tone, notice.action_text) == ("stop", "Cetak lagi")
    assert notice.action is not None
    notice.action()
    assert officer.wait_for(2)[-1].state is PrintStage.CONFIRMED
    assert officer.copies(kept) == 1
    assert len(officer.tray) == 1


def test_slips_that_failed_come_out_in_the_order_in_which_they_were_asked_for(officer: Officer) -> None:
    officer.printer.mechanism.is_cover_open = True
    visits = officer.register(4)
    assert {one.trouble for one in officer.print(*visits)} == {"PRINTER_COVER_OPEN"}
    officer.printer.mend()
    notice = officer.notices[-1]
    assert notice.action_text == "Cetak lagi 4 slip"
    assert notice.action is not None
    notice.action()
    officer.wait_for(8)
    owners = [officer.owner_of(sheet, visits) for sheet in officer.tray]
    assert owners == [one.queue_number for one in visits]
    assert [officer.copies(one) for one in visits] == [1, 1, 1, 1]


def test_a_slip_that_broke_off_goes_again_without_a_mark(officer: Officer) -> None:
    officer.printer.pulled_after_bands = 2
    [kept] = officer.register(1)
    [told] = officer.print(kept)
    assert told.state is PrintStage.FAILED
    officer.printer.mend()
    officer.print(kept, is_reprint=True)
    assert officer.copies(kept) == 1 + told.may_be_out
    assert officer.owner_of(officer.tray[-1], [kept]) == "A001"


def test_a_slip_that_may_have_come_out_goes_again_as_a_copy(officer: Officer) -> None:
    mechanism = officer.printer.mechanism
    [kept] = officer.register(1)
    officer.print(kept)
    mechanism.rows_left = mechanism.sheets[0].rows - 1
    [other] = officer.register(2)[1:]
    [told] = officer.print(other)
    assert (told.trouble, told.may_be_out) == ("PRINTER_STOPPED_PAPER_OUT", True)
    assert "mungkin sudah keluar" in kept_text(told, Phase.OFFLINE, is_new=True)[1]
    assert officer.notices[-1].action is None
    officer.printer.mend()
    officer.print(other, is_reprint=True)
    assert officer.copies(other) == 2


def break_something(chance: random.Random, printer: NetworkPrinter) -> None:
    """What a day at a posko does to a printer; sometimes nothing."""
    match chance.randrange(6):
        case 0:
            printer.mechanism.is_paper_out = True
        case 1:
            printer.mechanism.is_cover_open = True
        case 2:
            printer.mechanism.rows_left = chance.randrange(1200)
        case 3:
            printer.pulled_after = chance.randrange(1, 90_000)
        case 4:
            printer.pulled_after_bands = printer.mechanism.bands + chance.randrange(1, 20)
        case _:
            pass


@pytest.mark.parametrize("seed", range(8))
def test_whatever_breaks_nobody_gets_two_unmarked_slips_and_printed_means_printed(officer: Officer, seed: int) -> None:
    chance = random.Random(seed)
    is_word_owed = False  # after a slip that stopped late, the next may be in doubt
    for kept in officer.register(3):
        is_printed = False
        while not is_printed:
            break_something(chance, officer.printer)
            [told] = officer.print(kept, is_reprint=officer.copies(kept) > 0)
            officer.printer.mend()
            is_printed = told.state is PrintStage.CONFIRMED
            has_failed = told.state is PrintStage.FAILED
            assert is_printed or has_failed or is_word_owed
            is_word_owed = told.may_be_out or (is_word_owed and has_failed)
        assert officer.whole(kept, officer.copies(kept)) == 1
        assert all(officer.whole(kept, copy_no) <= 1 for copy_no in range(1, officer.copies(kept)))


def test_paper_that_runs_low_is_said_once(officer: Officer) -> None:
    officer.printer.mechanism.is_paper_low = True
    officer.print(*officer.register(3))
    assert [one.text for one in officer.notices] == ["Kertas printer hampir habis. Siapkan gulungan baru."]


@pytest.mark.parametrize(("printer", "code"), [("tcp:", "PRINTER_ADDRESS"), ("", "PRINTER_NONE")])
def test_a_printer_that_cannot_be_meant_leads_to_the_settings(officer: Officer, printer: str, code: str) -> None:
    officer.set(printer=printer)
    [told] = officer.print(*officer.register(1))
    assert (told.state, told.trouble) == (PrintStage.NO_PRINTER, code)
    assert officer.notices[-1].action_text == "Buka Pengaturan"


def test_a_roll_takes_no_office_sheets(officer: Officer) -> None:
    officer.set(paper="a4")
    assert not officer.station.printing.takes_sheets


def test_another_paper_is_told_to_who_printed_it(officer: Officer) -> None:
    phases: list[PrintPhase] = []
    desk = officer.station.desk
    officer.station.printing.print_paper(
        lambda: trial_of(desk, "thermal58"), "thermal58", "karcis", lambda state: phases.append(state.phase)
    )
    officer.qtbot.waitUntil(lambda: PrintPhase.CONFIRMED in phases, timeout=PATIENCE_MS)
    assert phases == [PrintPhase.QUEUED, PrintPhase.SENT, PrintPhase.CONFIRMED]
    assert officer.tray[0].picture().width == 384
    assert officer.notices == []
