"""The screen on the wall: what stands on it, how large, when it lights up, and that it outlives the lock."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desk.queue.look import Line, QueueNow
from app.ui.call_board import board_of, with_call
from app.ui.public_screens import PublicScreens
from app.ui.queue_memory import QueueMemory
from app.ui.screens.calls import CallBoard, CallScreen, CounterCall
from app.ui.screens.queue_words import troubles_of
from app.ui.theme import Look
from core.queue_counts import LetterCount
from core.tickets import Service, Source, Ticket, TicketState
from tests.journeys.officer import Officer
from tests.kit.desk import OFFICER, SECRET
from tests.kit.window import OFFSCREEN_LACKS, opened_window, training_home

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)

DAY = date(2020, 4, 13)
READ_AT_MM = 30
"""A capital of this height is read six metres away."""
SCREEN_MM = 299
"""Height of a screen of 24 inches."""


def ticket(number: str, state: TicketState = TicketState.WAITING, **changes: object) -> Ticket:
    letter = Service(number[0])
    line = Service.REGISTRATION if letter is Service.PRIORITY else letter
    one = Ticket(uuid.uuid4(), number, letter, line, DAY, state, Source.DESK, slot=1, taken_at_ms=0)
    return dataclasses.replace(one, **changes)  # type: ignore[arg-type]  # what the test says of it


def called(number: str, counter: str, tick: int, state: TicketState = TicketState.CALLED) -> Ticket:
    return ticket(number, state, counter=counter, called_tick=tick, tick=tick)


def queue(*tickets: Ticket) -> QueueNow:
    waiting = tuple(one for one in tickets if one.state is TicketState.WAITING)
    nobody = LetterCount(0, 0, 0, 0, 0, 0, 0, 0)
    lines = {service: Line(service, (), nobody, None, None) for service in Service}
    return QueueNow(DAY, False, waiting, lines, tickets)


# --- what stands there ----------------------------------------------------------------------------------------------


def test_the_latest_call_stands_first_and_each_counter_once() -> None:
    now = queue(called("A001", "1", 5), called("B001", "2", 9), ticket("A002"))
    assert board_of(now, "Posko").calls == (CounterCall("B001", "2"), CounterCall("A001", "1"))


def test_who_was_called_again_is_the_latest() -> None:
    first, second = called("A001", "1", 5), called("B001", "2", 9)
    assert board_of(queue(first, second), "Posko", first.uid).calls[0].number == "A001"


def test_a_free_counter_keeps_its_last_number() -> None:
    done = TicketState.DONE
    now = queue(called("A001", "1", 5, done), called("A002", "1", 7, done), called("B001", "2", 6))
    assert [call.number for call in board_of(now, "Posko").calls] == ["A002", "B001"]


def test_who_did_not_come_is_not_called_any_more() -> None:
    now = queue(called("A001", "1", 5, TicketState.SKIPPED))
    assert board_of(now, "Posko").calls == ()


def test_a_call_stands_there_before_the_queue_is_read_anew() -> None:
    before = CallBoard("Posko", (CounterCall("A001", "1"), CounterCall("B001", "2")), ("A002", "A003"))
    board = with_call(before, called("A002", "1", 9))
    assert board.calls == (CounterCall("A002", "1"), CounterCall("B001", "2"))
    assert board.following == ("A003",)


def test_no_name_and_no_nik_can_come_to_the_wall() -> None:
    texts = {field.name for field in dataclasses.fields(CallBoard)} | {
        field.name for field in dataclasses.fields(CounterCall)
    }
    assert texts == {"post", "calls", "following", "is_training", "number", "counter"}


def test_what_two_desks_did_to_one_person_is_said_to_the_one_who_lost() -> None:
    now = queue(called("A001", "2", 5), ticket("A002", is_twice=True))
    rival = dataclasses.replace(now.tickets[0], rivals=("1",))
    now = dataclasses.replace(now, tickets=(rival, now.tickets[1]))
    assert list(troubles_of(now, "1")) == [
        "A001 dipanggil loket 2 juga, dan dilayani di sana. Panggil yang berikutnya.",
        "Ada dua orang dengan nomor A002. Tandai yang datang belakangan dan tekan G: nomornya diganti.",
    ]
    assert len(list(troubles_of(now, "2"))) == 1


# --- how it looks ---------------------------------------------------------------------------------------------------


@pytest.fixture
def wall(qtbot: QtBot) -> CallScreen:
    screen = CallScreen(Look())
    qtbot.addWidget(screen)
    screen.resize(1920, 1080)
    return screen


@pytest.mark.parametrize("part", ["NUMBER", "COUNTER", "ROW", "NEXT"])
def test_what_must_be_read_is_read_at_six_metres(wall: CallScreen, part: str) -> None:
    from app.ui.screens import calls

    capital = QFontMetricsF(wall._font(getattr(calls, part), is_bold=True)).capHeight() / wall.height()
    assert capital * SCREEN_MM >= READ_AT_MM * 0.98


def test_a_new_number_lights_up_and_goes_out_again(qtbot: QtBot, wall: CallScreen) -> None:
    wall.show()
    wall.light_up()
    was_pulsing = wall.is_pulsing
    wall._pulse.setCurrentTime(wall._pulse.totalDuration())
    assert (was_pulsing, wall.is_pulsing, wall._light) == (True, False, 0)


def test_it_flashes_far_less_than_three_times_a_second(wall: CallScreen) -> None:
    assert wall._pulse.duration() >= 1000


def test_a_screen_reader_hears_the_calls(wall: CallScreen) -> None:
    wall.show_board(CallBoard("Posko", (CounterCall("A042", "2"),)))
    assert wall.accessibleDescription() == "A042 ke loket 2"


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768), (800, 600), (720, 1280)])
def test_every_number_fits_on_every_monitor(wall: CallScreen, size: tuple[int, int]) -> None:
    wall.resize(*size)
    long = tuple(CounterCall(f"A{number}", f"Meja {number}") for number in range(1198, 1202))
    wall.show_board(CallBoard("Posko Contoh dengan nama yang panjang sekali", long, ("A1203", "P1001"), True))
    assert not wall.grab().isNull()


def test_escape_takes_it_away(qtbot: QtBot, wall: CallScreen) -> None:
    wall.show()
    QTest.keyClick(wall, Qt.Key.Key_Escape)
    assert not wall.isVisible()


# --- in the window --------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = training_home(tmp_path / "meja")
    memory = QueueMemory(home, "1")
    memory.loudness = memory.loudness.__class__.SILENT
    memory._kept.sync()
    return home


def at_work(qtbot: QtBot, window: object) -> Officer:
    officer = Officer(qtbot, window)  # type: ignore[arg-type]  # the window of the test
    officer.come_in(OFFICER, SECRET)
    return officer


def test_a_call_is_on_the_wall_and_stays_there_while_the_desk_is_locked(qtbot: QtBot, home: Path) -> None:
    with opened_window(qtbot, home) as window:
        officer = at_work(qtbot, window)
        officer.typist.press("Ctrl+9", "F11")
        officer.typist.type("a")
        officer.come_to_rest()
        officer.typist.press("F10")
        officer.come_to_rest()
        wall = PublicScreens.of(window).calls
        assert wall is not None
        assert wall.board.calls == (CounterCall("A001", "1"),)
        officer.lock()
        assert wall.isVisible()
        assert wall.board.calls == (CounterCall("A001", "1"),)
        officer.come_in(OFFICER, SECRET)
        officer.typist.press("Ctrl+9")
        officer.typist.type("s")
        officer.come_to_rest()
        officer.typist.type("a")
        officer.come_to_rest()
        assert wall.board.following == ("A002",)


def test_the_wall_comes_back_on_the_next_morning(qtbot: QtBot, home: Path) -> None:
    with opened_window(qtbot, home) as window:
        at_work(qtbot, window).typist.press("F11")
        assert PublicScreens.of(window).is_on_wall
    with opened_window(qtbot, home) as window:
        officer = at_work(qtbot, window)
        assert PublicScreens.of(window).is_on_wall
        officer.typist.press("F11")
        assert not PublicScreens.of(window).is_on_wall
    with opened_window(qtbot, home) as window:
        at_work(qtbot, window)
        assert not PublicScreens.of(window).is_on_wall


def test_without_movement_a_number_stands_still(qtbot: QtBot, home: Path) -> None:
    with opened_window(qtbot, home) as window:
        officer = at_work(qtbot, window)
        officer.shell.station.queue.memory.is_still = True
        officer.typist.press("Ctrl+9", "F11")
        officer.typist.type("a")
        officer.come_to_rest()
        officer.typist.press("F10")
        officer.come_to_rest()
        wall = PublicScreens.of(window).calls
        assert wall is not None
        assert not wall.is_pulsing


def test_nothing_of_it_stays_when_the_window_closes(qtbot: QtBot, home: Path) -> None:
    with opened_window(qtbot, home) as window:
        at_work(qtbot, window).typist.press("F11")
        public = PublicScreens.of(window)
    assert public.calls is None
