"""The locked desk by keyboard: one officer or several, a wrong secret, the growing wait, somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from app.desk.context import Desk
from app.desk.officers import add_officer
from app.house import DeskHouse
from app.models import officers as officer_rows
from app.ui.gates.unlock import UnlockScreen
from tests.kit.desk import CHEAP, OFFICER, SECRET
from tests.kit.typist import Typist
from tests.kit.window import dress, opened_house, training_home

OTHER, OTHER_SECRET = "Budi Santoso", "kopi tubruk jam tiga"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeskHouse]:
    monkeypatch.setattr("app.models.officers.secret_lock.__kwdefaults__", {"cost": CHEAP})
    with opened_house(training_home(tmp_path / "meja")) as opened:
        yield opened


@pytest.fixture
def two(house: DeskHouse) -> DeskHouse:
    """The house with a second officer."""
    add_officer(house.unlock(OFFICER, SECRET), OTHER, OTHER_SECRET, is_coordinator=False)
    return house


class Gate:
    """The screen, somebody at its keyboard, and the desks that were opened."""

    def __init__(self, qapp: QApplication, qtbot: QtBot, house: DeskHouse, officer_name: str = "") -> None:
        self.screen = UnlockScreen(house, dress(qapp), officer_name)
        self.desks: list[Desk] = []
        self.screen.unlocked.connect(self.desks.append)
        qtbot.addWidget(self.screen)
        self.screen.resize(1366, 728)
        self.screen.show()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.screen.setFocus()
        self.typist = Typist(qtbot, self.screen)
        self.come_to_rest()

    def come_to_rest(self) -> None:
        self.typist.until(lambda: not self.screen.tasks.is_busy)

    def enter(self, secret: str) -> None:
        self.typist.type(secret)
        self.typist.press("Return")
        self.come_to_rest()


def test_the_only_officer_types_the_secret_and_is_in(qapp: QApplication, qtbot: QtBot, house: DeskHouse) -> None:
    gate = Gate(qapp, qtbot, house)
    assert gate.typist.sees("Posko SBY01")
    assert gate.typist.sees("LATIHAN")
    assert gate.typist.sees(OFFICER)
    gate.enter(SECRET)
    assert [desk.keys.officer.name for desk in gate.desks] == [OFFICER]
    assert gate.screen.secret.text() == ""


def test_the_secret_has_the_keys_though_the_officers_were_read_before_the_window_was_in_front(
    qapp: QApplication, qtbot: QtBot, house: DeskHouse
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    screen = UnlockScreen(house, dress(qapp))
    window.setCentralWidget(screen)
    screen.setFocus()
    qtbot.waitUntil(lambda: not screen.tasks.is_busy)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(screen.secret.line.hasFocus)


def test_a_wrong_secret_is_said_in_place_and_may_be_typed_again(
    qapp: QApplication, qtbot: QtBot, house: DeskHouse
) -> None:
    gate = Gate(qapp, qtbot, house)
    gate.enter("bukan ini")
    assert gate.screen.finding.text == "Kata rahasia salah. Coba lagi dengan teliti."
    assert gate.desks == []
    gate.enter(SECRET)
    assert len(gate.desks) == 1


def test_an_empty_secret_asks_nobody(qapp: QApplication, qtbot: QtBot, house: DeskHouse) -> None:
    gate = Gate(qapp, qtbot, house)
    gate.typist.press("Return")
    assert not gate.screen.tasks.is_busy
    assert gate.screen.finding.text == "Kata rahasia belum diisi."


def test_while_a_try_is_under_way_there_is_no_second_one(qapp: QApplication, qtbot: QtBot, house: DeskHouse) -> None:
    gate = Gate(qapp, qtbot, house)
    gate.typist.type(SECRET)
    gate.typist.press("Return", "Return")
    assert gate.screen.open.text() == "Membuka ..."
    gate.screen.try_it()
    gate.come_to_rest()
    assert len(gate.desks) == 1


def test_the_fifth_wrong_secret_starts_the_countdown_at_once(
    qapp: QApplication, qtbot: QtBot, house: DeskHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(officer_rows, "FIRST_WAIT_S", 2)
    gate = Gate(qapp, qtbot, house)
    for _ in range(officer_rows.FREE_TRIES):
        gate.enter("bukan ini")
        assert not gate.screen.is_waiting
    gate.enter("bukan ini")
    assert gate.screen.is_waiting
    assert not gate.screen.open.isEnabled()
    assert gate.screen.finding.text == "Terlalu banyak salah. Tunggu 2 detik, lalu coba lagi."
    gate.typist.until_sees("Tunggu 1 detik")


def test_when_the_wait_is_over_it_says_so_and_the_box_has_the_keys_again(
    qapp: QApplication, qtbot: QtBot, house: DeskHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(officer_rows, "FIRST_WAIT_S", 1)
    gate = Gate(qapp, qtbot, house)
    for _ in range(officer_rows.FREE_TRIES + 1):
        gate.enter("bukan ini")
    gate.typist.until_sees("Silakan coba lagi.")
    assert gate.screen.secret.line.hasFocus()
    gate.enter(SECRET)
    assert len(gate.desks) == 1


def test_one_officers_wait_keeps_nobody_else_out_and_goes_on_for_them(
    qapp: QApplication, qtbot: QtBot, two: DeskHouse
) -> None:
    gate = Gate(qapp, qtbot, two, OFFICER)
    for _ in range(officer_rows.FREE_TRIES + 1):
        gate.enter("bukan ini")
    gate.screen.other.click()
    assert [gate.screen.is_waiting, gate.screen.list.isEnabled()] == [False, True]
    gate.typist.press("Return")
    assert [gate.screen.officer_name, gate.screen.is_waiting] == [OFFICER, True]
    gate.screen.other.click()
    gate.typist.press("Down", "Return")
    gate.enter(OTHER_SECRET)
    assert [desk.keys.officer.name for desk in gate.desks] == [OTHER]


def test_several_officers_choose_by_arrows(qapp: QApplication, qtbot: QtBot, two: DeskHouse) -> None:
    gate = Gate(qapp, qtbot, two)
    assert gate.screen.list.hasFocus()
    gate.typist.press("Down", "Return")
    assert gate.screen.secret.line.hasFocus()
    gate.enter(OTHER_SECRET)
    assert [desk.keys.officer.name for desk in gate.desks] == [OTHER]


def test_after_a_lock_the_same_officer_is_asked_at_once_and_another_can_take_over(
    qapp: QApplication, qtbot: QtBot, two: DeskHouse
) -> None:
    gate = Gate(qapp, qtbot, two, OFFICER)
    assert gate.screen.secret.line.hasFocus()
    assert gate.screen.officer_name == OFFICER
    gate.typist.tab_to("Petugas lain")
    gate.typist.press("Space")
    gate.typist.press("Down", "Return")
    gate.enter(OTHER_SECRET)
    assert [desk.keys.officer.name for desk in gate.desks] == [OTHER]


def test_caps_lock_is_noticed_and_forgotten(qapp: QApplication, qtbot: QtBot, house: DeskHouse) -> None:
    gate = Gate(qapp, qtbot, house)
    QTest.keyClicks(gate.screen.secret.line, "A")  # without Shift
    assert gate.screen.caps.isVisible()
    gate.typist.type("a")
    assert not gate.screen.caps.isVisible()


def test_the_secret_is_hidden_until_the_eye_is_pressed(qapp: QApplication, qtbot: QtBot, house: DeskHouse) -> None:
    gate = Gate(qapp, qtbot, house)
    assert gate.screen.secret.line.echoMode() is QLineEdit.EchoMode.Password
    gate.typist.tab_to("Kata rahasia: Tunjukkan yang diketik")
    gate.typist.press("Space")
    assert gate.screen.secret.line.echoMode() is QLineEdit.EchoMode.Normal


def test_who_forgot_the_secret_is_led_to_the_recovery_key(qapp: QApplication, qtbot: QtBot, house: DeskHouse) -> None:
    gate = Gate(qapp, qtbot, house)
    gate.typist.tab_to("Lupa kata rahasia?")
    with qtbot.waitSignal(gate.screen.recovery_wanted) as wanted:
        gate.typist.press("Space")
    assert wanted.args == [OFFICER]


def test_the_secret_may_be_typed_and_sent_before_the_store_is_open(
    qapp: QApplication, qtbot: QtBot, house: DeskHouse
) -> None:
    screen = UnlockScreen(house, dress(qapp), is_open=False)
    desks: list[Desk] = []
    screen.unlocked.connect(desks.append)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(screen.secret.line.hasFocus)
    typist = Typist(qtbot, screen)
    typist.type(SECRET)
    typist.press("Return")
    assert not screen.open.isEnabled()
    screen.go_on()
    typist.until(lambda: bool(desks))
    assert desks[0].keys.officer.name == OFFICER


def test_whose_secret_it_is_is_asked_where_there_are_several(qapp: QApplication, qtbot: QtBot, two: DeskHouse) -> None:
    screen = UnlockScreen(two, dress(qapp), is_open=False)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(screen.secret.line.hasFocus)
    typist = Typist(qtbot, screen)
    typist.type(SECRET)
    typist.press("Return")
    screen.go_on()
    qtbot.waitUntil(screen.list.hasFocus)
    assert not screen.tasks.is_busy
    assert screen.secret.text() == SECRET
