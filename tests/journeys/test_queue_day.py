"""A whole day of the queue in keystrokes: from the first number to the close, one number from the door to the card."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.queue.look import queue_now
from app.desk.queue.take import take_ticket
from app.desk.queue.visits import visits_on
from app.sound.pieces import Loudness
from app.ui.public_screens import PublicScreens
from app.ui.queue_memory import QueueMemory
from app.ui.screens.calls import CounterCall
from app.ui.screens.queue import QueueScreen
from app.ui.tables.queue import NUMBER
from core.tickets import Service
from tests.journeys.officer import Officer
from tests.journeys.people import Person, fill_in, somebody
from tests.journeys.posts import Place, post_on
from tests.kit.desk import DAY, OFFICER, opened
from tests.kit.enrolled import sync
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer
from tests.kit.window import OFFSCREEN_LACKS

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)]

SITI = somebody(1, "siti aminah", born="520385")
BUDI = somebody(2, "budi santoso")


@pytest.fixture
def place(tmp_path: Path, server: RunningServer) -> Place:
    made = post_on(tmp_path, server, DAY)
    QueueMemory(made.home, "1").loudness = Loudness.SILENT
    return made


class AtTheQueue:
    """The officer at the place of the queue, by keys alone."""

    def __init__(self, officer: Officer) -> None:
        self.officer = officer
        self.typist = officer.typist

    def go(self) -> None:
        """Ctrl+9."""
        self.typist.press("Ctrl+9")
        self.officer.come_to_rest()

    @property
    def screen(self) -> QueueScreen:
        front = self.officer.shell.front
        assert isinstance(front, QueueScreen), type(front)
        return front

    def do(self, *keys: str) -> None:
        """Press keys of the place; each is answered before the next."""
        for key in keys:
            if len(key) == 1:
                self.typist.type(key)
            else:
                self.typist.press(key)
            self.officer.come_to_rest()

    def call(self) -> str:
        """F10; the number that stands large then."""
        self.do("F10")
        return self.called

    @property
    def called(self) -> str:
        """The number on the card."""
        return self.screen.called.number.text() if self.screen.called.number.isVisible() else ""

    @property
    def numbers(self) -> list[str]:
        """The list from top to bottom."""
        model = self.screen.model
        return [str(model.index(row, NUMBER).data()) for row in range(model.rowCount())]

    def mark(self, number: str) -> None:
        """By the arrows."""
        self.typist.press(*["Up"] * len(self.numbers))
        self.typist.press(*["Down"] * self.numbers.index(number))

    def wall(self) -> CounterCall:
        """What the people in the room see first."""
        calls = PublicScreens.of(self.officer.window).calls
        assert calls is not None
        return calls.board.calls[0]

    def register(self, person: Person) -> str:
        """M, the form, F2; the number on the screen."""
        self.do("m")
        self.typist.until(lambda: self.typist.place == "NIK")
        fill_in(self.typist, person)
        return self.officer.save()


def test_a_morning_of_calls(qtbot: QtBot, place: Place) -> None:
    with place.open(qtbot) as officer:
        at = AtTheQueue(officer)
        at.go()
        at.do(*"aaabcp")
        officer.sees("Menunggu: 6")
        assert at.call() == "A001"
        at.do("s")
        assert at.call() == "A002"
        at.do("u", "u")
        officer.sees("Panggilan ke-3 dari 3")
        at.do("l")
        officer.sees("A002 hangus")
        assert at.call() == "P001", "priority comes after two others"
        at.do("t", "b")
        officer.sees("P001 pindah ke Bantuan e-mail")
        assert at.call() == "A003"
        at.do("l")
        officer.sees("A003 dilewati")
        at.mark("A003")
        at.do("k")
        officer.sees("A003 kembali antre")
        at.mark("A002")
        at.do("k")
        assert at.numbers == ["B001", "P001", "C001", "A003", "A002"]
        assert at.call() == "B001"
        at.do("m", "Ctrl+9", "s")
        officer.sees("B001 selesai dilayani.")


def test_one_number_from_the_door_to_the_card(qtbot: QtBot, place: Place) -> None:
    with place.open(qtbot) as officer:
        at = AtTheQueue(officer)
        at.go()
        at.do("F11", *"aac")
        officer.typist.until(lambda: len(place.papers()) == 3, "three people have their number on paper")
        before = place.papers()
        assert at.call() == "A001"
        assert at.wall() == CounterCall("A001", "1")
        assert at.register(SITI) == "A001"
        officer.come_to_rest()
        assert "A001" in place.printed(officer, before), "the number of the door stands on the slip"
        assert at.call() == "A002", "by F10 from the saved view"
        assert at.wall() == CounterCall("A002", "1")
        assert at.register(BUDI) == "A002"
        assert at.call() == "C001"
        ask_about(at, SITI, "Sekarang: Terdaftar.")
        at.do("a", "Alt+X")
        officer.sees("1 orang yang masih menunggu dicatat pulang.")
        at.do("Alt+Y")
        officer.sees("Antrean hari ini ditutup.")
    with place.looked_into() as desk:
        count = queue_now(desk, DAY).lines[Service.REGISTRATION].count
        assert (count.given, count.served, count.left) == (3, 2, 1)
        (visit,) = visits_on(desk, DAY)
        assert (visit.asked, visit.result) == ("status_check", "answered")
    people = place.at_the_office()
    assert [people[one.name]["queue_number"] for one in (SITI, BUDI)] == ["A001", "A002"]


def ask_about(at: AtTheQueue, person: Person, told: str) -> None:
    """Somebody of service C asks how it stands with a registration."""
    at.do("m", "1", "Return")
    at.typist.type(person.nik)
    at.do("Return")
    at.officer.sees(told)
    at.do("1", "Return", "F2")
    at.officer.sees("Kunjungan dicatat.")


def test_one_of_two_people_with_one_number_gets_another_in_place(qtbot: QtBot, place: Place) -> None:
    twin, later = place.home.with_name("salinan"), ManualClock()
    shutil.copytree(place.home, twin)
    later.pass_s(300)
    with place.looked_into() as desk, opened(twin, officer=OFFICER, clock=later) as copy:
        take_ticket(desk, Service.REGISTRATION, DAY)
        take_ticket(copy, Service.REGISTRATION, DAY)
        sync(copy)
    with place.open(qtbot) as officer:
        at = AtTheQueue(officer)
        at.go()
        officer.sees("Ada dua orang dengan nomor A001. Tandai yang datang belakangan dan tekan G")
        assert at.numbers == ["A001", "A001"]
        before = place.papers()
        at.typist.press("Up", "Down")
        at.do("g")
        officer.sees("A001 sekarang ")
        [first, second] = at.numbers
        assert first == "A001" != second
        assert f"{second}" in place.printed(officer, before)
        assert "PenggantinomorA001" in place.printed(officer, before)
        assert not at.typist.sees("Ada dua orang")
        assert at.call() == "A001"
        at.do("s")
        assert at.call() == second


def test_half_a_form_and_its_number_come_back_after_the_lock(qtbot: QtBot, place: Place) -> None:
    with place.open(qtbot) as officer:
        at = AtTheQueue(officer)
        at.go()
        at.do("a", "F10", "m")
        fill_in(officer.typist, SITI, until="birth_place")
        officer.lock()
        officer.come_in("RINA SETYOWATI", "rahasia-latihan")
        officer.sees("Antrean A001")
        officer.typist.press("Return")
        fill_in(officer.typist, SITI, since="birth_date")
        assert officer.save() == "A001"
