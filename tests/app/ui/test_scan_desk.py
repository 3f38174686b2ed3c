"""A slip is scanned while somebody types elsewhere in the window: what was typed stays, and the slip waits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.context import Desk
from app.desk.slip_cases import note_case
from app.desk.slips import slip_of
from app.ui.actions import SLIP_CASES
from app.ui.overlays.scan_cases import ScanCasesSheet
from app.ui.overlays.scan_sheet import ScanSheet
from app.ui.screens.record import RecordScreen
from app.ui.shell import Shell
from app.ui.window import Window
from core.ids import RegistrationNo
from core.registered import KeptRegistration
from core.slip_token import issue_token
from tests.app.ui.test_record_disputes import differing, neighbour_of
from tests.app.ui.test_window_finding import asks_for_secret
from tests.kit.desk import DAY, SECRET, opened, register_one
from tests.kit.scanning import scan_keys
from tests.kit.server import RunningServer, running_server
from tests.kit.typist import Typist
from tests.kit.window import opened_window, settled, training_home

WAITS = "belum disimpan: simpan atau batalkan dulu"


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """A desk at which two people were registered, and a slip without a registration was noted."""
    home = training_home(tmp_path / "meja")
    with opened(home) as desk:
        register_one(desk, 0)
        note_case(desk, lost_slip(desk, 777))
    with opened_window(qtbot, home) as shown:
        yield shown


@pytest.fixture
def typist(qtbot: QtBot, window: Window) -> Typist:
    """Somebody who has unlocked the desk."""
    officer = Typist(qtbot, window)
    officer.until(lambda: asks_for_secret(window))
    officer.type(SECRET)
    officer.press("Return")
    officer.until(lambda: window.shell is not None)
    settled(qtbot, work(window).station)
    return officer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path / "pusat") as running:
        yield running


def lost_slip(desk: Desk, number: int) -> str:
    return issue_token(desk.keys.device, RegistrationNo("35", "SBY01", DAY, number), f"A{number}")


def work(window: Window) -> Shell:
    assert window.shell is not None
    return window.shell


def somebody(window: Window, number: int = 1) -> tuple[KeptRegistration, str]:
    """Another registration, and the text of its slip."""
    desk = work(window).station.desk
    kept = register_one(desk, number).kept
    return kept, slip_of(desk, kept, 1).qr_text


def scan(window: Window, text: str) -> None:
    """What a scanner does: keys at the system's window, faster than anybody, and Enter."""
    handle = window.windowHandle()
    assert handle is not None
    scan_keys(handle, text)


def record_of(window: Window, qtbot: QtBot, kept: KeptRegistration) -> RecordScreen:
    shell = work(window)
    shell.open_record(kept.uid)
    settled(qtbot, shell.station)
    assert isinstance(shell.front, RecordScreen)
    return shell.front


def uid_in(screen: RecordScreen) -> object:
    assert screen.record is not None
    return screen.record.kept.uid


def test_that_the_slip_before_was_a_true_one_is_not_said_over_a_false_one(window: Window, typist: Typist) -> None:
    _kept, text = somebody(window)
    false = f"{text[:-20]}{'AAAA' if text[-20:-16] != 'AAAA' else 'BBBB'}{text[-16:]}"
    for slip, said in ((text, "Slip asli"), (false, "Slip ini tidak asli: isinya sudah diubah.")):
        typist.press("Ctrl+B")
        typist.until(lambda: any(sheet.isVisible() for sheet in window.findChildren(ScanSheet)))
        assert work(window).notices.text == ""
        typist.type(slip)
        typist.press("Return")
        typist.until_sees(said)


def test_a_half_typed_reason_for_a_withdrawal_stays(qtbot: QtBot, window: Window, typist: Typist) -> None:
    kept, _text = somebody(window)
    _other, text = somebody(window, 2)
    screen = record_of(window, qtbot, kept)
    typist.press("Alt+T")
    typist.type("pindah kota")
    scan(window, text)
    typist.until(lambda: WAITS in work(window).notices.text)
    assert (uid_in(screen), screen.withdrawal.reason.text()) == (kept.uid, "pindah kota")
    assert screen.withdrawal.reason.hasFocus()


def test_an_open_panel_for_a_stage_stays(qtbot: QtBot, window: Window, typist: Typist) -> None:
    kept, _text = somebody(window)
    _other, text = somebody(window, 2)
    screen = record_of(window, qtbot, kept)
    screen.begin_stage()
    settled(qtbot, work(window).station)
    scan(window, text)
    typist.until(lambda: WAITS in work(window).notices.text)
    assert (uid_in(screen), screen.stage.is_open) == (kept.uid, True)


def test_a_half_typed_reason_of_a_choice_stays(
    qtbot: QtBot, window: Window, typist: Typist, server: RunningServer, tmp_path: Path
) -> None:
    station = work(window).station
    with neighbour_of(station, server, tmp_path / "sebelah") as neighbour:
        kept = differing(station, neighbour, mobile=("0812-3456-0001", "0812-3456-0002"))
    _other, text = somebody(window, 2)
    screen = record_of(window, qtbot, kept)
    typist.press("Alt+I", "1", "Return")
    typist.type("ditelepon")
    scan(window, text)
    typist.until(lambda: WAITS in work(window).notices.text)
    assert (uid_in(screen), screen.disputes.reason.text()) == (kept.uid, "ditelepon")


def test_where_no_panel_is_open_a_scan_leads_to_the_next_registration(
    qtbot: QtBot, window: Window, typist: Typist
) -> None:
    kept, _text = somebody(window)
    other, text = somebody(window, 2)
    screen = record_of(window, qtbot, kept)
    typist.press("Alt+T", "Escape")
    scan(window, text)
    typist.until(lambda: screen.record is not None and screen.record.kept.uid == other.uid)


@pytest.fixture
def cases(qtbot: QtBot, window: Window, typist: Typist) -> ScanCasesSheet:
    """The list of slips without a registration, with half a reason in its box."""
    work(window).station.signals.overlay_chosen.emit(SLIP_CASES)
    settled(qtbot, work(window).station)
    (sheet,) = window.findChildren(ScanCasesSheet)
    typist.press("Return")
    typist.type("didaftarkan ul")
    return sheet


def test_half_a_reason_in_the_list_of_slips_stays(window: Window, typist: Typist, cases: ScanCasesSheet) -> None:
    _other, text = somebody(window, 2)
    scan(window, text)
    typist.until(lambda: WAITS in work(window).notices.text)
    assert (cases.isVisible(), cases.reason.text()) == (True, "didaftarkan ul")


def test_half_a_reason_stays_when_a_slip_is_scanned_that_leads_nowhere(
    window: Window, typist: Typist, cases: ScanCasesSheet
) -> None:
    scan(window, lost_slip(work(window).station.desk, 778))
    typist.until(lambda: "belum ada di laptop ini" in work(window).notices.text)
    assert (cases.isVisible(), cases.reason.text()) == (True, "didaftarkan ul")
    assert not window.findChildren(ScanSheet)


def test_an_empty_box_in_the_list_of_slips_keeps_nothing_back(
    window: Window, typist: Typist, cases: ScanCasesSheet
) -> None:
    other, text = somebody(window, 2)
    cases.reason.clear()
    scan(window, text)

    def is_open() -> bool:
        front = work(window).front
        return isinstance(front, RecordScreen) and front.record is not None and uid_in(front) == other.uid

    typist.until(is_open)


def test_the_page_of_a_registration_is_built_while_the_scanner_is_still_typing(window: Window, typist: Typist) -> None:
    _kept, text = somebody(window)
    form = work(window).front
    handle = window.windowHandle()
    assert handle is not None
    scan_keys(handle, text[:-1], has_end=False)
    typist.until(lambda: work(window).findChild(RecordScreen) is not None)
    assert work(window).front is form
