"""From a registration to paper: without a printer, into a folder, through the system's printing; nothing is lost."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import msgspec
import pypdfium2  # type: ignore[import-untyped]  # ships without types
import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from app.desk.correct import Corrected, correct
from app.desk.slips import prepare_slip
from app.desk.withdraw import withdraw
from app.printing.worker import PrintPhase, PrintWorker
from app.printing.worker import PrintState as JobState
from app.sync.state import Phase
from app.ui.actions import SETTINGS
from app.ui.printer import MOST_DPI, QtPrinter, picture_of, system_printer, system_printers
from app.ui.printing import Printing, PrintStage, PrintState
from app.ui.screens.registration_saved import kept_text
from app.ui.station import Notice, Station
from core.errors import Trouble
from core.registered import KeptRegistration
from tests.kit.desk import register_one
from tests.kit.window import settled

PATIENCE_MS = 20_000
MM_A_POINT = 25.4 / 72


class Paper:
    """Somebody who looks at what comes of the slips."""

    def __init__(self, station: Station) -> None:
        self.states: list[PrintState] = []
        self.notices: list[Notice] = []
        station.signals.printed.connect(self.states.append)
        station.signals.noticed.connect(self.notices.append)

    @property
    def stages(self) -> list[PrintStage]:
        return [state.state for state in self.states]


@pytest.fixture
def paper(station: Station) -> Paper:
    return Paper(station)


@pytest.fixture
def kept(station: Station) -> KeptRegistration:
    return register_one(station.desk, 0).kept


def choose_printer(station: Station, printer: str) -> None:
    settings = station.house.settings()
    station.house.save_settings(msgspec.structs.replace(settings, printer=printer))


def printed(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*.pdf"))


def ended(qtbot: QtBot, paper: Paper, many: int = 1) -> None:
    """Wait until so many slips have come to an end, good or bad."""
    qtbot.waitUntil(lambda: sum(stage is not PrintStage.QUEUED for stage in paper.stages) == many, timeout=PATIENCE_MS)


def test_without_a_printer_the_number_stays_and_one_key_leads_to_the_settings(
    qtbot: QtBot, station: Station, paper: Paper, kept: KeptRegistration
) -> None:
    station.printing.print_slip(kept, is_reprint=False)
    assert paper.stages == [PrintStage.NO_PRINTER]
    (notice,) = paper.notices
    assert notice.text.startswith("A001: Belum ada printer")
    assert notice.action is not None
    with qtbot.waitSignal(station.signals.place_chosen) as chosen:
        notice.action()
    assert chosen.args == [SETTINGS]


def test_a_slip_goes_to_the_chosen_folder(
    qtbot: QtBot, station: Station, paper: Paper, kept: KeptRegistration, tmp_path: Path
) -> None:
    choose_printer(station, f"folder:{tmp_path / 'slip'}")
    station.printing.print_slip(kept, is_reprint=False)
    ended(qtbot, paper)
    assert paper.stages == [PrintStage.QUEUED, PrintStage.UNCONFIRMED]
    assert paper.states[-1].text == "Slip A001 sudah diserahkan ke printer."
    assert printed(tmp_path / "slip") == [f"A001-{kept.registration_no}.pdf"]
    assert paper.notices == []


def test_a_slip_that_waits_in_a_stopped_queue_is_not_told_as_out(kept: KeptRegistration) -> None:
    state = PrintState(kept.uid, "A001", PrintStage.UNCONFIRMED, "PRINTER_QUEUE_STOPPED")
    assert "menunggu di antreannya dan belum keluar" in state.text
    tone, said = kept_text(state, Phase.OFFLINE, is_new=True)
    assert (tone, "Slip menunggu di antrean printer dan belum keluar." in said) == ("attention", True)


def test_what_was_not_printed_for_want_of_a_printer_is_no_duplicate_later(
    qtbot: QtBot, station: Station, paper: Paper, kept: KeptRegistration, tmp_path: Path
) -> None:
    station.printing.print_slip(kept, is_reprint=False)
    choose_printer(station, f"folder:{tmp_path / 'slip'}")
    station.printing.print_slip(kept, is_reprint=True)
    ended(qtbot, paper, 2)
    assert station.desk.store.run(lambda: station.desk.shelf().by_uid(kept.uid)).copies == 1  # type: ignore[union-attr]  # it is there
    assert "DUPLIKAT" not in text_of(tmp_path / "slip" / f"A001-{kept.registration_no}.pdf")


def test_a_reprint_is_counted_marked_and_told_to_the_sync(
    qtbot: QtBot, station: Station, paper: Paper, kept: KeptRegistration, tmp_path: Path
) -> None:
    choose_printer(station, f"folder:{tmp_path / 'slip'}")
    station.printing.print_slip(kept, is_reprint=False)
    ended(qtbot, paper)
    with qtbot.waitSignal(station.signals.changed) as changed:
        station.printing.print_slip(kept, is_reprint=True)
    assert changed.args is not None
    assert changed.args[0].has_outbox
    assert changed.args[0].registrations == {kept.uid}
    ended(qtbot, paper, 2)
    assert "DUPLIKAT" in text_of(tmp_path / "slip" / f"A001-{kept.registration_no}-2.pdf")


def test_a_second_press_while_one_is_under_way_prints_nothing_more(
    qtbot: QtBot, station: Station, paper: Paper, kept: KeptRegistration, tmp_path: Path
) -> None:
    choose_printer(station, f"folder:{tmp_path / 'slip'}")
    for _press in range(5):
        station.printing.print_slip(kept, is_reprint=False)
    ended(qtbot, paper)
    settled(qtbot, station)
    assert len(printed(tmp_path / "slip")) == 1


def test_a_printer_that_fails_is_told_and_the_same_paper_goes_again(
    qtbot: QtBot, station: Station, paper: Paper, kept: KeptRegistration, tmp_path: Path
) -> None:
    place = tmp_path / "slip"
    place.write_text("a file stands where the folder should be")
    choose_printer(station, f"folder:{place}")
    station.printing.print_slip(kept, is_reprint=False)
    ended(qtbot, paper)
    assert paper.states[-1].trouble == "PRINTER_FOLDER"
    assert paper.notices[-1].tone == "stop"
    place.unlink()
    station.printing.print_slip(kept, is_reprint=True)
    ended(qtbot, paper, 2)
    assert paper.states[-1].state is PrintStage.UNCONFIRMED
    assert "DUPLIKAT" not in text_of(place / f"A001-{kept.registration_no}.pdf")


def test_a_slip_that_failed_is_drawn_anew_once_the_registration_says_something_else(
    qtbot: QtBot, station: Station, paper: Paper, kept: KeptRegistration, tmp_path: Path
) -> None:
    place = tmp_path / "slip"
    place.write_text("a file stands where the folder should be")
    choose_printer(station, f"folder:{place}")
    station.printing.print_slip(kept, is_reprint=False)
    ended(qtbot, paper)
    answer = correct(station.desk, kept.uid, {"name_on_id": "NAMA YANG BARU"}, "salah ketik")
    assert isinstance(answer, Corrected)
    place.unlink()
    station.printing.print_slip(kept, is_reprint=True)  # as a view says it that was opened before
    ended(qtbot, paper, 2)
    (slip,) = place.glob("*.pdf")
    assert "NAMA YANG BARU" in text_of(slip)
    assert kept.body.person.name_on_id not in text_of(slip)


def test_a_slip_that_failed_is_drawn_anew_for_another_paper(
    qtbot: QtBot, station: Station, paper: Paper, kept: KeptRegistration, tmp_path: Path
) -> None:
    place = tmp_path / "slip"
    place.write_text("a file stands where the folder should be")
    choose_printer(station, f"folder:{place}")
    station.printing.print_slip(kept, is_reprint=False)
    ended(qtbot, paper)
    place.unlink()
    station.house.save_settings(msgspec.structs.replace(station.house.settings(), paper="a4"))
    station.printing.print_slip(kept, is_reprint=True)
    ended(qtbot, paper, 2)
    (slip,) = place.glob("*.pdf")
    document = pypdfium2.PdfDocument(slip)
    try:
        assert document[0].get_width() * MM_A_POINT == pytest.approx(210, abs=1)
    finally:
        document.close()


def test_a_printer_that_is_gone_is_named(qtbot: QtBot, station: Station, paper: Paper, kept: KeptRegistration) -> None:
    choose_printer(station, "Printer yang tidak ada")
    station.printing.print_slip(kept, is_reprint=False)
    ended(qtbot, paper)
    assert paper.states[-1].trouble == "PRINTER_GONE"
    assert "Printer yang tidak ada" in paper.states[-1].text


def test_a_withdrawn_registration_has_no_slip_any_more(
    qtbot: QtBot, station: Station, paper: Paper, kept: KeptRegistration, tmp_path: Path
) -> None:
    choose_printer(station, f"folder:{tmp_path / 'slip'}")
    withdraw(station.desk, kept.uid, "salah orang")
    station.printing.print_slip(kept, is_reprint=True)
    ended(qtbot, paper)
    assert paper.stages == [PrintStage.FAILED]


def test_what_is_in_line_is_printed_although_the_window_has_locked(
    qtbot: QtBot, station: Station, paper: Paper, kept: KeptRegistration, tmp_path: Path
) -> None:
    choose_printer(station, f"folder:{tmp_path / 'slip'}")
    printing = Printing(station.desk, station.house, station.tasks, station.signals)
    printing.print_slip(kept, is_reprint=False)
    qtbot.waitUntil(lambda: PrintStage.QUEUED in paper.stages, timeout=PATIENCE_MS)
    printing.close()
    assert printing.close(within_s=20)
    assert len(printed(tmp_path / "slip")) == 1


def test_a_slip_that_was_being_drawn_when_the_window_locked_is_printed_too(
    qtbot: QtBot, station: Station, paper: Paper, kept: KeptRegistration, tmp_path: Path
) -> None:
    choose_printer(station, f"folder:{tmp_path / 'slip'}")
    station.printing.print_slip(kept, is_reprint=False)
    station.printing.close()
    ended(qtbot, paper)
    assert len(printed(tmp_path / "slip")) == 1


def test_printing_goes_on_when_the_desk_was_not_put_away_after_all(
    qtbot: QtBot, station: Station, paper: Paper, kept: KeptRegistration, tmp_path: Path
) -> None:
    choose_printer(station, f"folder:{tmp_path / 'slip'}")
    station.printing.print_slip(kept, is_reprint=False)
    ended(qtbot, paper)
    station.printing.close()
    station.printing.print_slip(kept, is_reprint=True)
    ended(qtbot, paper, 2)
    assert len(printed(tmp_path / "slip")) == 2


# --- the system's own printing ------------------------------------------------------------------------------------


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[0].get_textpage().get_text_bounded())
    finally:
        document.close()


def into_file(target: Path, dots_an_inch: int = 203) -> QPrinter:
    """The system's printing with a file in the place of the machine."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setResolution(dots_an_inch)
    printer.setOutputFileName(str(target))
    return printer


@pytest.mark.parametrize(("paper_name", "width_mm"), [("thermal58", 58), ("thermal80", 80), ("a5", 148), ("a4", 210)])
def test_a_paper_comes_out_of_the_system_in_its_own_size_and_black(
    qtbot: QtBot, station: Station, kept: KeptRegistration, tmp_path: Path, paper_name: str, width_mm: float
) -> None:
    slip = prepare_slip(station.desk, kept, paper_name, is_reprint=False)
    target = tmp_path / "out.pdf"
    states: list[JobState] = []
    worker = PrintWorker(states.append, QtPrinter("any", lambda _name: into_file(target)))
    worker.submit(slip.pdf, paper_name, slip.title)
    assert worker.close(20)
    assert [state.phase for state in states] == [PrintPhase.QUEUED, PrintPhase.UNCONFIRMED]
    made, printed_one = pypdfium2.PdfDocument(slip.pdf), pypdfium2.PdfDocument(target)
    try:
        assert len(printed_one) == len(made)
        assert printed_one[0].get_width() * MM_A_POINT == pytest.approx(width_mm, abs=1)
        assert printed_one[0].get_height() == pytest.approx(made[0].get_height(), abs=3)
        assert darkness(printed_one[0]) == pytest.approx(darkness(made[0]), rel=0.15)
    finally:
        made.close()
        printed_one.close()


def darkness(page: pypdfium2.PdfPage) -> float:
    """How much of a page is ink."""
    picture = picture_of(page, 72)
    values = [picture.pixelColor(x, y).lightness() for x in range(picture.width()) for y in range(picture.height())]
    return 1 - sum(values) / len(values) / 255


def test_printing_happens_in_the_workers_thread(
    qtbot: QtBot, station: Station, kept: KeptRegistration, tmp_path: Path
) -> None:
    threads: list[str] = []

    def connect(_name: str) -> QPrinter:
        threads.append(threading.current_thread().name)
        return into_file(tmp_path / "out.pdf")

    slip = prepare_slip(station.desk, kept, "thermal80", is_reprint=False)
    worker = PrintWorker(lambda _state: None, QtPrinter("any", connect))
    worker.submit(slip.pdf, "thermal80", slip.title)
    assert worker.close(20)
    assert threads == ["posko-print"]


@pytest.mark.no_qt_log
def test_a_printer_that_takes_nothing_is_trouble(
    qtbot: QtBot, station: Station, kept: KeptRegistration, tmp_path: Path
) -> None:
    slip = prepare_slip(station.desk, kept, "thermal80", is_reprint=False)
    printer = QtPrinter("Epson L3110", lambda _name: into_file(tmp_path / "no such folder" / "out.pdf"))
    with pytest.raises(Trouble, match="PRINTER_REFUSED") as refused:
        printer.hand_over(slip.pdf, "thermal80", slip.title, lambda: None)
    assert refused.value.facts == {"printer": "Epson L3110"}


class OnePageOnly(QPrinter):
    """Refuses the second page, as a driver does whose queue is full.

    It keeps how far a document had come when it was thrown away.
    """

    thrown_away_active: bool | None = None

    def newPage(self) -> bool:  # noqa: N802 - the toolkit's name
        return False

    def abort(self) -> bool:
        self.thrown_away_active = self.printerState() is QPrinter.PrinterState.Active
        return super().abort()


def test_a_paper_whose_second_page_is_refused_is_thrown_away_before_it_ends(
    qtbot: QtBot, station: Station, kept: KeptRegistration, tmp_path: Path
) -> None:
    printer = OnePageOnly(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    two_pages = pypdfium2.PdfDocument.new()
    for _page in range(2):
        two_pages.new_page(300, 400)
    saved = io.BytesIO()
    two_pages.save(saved)
    two_pages.close()
    with pytest.raises(Trouble, match="PRINTER_REFUSED"):
        QtPrinter("any", lambda _name: printer).hand_over(saved.getvalue(), "a4", "Laporan", lambda: None)
    assert printer.thrown_away_active


def test_a_picture_is_never_larger_than_paper_needs(station: Station, kept: KeptRegistration) -> None:
    slip = prepare_slip(station.desk, kept, "a4", is_reprint=False)
    document = pypdfium2.PdfDocument(slip.pdf)
    try:
        picture = picture_of(document[0], MOST_DPI)
        assert picture.sizeInBytes() < 20_000_000
    finally:
        document.close()


def test_a_name_that_no_printer_has_is_trouble(qtbot: QtBot) -> None:
    assert "Printer yang tidak ada" not in system_printers()
    with pytest.raises(Trouble, match="PRINTER_GONE"):
        system_printer("Printer yang tidak ada")
