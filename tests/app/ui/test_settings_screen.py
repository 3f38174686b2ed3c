"""Pengaturan through the real window: looks at once, the rest by F2, officers, server; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.desk.officers import add_officer
from app.house import DeskHouse
from app.settings import Settings
from app.settings_file import read_settings
from app.ui.gates.unlock import UnlockScreen
from app.ui.screens.settings import SettingsScreen
from app.ui.shell import Shell
from app.ui.window import Window
from tests.harness.places import quick_folder
from tests.kit.desk import CHEAP, OFFICER, SECRET
from tests.kit.logging_state import logging_as_before
from tests.kit.server import RunningServer, running_server
from tests.kit.typist import Typist
from tests.kit.window import SPEAKING, dress, opened_window, training_home
from tests.papers.test_emblem import EMBLEM

NEW_SECRET = "sepeda merah kakek bocor"


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with quick_folder() as folder, running_server(Path(folder)) as running:
        yield running


@pytest.fixture(autouse=True)
def own_world(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[None]:
    """A guess of a secret costs next to nothing; language and look are as before when the test ends."""
    monkeypatch.setattr("app.models.officers.secret_lock.__kwdefaults__", {"cost": CHEAP})
    with logging_as_before():
        yield
    dress(qapp)


class Office:
    """The window at its settings, and somebody at the keyboard."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self.window = window
        self.typist = Typist(qtbot, window)

    def unlock(self, secret: str = SECRET) -> None:
        self.typist.until(lambda: isinstance(self.window.centralWidget(), UnlockScreen))
        self.typist.until(self.gate.forgotten.isEnabled, "it never knows who may come in")
        if self.gate.list.isVisible():
            self.typist.press("Return")
        self.typist.type(secret)
        self.typist.press("Return")
        self.typist.until(lambda: self.window.shell is not None)
        self.open_settings()

    def open_settings(self) -> None:
        self.typist.until(self.is_at_work)
        self.typist.press("Ctrl+5")
        assert isinstance(self.shell.front, SettingsScreen)
        self.come_to_rest()

    def is_at_work(self) -> bool:
        """Whether the keys go to the work area."""
        focused = QApplication.focusWidget()
        return focused is not None and focused.isVisible() and self.shell.isAncestorOf(focused)

    @property
    def gate(self) -> UnlockScreen:
        gate = self.window.centralWidget()
        assert isinstance(gate, UnlockScreen)
        return gate

    @property
    def shell(self) -> Shell:
        shell = self.window.shell
        assert shell is not None
        return shell

    @property
    def screen(self) -> SettingsScreen:
        screen = self.shell.front
        assert isinstance(screen, SettingsScreen)
        return screen

    @property
    def saved(self) -> Settings:
        return read_settings(self.shell.station.house.home / "posko.toml")

    def come_to_rest(self) -> None:
        self.typist.until(lambda: not self.shell.station.tasks.is_busy)

    def clear(self) -> None:
        self.typist.press("Ctrl+A", "Del")

    def save(self) -> None:
        before = self.shell
        self.typist.press("F2")
        self.typist.until(lambda: self.window.shell not in (None, before))
        self.come_to_rest()


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Office]:
    with opened_window(qtbot, training_home(tmp_path / "meja")) as window:
        made = Office(qtbot, window)
        made.unlock()
        yield made
        made.come_to_rest()


# --- the desk -------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_saved_by_one_key_and_printed_from_then_on(office: Office) -> None:
    office.typist.tab_to("Telepon posko")
    office.typist.type("031-5550100")
    office.typist.press("Return")  # to the emblem, which there is none of
    office.typist.press("Return")
    office.clear()
    office.typist.type("7")
    office.save()
    assert (office.saved.post_phone, office.saved.counter) == ("031-5550100", "7")
    words = office.shell.station.desk.words
    assert (words.letterhead.phone, words.counter) == ("031-5550100", "7")
    assert office.shell.notices.text == "Pengaturan disimpan."
    assert office.typist.place == "Loket"


def test_nothing_changed_offers_nothing_to_save(office: Office) -> None:
    assert not office.screen.offers()[0].is_enabled
    office.typist.tab_to("Loket")
    office.typist.press("End")
    office.typist.type("2")
    assert office.screen.offers()[0].is_enabled
    office.typist.press("Backspace")
    assert not office.screen.offers()[0].is_enabled


def test_a_wrong_value_is_named_at_its_field_and_nothing_is_written(office: Office) -> None:
    before = office.saved
    office.typist.tab_to("Halaman status")
    office.typist.type("https://posko.contoh.go.id/")
    office.typist.press("F2")
    assert office.screen.desk_card.rows["status_host"].finding.startswith("Isi nama servernya saja")
    assert office.typist.place == "Halaman status"
    assert office.saved == before


def test_what_is_not_saved_yet_still_stands_there_on_coming_back(office: Office) -> None:
    office.typist.tab_to("Alamat posko")
    office.typist.type("Jl. Contoh")
    office.typist.press("Ctrl+2")
    office.open_settings()
    assert office.screen.desk_card.lines["post_address"].text() == "Jl. Contoh"


# --- the look -------------------------------------------------------------------------------------------------------


def test_language_colour_and_size_show_at_once(office: Office) -> None:
    before = office.shell
    office.typist.tab_to("Warna")
    office.typist.type("G")
    office.typist.until(lambda: office.window.shell not in (None, before))
    office.come_to_rest()
    assert office.saved.look == "dark"
    assert office.shell.station.look.name == "dark"
    assert office.typist.place == "Warna"
    before = office.shell
    office.typist.press("Shift+Tab")
    office.typist.type("E")
    office.typist.until(lambda: office.window.shell not in (None, before))
    office.come_to_rest()
    assert office.saved.language == "en"
    assert office.typist.sees("Settings")
    SPEAKING.speak("id")


def test_another_look_loses_nothing_that_was_typed_before(office: Office) -> None:
    office.typist.tab_to("Alamat posko")
    office.typist.type("Jl. Contoh")
    office.typist.tab_to("Ukuran tulisan")
    before = office.shell
    office.typist.type("5")
    office.typist.until(lambda: office.window.shell not in (None, before))
    office.come_to_rest()
    assert office.saved.text_percent == 150
    assert office.screen.desk_card.lines["post_address"].text() == "Jl. Contoh"


# --- the printer ----------------------------------------------------------------------------------------------------


def test_slips_can_go_to_a_folder(office: Office, tmp_path: Path) -> None:
    office.typist.tab_to("Cetak ke")
    office.typist.type("Simpan")
    office.typist.press("Return")
    assert office.typist.place == "Folder"
    office.typist.press("F2")
    assert office.screen.printer_card.rows["printer_folder"].finding == "Folder untuk slip belum dipilih."
    (tmp_path / "slip").mkdir()
    office.typist.type(str(tmp_path / "slip"))
    office.save()
    assert office.saved.printer_folder == tmp_path / "slip"


def test_slips_do_not_go_into_the_sealed_folder(office: Office) -> None:
    before = office.saved
    office.typist.tab_to("Cetak ke")
    office.typist.type("Simpan")
    office.typist.press("Return")
    office.typist.type(str(office.shell.station.house.home / "slip"))
    office.typist.press("F2")
    office.typist.until(lambda: bool(office.screen.printer_card.rows["printer_folder"].finding))
    assert office.saved == before


# --- officers -------------------------------------------------------------------------------------------------------


def add(office: Office, name: str, secret: str) -> None:
    office.typist.tab_to("Tambah petugas")
    office.typist.press("Space")
    for text in (name, secret, secret):
        office.typist.type(text)
        office.typist.press("Return")
    office.typist.press("Return")
    office.come_to_rest()


def test_a_coordinator_adds_an_officer_who_can_unlock_at_once(office: Office) -> None:
    add(office, "Budi Santoso", NEW_SECRET)
    assert office.screen.officers_card.names.text() == f"{OFFICER} (koordinator)\nBudi Santoso"
    assert not office.screen.officers_card.add_form.isVisible()
    assert office.shell.station.house.unlock("Budi Santoso", NEW_SECRET).keys.officer.name == "Budi Santoso"


def test_the_same_name_twice_is_refused_at_the_name(office: Office) -> None:
    add(office, OFFICER, NEW_SECRET)
    assert office.screen.officers_card.add_form.rows["name"].finding.endswith("sudah ada. Pakai nama lain.")


def test_an_officer_who_is_no_coordinator_adds_nobody(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    home = training_home(tmp_path / "meja")
    house = DeskHouse(home)
    house.open()
    add_officer(house.unlock(OFFICER, SECRET), "AYU", NEW_SECRET, is_coordinator=False)
    house.close()
    with opened_window(qtbot, home) as window:
        office = Office(qtbot, window)
        office.typist.until(lambda: isinstance(window.centralWidget(), UnlockScreen))
        office.typist.until(office.gate.forgotten.isEnabled, "it never knows who may come in")
        office.typist.press("Down")
        office.unlock(NEW_SECRET)
        assert not office.screen.officers_card.add.isVisible()
        assert office.typist.sees("Hanya koordinator yang bisa menambah petugas.")
        office.come_to_rest()


def test_one_changes_ones_own_secret_with_the_old_one(office: Office) -> None:
    office.typist.tab_to("Ganti kata rahasia")
    office.typist.press("Space")
    for text in ("bukan ini", NEW_SECRET, NEW_SECRET):
        office.typist.type(text)
        office.typist.press("Return")
    office.come_to_rest()
    assert office.screen.officers_card.secret_form.rows["old"].finding.startswith("Kata rahasia salah.")
    office.clear()
    office.typist.type(SECRET)
    office.typist.press("Return", "Return", "Return")
    office.come_to_rest()
    assert not office.screen.officers_card.secret_form.isVisible()
    assert office.shell.station.house.unlock(OFFICER, NEW_SECRET).keys.officer.name == OFFICER


def test_a_secret_does_not_wait_on_a_screen_that_was_left(office: Office) -> None:
    office.typist.tab_to("Ganti kata rahasia")
    office.typist.press("Space")
    office.typist.type(SECRET)
    office.typist.press("Ctrl+2")
    office.open_settings()
    form = office.screen.officers_card.secret_form
    assert (form.isVisible(), form.old.text()) == (False, "")


# --- the server -----------------------------------------------------------------------------------------------------


def test_an_off_line_desk_is_made_known_to_a_server_later(office: Office, server: RunningServer) -> None:
    before = office.shell
    office.typist.tab_to("Alamat server")
    office.typist.type(server.url)
    office.typist.press("Return")
    office.typist.type("SALAH")
    office.typist.press("Return")
    office.come_to_rest()
    assert office.screen.server_card.rows["enrol_code"].finding.startswith("Kode pendaftaran perangkat salah.")
    office.clear()
    office.typist.type(server.new_code("SBY01", province="35"))
    office.typist.press("Return")
    office.typist.until(lambda: office.window.shell not in (None, before))
    office.come_to_rest()
    assert office.shell.station.house.post().has_server
    assert office.typist.sees(f"Laptop ini mengirim ke {server.url}.")


def test_address_and_code_are_both_asked_for(office: Office) -> None:
    office.typist.tab_to("Sambungkan")
    office.typist.press("Space")
    assert office.screen.server_card.rows["server_url"].finding.startswith("Alamat server belum diisi.")
    assert office.screen.server_card.rows["enrol_code"].finding.startswith("Kode pendaftaran perangkat belum diisi.")


# --- around it ------------------------------------------------------------------------------------------------------


def test_about_lies_over_the_window_and_leads_to_the_log(office: Office) -> None:
    office.typist.tab_to("Tentang dan lisensi")
    office.typist.press("Space")
    office.typist.until_sees("SIL OFL 1.1")
    office.typist.press("Shift+Tab", "Space")
    office.typist.until_sees("Catatan program")
    office.typist.press("Esc")


def test_every_control_says_its_name(office: Office) -> None:
    office.screen.officers_card.add_form.open_form()
    nameless = [
        one
        for kind in (QLineEdit, QComboBox, QAbstractButton)
        for one in office.screen.findChildren(kind)
        if one.isVisible() and not one.accessibleName()
    ]
    assert nameless == []


def test_an_emblem_and_large_letters_are_chosen_for_every_paper(office: Office, tmp_path: Path) -> None:
    (tmp_path / "lambang.png").write_bytes(EMBLEM)
    office.typist.tab_to("Lambang")
    office.typist.type(str(tmp_path / "lambang.png"))
    office.typist.tab_to("Huruf di slip")
    office.typist.type("b")
    office.save()
    words = office.shell.station.desk.words
    assert words.letterhead.emblem == EMBLEM
    assert words.is_large
    assert (office.saved.emblem, office.saved.large_print) == (str(tmp_path / "lambang.png"), True)


def test_an_emblem_that_is_no_picture_is_told_under_its_box(office: Office) -> None:
    office.typist.tab_to("Lambang")
    office.typist.type("tidak-ada.png")
    office.typist.press("F2")
    office.typist.until(lambda: "PNG atau JPEG" in office.screen.desk_card.rows["emblem"].finding)
    assert office.saved.emblem == ""
