"""A forgotten secret, by keyboard: the key from the paper, a new secret, and the desk is open; every way back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.officers import add_officer
from app.house import DeskHouse
from app.models.events import events_after
from app.settings_file import write_settings
from app.ui.gates.recovery import RecoveryScreen
from app.ui.gates.unlock import UnlockScreen
from app.ui.window import Window
from core.wire.codec import decode
from core.wire.events import Kind
from core.wire.records import RemarkBody
from tests.kit.desk import CHEAP, OFFICER, SECRET, new_profile
from tests.kit.logging_state import logging_as_before
from tests.kit.typist import Typist
from tests.kit.window import TRAINING, opened_window

OTHER, OTHER_SECRET = "Budi Santoso", "kopi tubruk jam tiga"
NEW_SECRET = "teh poci di serambi"


@dataclass
class Gate:
    """The window at its gate, the key of its desk, and somebody at the keyboard."""

    window: Window
    key: str
    typist: Typist

    @property
    def screen(self) -> RecoveryScreen:
        screen = self.window.centralWidget()
        assert isinstance(screen, RecoveryScreen)
        return screen

    def come_to_gate(self) -> None:
        def is_ready() -> bool:
            gate = self.window.centralWidget()
            return isinstance(gate, UnlockScreen) and gate.forgotten.isEnabled() and gate.open.isEnabled()

        self.typist.until(is_ready)

    def forget(self) -> None:
        """At the gate: the secret is forgotten."""
        self.come_to_gate()
        self.typist.tab_to("Lupa kata rahasia?")
        self.typist.press("Space")
        self.typist.until(lambda: self.typist.place == "Kunci pemulihan")

    def fill(self, key: str, secret: str = NEW_SECRET, again: str = "") -> None:
        for text in (key, secret, again or secret):
            self.typist.type(text)
            self.typist.press("Return")

    def come_in(self) -> str:
        """Who has come in."""
        self.typist.until(lambda: self.window.shell is not None)
        shell = self.window.shell
        assert shell is not None
        self.typist.until(lambda: not shell.station.tasks.is_busy)
        return shell.station.desk.keys.officer.name


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("app.models.officers.secret_lock.__kwdefaults__", {"cost": CHEAP})
    return tmp_path / "meja"


@pytest.fixture
def gate(home: Path, qtbot: QtBot) -> Iterator[Gate]:
    key = new_profile(home)
    write_settings(home / "posko.toml", TRAINING)
    with logging_as_before(), opened_window(qtbot, home) as window:
        yield Gate(window, key, Typist(qtbot, window))


@pytest.fixture
def two(home: Path, qtbot: QtBot) -> Iterator[Gate]:
    """A desk of two officers."""
    key = new_profile(home)
    write_settings(home / "posko.toml", TRAINING)
    house = DeskHouse(home)
    house.open()
    add_officer(house.unlock(OFFICER, SECRET), OTHER, OTHER_SECRET, is_coordinator=False)
    house.close()
    with logging_as_before(), opened_window(qtbot, home) as window:
        yield Gate(window, key, Typist(qtbot, window))


def test_with_the_key_a_coordinator_sets_a_new_secret_and_is_in(gate: Gate, home: Path) -> None:
    gate.forget()
    gate.fill(gate.key)
    assert gate.come_in() == OFFICER
    assert gate.typist.sees("Kata rahasia diganti. Yang lama tidak berlaku lagi.")
    gate.window.lock()
    gate.come_to_gate()
    gate.typist.type(SECRET)
    gate.typist.press("Return")
    gate.typist.until_sees("Kata rahasia salah.")
    gate.typist.type(NEW_SECRET)
    gate.typist.press("Return")
    assert gate.come_in() == OFFICER


def test_the_key_may_be_typed_without_care(gate: Gate) -> None:
    gate.forget()
    gate.fill(gate.key.lower().replace("-", " ").replace("o", "0").replace("i", "1").replace("b", "8"))
    assert gate.come_in() == OFFICER


def test_an_officer_gets_a_new_secret_by_the_coordinators_key(two: Gate) -> None:
    two.come_to_gate()
    two.typist.press("Down")
    two.forget()
    assert two.screen.officer.chosen == OTHER
    two.fill(two.key)
    assert two.come_in() == OTHER


def test_who_gets_the_new_secret_can_be_chosen_there(two: Gate) -> None:
    two.forget()
    two.typist.until(lambda: two.screen.officer.count() == 2)
    two.typist.press("Shift+Tab")
    assert two.typist.place == "Petugas"
    two.typist.type("b")
    two.typist.press("Return")
    two.fill(two.key)
    assert two.come_in() == OTHER


def test_it_stands_in_the_log_by_whose_right_and_without_a_name(two: Gate) -> None:
    two.forget()
    two.fill(two.key)
    two.come_in()
    shell = two.window.shell
    assert shell is not None
    desk = shell.station.desk
    events = desk.store.run(lambda: events_after(desk.store.profile.stream, 0, 9, desk.keys.sealer))
    header, body = events[-1]
    assert header.kind == Kind.OFFICER_SECRET_SET
    assert decode(body, RemarkBody).about == f"recovery {desk.keys.officer.uid}"


def test_a_key_that_is_too_short_is_counted(gate: Gate) -> None:
    gate.forget()
    gate.fill(gate.key[:14])
    assert gate.screen.rows["key"].finding.startswith("Kunci pemulihan 32 huruf dan angka; yang diketik 12.")
    assert gate.typist.place == "Kunci pemulihan"


def test_a_wrong_key_changes_nothing_and_keeps_what_was_typed(gate: Gate) -> None:
    gate.forget()
    gate.fill("AAAA" * 8)
    gate.typist.until_sees("Kunci pemulihan tidak cocok.")
    assert gate.screen.pair.secret.text() == NEW_SECRET
    assert gate.typist.place == "Kunci pemulihan"
    gate.typist.press("Esc")
    gate.come_to_gate()
    gate.typist.tab_to("Kata rahasia")
    gate.typist.type(SECRET)
    gate.typist.press("Return")
    assert gate.come_in() == OFFICER


@pytest.mark.parametrize(
    ("secret", "again", "row"), [("kopi", "", "secret"), ("12345678", "", "secret"), (NEW_SECRET, "lain lagi", "again")]
)
def test_the_new_secret_is_judged_as_at_the_set_up(gate: Gate, secret: str, again: str, row: str) -> None:
    gate.forget()
    gate.fill(gate.key, secret, again)
    assert gate.screen.rows[row].finding
    assert gate.screen.done.isEnabled(), "nobody was asked"


def test_escape_goes_back_to_the_gate(gate: Gate) -> None:
    gate.forget()
    gate.typist.press("Esc")
    gate.come_to_gate()


def test_tab_goes_in_reading_order(gate: Gate) -> None:
    gate.forget()
    gate.typist.press("Shift+Tab")
    passed = [gate.typist.place]
    for _ in range(7):
        gate.typist.press("Tab")
        passed.append(gate.typist.place)
    assert passed == [
        "Petugas", "Kunci pemulihan", "Kata rahasia baru", "Kata rahasia baru: Tunjukkan yang diketik", "Sekali lagi",
        "Sekali lagi: Tunjukkan yang diketik", "Pasang dan buka", "Kembali",
    ]  # fmt: skip
