"""Gates in the real window, by keys: back from the farewell, locks that come at odd moments, another officer's turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.drafts import drafts
from app.desk.officers import add_officer
from app.house import DeskHouse
from app.ui.gates.farewell import Farewell
from app.ui.gates.recovery import RecoveryScreen
from app.ui.gates.setup import SetupScreen
from app.ui.gates.setup_steps import PostStep
from app.ui.gates.unlock import UnlockScreen
from app.ui.shell import Shell
from app.ui.window import Window
from tests.kit.desk import CHEAP, OFFICER, SECRET
from tests.kit.logging_state import logging_as_before
from tests.kit.typist import Typist
from tests.kit.window import opened_window, settled, training_home

NIK = "3578085508909901"
OTHER, OTHER_SECRET = "Budi Santoso", "kopi tubruk jam tiga"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk of two officers."""
    monkeypatch.setattr("app.models.officers.secret_lock.__kwdefaults__", {"cost": CHEAP})
    home = training_home(tmp_path / "meja")
    house = DeskHouse(home)
    house.open()
    add_officer(house.unlock(OFFICER, SECRET), OTHER, OTHER_SECRET, is_coordinator=False)
    house.close()
    return home


@pytest.fixture
def window(home: Path, qtbot: QtBot) -> Iterator[Window]:
    with logging_as_before(), opened_window(qtbot, home) as opened:
        yield opened


class Desk:
    """The window, and somebody at its keyboard."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self.qtbot, self.window = qtbot, window
        self.typist = Typist(qtbot, window)

    def gate(self) -> UnlockScreen:
        """The gate, once it knows who may come in."""
        self.typist.until(self._is_ready, "the gate never asks")
        gate = self.window.centralWidget()
        assert isinstance(gate, UnlockScreen)
        return gate

    def _is_ready(self) -> bool:
        gate = self.window.centralWidget()
        return isinstance(gate, UnlockScreen) and gate.open.isEnabled() and gate.forgotten.isEnabled()

    def unlock(self, name: str = OFFICER, secret: str = SECRET) -> Shell:
        gate = self.gate()
        if gate.list.isHidden() and gate.officer_name != name:
            self.typist.tab_to("Petugas lain")
            self.typist.press("Space")
        if not gate.list.isHidden():
            self.typist.press("Home", *(["Down"] if name == OTHER else []), "Return")
        assert gate.officer_name == name
        self.typist.type(secret)
        self.typist.press("Return")
        self.typist.until(lambda: self.window.shell is not None)
        return self.rest()

    def rest(self) -> Shell:
        shell = self.window.shell
        assert shell is not None
        settled(self.qtbot, shell.station)
        return shell

    def farewell(self) -> Farewell:
        """The farewell, once it has something to say."""

        def has_said() -> bool:
            gate = self.window.centralWidget()
            return isinstance(gate, Farewell) and gate.back_button.isVisible()

        self.typist.until(has_said, "no farewell")
        gate = self.window.centralWidget()
        assert isinstance(gate, Farewell)
        return gate

    def nik(self) -> str:
        return self.rest().registration.form_desk.form.values.get("nik", "")


@pytest.fixture
def desk(qtbot: QtBot, window: Window) -> Desk:
    return Desk(qtbot, window)


# --- back from the farewell -----------------------------------------------------------------------------------------


def test_who_is_not_done_yet_comes_back_from_the_farewell_and_finds_the_form(desk: Desk) -> None:
    desk.unlock()
    desk.typist.type(NIK)
    desk.window.close()
    desk.farewell()
    desk.typist.press("Esc")
    shell = desk.unlock()
    assert desk.nik() == NIK
    assert len(list(drafts(shell.station.desk))) == 1
    desk.window.close()
    assert desk.farewell().text


def test_coming_back_and_leaving_again_can_be_done_as_often_as_one_likes(desk: Desk) -> None:
    desk.unlock()
    for _ in range(3):
        desk.window.close()
        desk.farewell()
        desk.typist.press("Esc")
        desk.gate()
    desk.window.close()
    desk.farewell()
    desk.typist.press("Return")
    desk.typist.until(lambda: not desk.window.isVisible())


def test_the_cross_closes_the_farewell_too(desk: Desk) -> None:
    desk.unlock()
    desk.window.close()
    desk.farewell()
    desk.window.close()
    desk.typist.until(lambda: not desk.window.isVisible())


def test_closing_at_the_gate_before_it_knows_its_officers_leaves_no_bug(desk: Desk) -> None:
    with desk.qtbot.captureExceptions() as caught, desk.window.crashes.watching():
        desk.gate()
        desk.unlock()
        desk.window.lock()
        desk.typist.until(lambda: isinstance(desk.window.centralWidget(), UnlockScreen))
        desk.window.close()
        desk.farewell()
    assert caught == []


# --- locks at odd moments -------------------------------------------------------------------------------------------


def test_a_lock_in_the_set_up_changes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    with logging_as_before(), opened_window(qtbot, tmp_path / "baru") as window:
        typist = Typist(qtbot, window)
        typist.until(lambda: isinstance(window.centralWidget(), SetupScreen))
        setup = window.centralWidget()
        assert isinstance(setup, SetupScreen)
        typist.until(lambda: not setup.tasks.is_busy)
        typist.press("Space", "Return")
        typist.type("sby01")
        typist.press("Ctrl+L")
        window.lock()
        assert window.centralWidget() is setup
        assert isinstance(setup.step, PostStep)
        assert setup.step.taken(setup.answers).new.post_code == "SBY01"


def test_locking_twice_asks_once_and_keeps_the_form(desk: Desk) -> None:
    desk.unlock()
    desk.typist.type(NIK)
    desk.window.lock()
    desk.window.lock()
    gate = desk.gate()
    desk.window.lock()
    desk.typist.press("Ctrl+L")
    assert desk.window.centralWidget() is gate
    desk.unlock()
    assert desk.nik() == NIK


def test_a_lock_at_the_gate_or_over_the_recovery_key_changes_nothing(desk: Desk) -> None:
    desk.gate()
    desk.typist.tab_to("Lupa kata rahasia?")
    desk.typist.press("Space")
    desk.typist.until(lambda: isinstance(desk.window.centralWidget(), RecoveryScreen))
    desk.typist.type("ABCD")
    desk.window.lock()
    recovery = desk.window.centralWidget()
    assert isinstance(recovery, RecoveryScreen)
    assert recovery.key.text() == "ABCD"


def test_a_hasty_enter_at_the_gate_is_tried_once(desk: Desk) -> None:
    desk.unlock()
    desk.window.lock()
    desk.gate()
    desk.typist.type(SECRET)
    desk.typist.press("Return", "Return", "Return")
    desk.typist.until(lambda: desk.window.shell is not None)
    desk.rest()
    assert isinstance(desk.window.centralWidget(), Shell)


# --- another officer's turn -----------------------------------------------------------------------------------------


def test_another_officer_finds_the_open_form_and_goes_on_in_their_own_name(desk: Desk) -> None:
    desk.unlock()
    desk.typist.type(NIK)
    desk.typist.press("Ctrl+L")
    shell = desk.unlock(OTHER, OTHER_SECRET)
    assert desk.nik() == NIK
    assert shell.station.desk.keys.officer.name == OTHER
    desk.typist.press("Ctrl+L")
    assert desk.gate().officer_name == OTHER
