"""The set-up by keyboard alone: every step, every refusal, a real server, the recovery key; no answer is ever lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # ships without types
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.house import DeskHouse
from app.ui.gates.key_sheet import KeySheet, pdf_of
from app.ui.gates.setup import SetupScreen
from app.ui.gates.setup_key import KeyStep
from app.ui.gates.setup_steps import REAL, TRAINING, ModeStep, OfficerStep, PostStep, ServerStep
from app.ui.i18n import tr
from tests.harness.places import quick_folder
from tests.kit.desk import CHEAP
from tests.kit.line import BadLine, Hold
from tests.kit.logging_state import logging_as_before
from tests.kit.server import RunningServer, running_server
from tests.kit.typist import Typist
from tests.kit.window import SPEAKING, dress

SECRET = "kopi tubruk jam tiga"


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with quick_folder() as folder, running_server(Path(folder)) as running:
        yield running


@pytest.fixture(autouse=True)
def own_world(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A guess of a secret costs next to nothing; logging and language are as before when the test ends."""
    for function in ("app.models.birth.give_birth", "app.models.officers.secret_lock"):
        monkeypatch.setattr(f"{function}.__kwdefaults__", {"cost": CHEAP})
    with logging_as_before():
        yield
    SPEAKING.speak("id")


class SetUp:
    """The screen over an empty folder, and somebody at its keyboard."""

    def __init__(self, qapp: QApplication, qtbot: QtBot, home: Path) -> None:
        self.qtbot = qtbot
        self.house = DeskHouse(home)
        self.screen = SetupScreen(self.house, dress(qapp), SPEAKING)
        self.is_finished = False
        self.screen.finished.connect(self._finish)
        qtbot.addWidget(self.screen)
        self.screen.resize(1366, 728)
        self.screen.show()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.screen.setFocus()
        self.typist = Typist(qtbot, self.screen)
        self.come_to_rest()

    def _finish(self) -> None:
        self.is_finished = True

    def come_to_rest(self) -> None:
        self.typist.until(lambda: not self.screen.tasks.is_busy)

    def choose_mode(self, *, is_training: bool = True) -> None:
        self.typist.press(*(["Space"] if is_training else ["Down", "Space"]), "Return")

    def fill_post(self) -> None:
        for text in ("sby01", "Posko Contoh 01", "jawa ti", "Dinas Contoh", "Jl. Contoh No. 1"):
            self.typist.type(text)
            self.typist.press("Return")
        self.typist.press("Return")

    def fill_officer(self, secret: str = SECRET, again: str | None = None) -> None:
        for text in ("Rina Setyowati", secret, secret if again is None else again):
            self.typist.type(text)
            self.typist.press("Return")

    def come_to_server(self) -> None:
        self.choose_mode()
        self.fill_post()
        self.fill_officer()
        assert isinstance(self.screen.step, ServerStep)

    def fill_server(self, url: str, code: str) -> None:
        self.typist.press("Down", "Space", "Tab")
        self.typist.type(url)
        self.typist.press("Return")
        self.typist.type(code)
        self.typist.press("Return")

    def finding(self, name: str) -> str:
        step = self.screen.step
        assert step is not None
        assert not isinstance(step, KeyStep)
        return step.rows[name].finding

    @property
    def key_step(self) -> KeyStep:
        step = self.screen.step
        assert isinstance(step, KeyStep)
        return step


@pytest.fixture
def setup(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> SetUp:
    return SetUp(qapp, qtbot, tmp_path / "meja")


def shown_key(setup: SetUp) -> str:
    """The key as a screen reader finds it."""
    names = [one.accessibleName() for one in setup.key_step.findChildren(QWidget)]
    return next(name for name in names if name.count("-") == 7)


# --- the whole way --------------------------------------------------------------------------------------------------


def test_an_off_line_desk_is_founded_by_keyboard_alone(setup: SetUp) -> None:
    setup.choose_mode(is_training=False)
    setup.fill_post()
    setup.fill_officer()
    setup.typist.press("Return")
    setup.typist.until(lambda: isinstance(setup.screen.step, KeyStep))
    key = shown_key(setup)
    setup.typist.tab_to("Empat tanda terakhir")
    setup.typist.type(key.rpartition("-")[2].lower())
    setup.typist.press("Return")
    assert setup.is_finished
    house = DeskHouse(setup.house.home)
    house.open()
    post = house.post()
    assert (post.code, post.name, post.province, post.is_training) == ("SBY01", "Posko Contoh 01", "35", False)
    desk = house.unlock("Rina Setyowati", SECRET)
    assert desk.words.letterhead.agency == "Dinas Contoh"
    assert house.unlock_by_recovery(key).keys.officer.name == "Rina Setyowati"
    house.close()


def test_a_desk_is_enrolled_from_the_start(setup: SetUp, server: RunningServer) -> None:
    setup.come_to_server()
    setup.fill_server(server.url, server.new_code("SBY01", province="35"))
    setup.typist.until(lambda: isinstance(setup.screen.step, KeyStep))
    house = DeskHouse(setup.house.home)
    house.open()
    assert house.post().has_server
    house.close()


# --- each step ------------------------------------------------------------------------------------------------------


def test_a_mode_must_be_chosen(setup: SetUp) -> None:
    setup.typist.press("Return")
    assert setup.finding("mode") == "Pilih dulu: untuk latihan, atau untuk pendaftaran sungguhan."
    setup.typist.press("Space")
    assert setup.finding("mode") == ""


@pytest.mark.parametrize(("keys", "mode"), [(("Down",), REAL), (("Down", "Up"), TRAINING), (("Up",), REAL)])
def test_an_arrow_chooses_where_it_comes_to(setup: SetUp, keys: tuple[str, ...], mode: str) -> None:
    setup.typist.press(*keys)
    step = setup.screen.step
    assert isinstance(step, ModeStep)
    assert step.mode.text == mode
    setup.typist.press("Return")
    assert isinstance(setup.screen.step, PostStep)


def test_what_is_typed_before_the_provinces_are_read_stays_and_so_does_the_focus(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    house, go_on = DeskHouse(tmp_path / "meja"), threading.Event()
    provinces = house.provinces()
    house.provinces = lambda: provinces if go_on.wait(10) else ()  # type: ignore[method-assign]  # a slow disk
    screen = SetupScreen(house, dress(qapp), SPEAKING)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(screen.isActiveWindow)
    screen.setFocus()
    typist = Typist(qtbot, screen)
    typist.press("Space", "Return")
    typist.type("sby01")
    typist.press("Return")
    typist.type("Posko Con")
    before = screen.step
    go_on.set()
    typist.until(lambda: not screen.tasks.is_busy)
    typist.type("toh")
    assert screen.step is before
    assert isinstance(before, PostStep)
    new = before.taken(screen.answers).new
    assert (new.post_code, new.post_name) == ("SBY01", "Posko Contoh")
    box = before.boxes["province"]
    assert isinstance(box, QComboBox)
    assert box.count() == 38 + 1


def test_every_wrong_field_is_named_under_itself_and_the_first_has_the_focus(setup: SetUp) -> None:
    setup.choose_mode()
    setup.typist.press(*["Return"] * 6)
    assert "SBY01" in setup.finding("post_code")
    assert setup.finding("post_name")
    assert "Provinsi" in setup.finding("province")
    assert setup.finding("agency") == ""
    assert setup.typist.place == "Kode posko"
    setup.typist.type("S")
    assert setup.finding("post_code") == ""


def test_all_38_provinces_can_be_chosen_by_their_names(setup: SetUp) -> None:
    setup.choose_mode()
    step = setup.screen.step
    assert isinstance(step, PostStep)
    box = step.boxes["province"]
    assert isinstance(box, QComboBox)
    assert box.count() == 38 + 1


@pytest.mark.parametrize(
    ("secret", "again", "row"),
    [("kopi", "kopi", "secret"), ("sby01rina", "sby01rina", "secret"), (SECRET, "kopi tubruk", "again")],
)
def test_a_poor_secret_is_refused_with_one_sentence(setup: SetUp, secret: str, again: str, row: str) -> None:
    setup.choose_mode(is_training=False)
    setup.fill_post()
    setup.fill_officer(secret, again)
    assert isinstance(setup.screen.step, OfficerStep)
    assert setup.finding(row)


@pytest.mark.parametrize("secret", ["12345678", "password", "sby01sby01", "rinasetyowati", "aaaaaaaa", "rahasia123"])
@pytest.mark.parametrize("is_training", [True, False])
def test_what_everybody_tries_first_is_no_secret_anywhere(setup: SetUp, secret: str, *, is_training: bool) -> None:
    setup.choose_mode(is_training=is_training)
    setup.fill_post()
    setup.fill_officer(secret)
    assert isinstance(setup.screen.step, OfficerStep)
    assert setup.finding("secret").startswith("Kata rahasia ini termasuk yang pertama dicoba orang")


def test_a_training_desk_may_have_an_easy_secret_and_is_told_so(setup: SetUp) -> None:
    setup.choose_mode()
    setup.fill_post()
    setup.typist.type("Rina Setyowati")
    setup.typist.press("Return")
    setup.typist.type("rahasia-latihan")
    assert setup.finding("secret") == ""
    setup.typist.press("Return")
    assert setup.finding("secret").startswith("Mudah ditebak. Untuk latihan boleh dipakai")
    setup.typist.type("rahasia-latihan")
    setup.typist.press("Return")
    assert isinstance(setup.screen.step, ServerStep)


def test_a_good_secret_is_not_remarked_upon(setup: SetUp) -> None:
    setup.choose_mode()
    setup.fill_post()
    setup.typist.type("Rina Setyowati")
    setup.typist.press("Return")
    setup.typist.type(SECRET)
    setup.typist.press("Return")
    assert setup.finding("secret") == ""


def test_the_strength_is_said_in_a_word_while_it_is_typed(setup: SetUp) -> None:
    setup.choose_mode()
    setup.fill_post()
    setup.typist.type("Rina")
    setup.typist.press("Return")
    step = setup.screen.step
    assert isinstance(step, OfficerStep)
    said = []
    for piece in ("kopi", " tubruk", " jam tiga"):
        setup.typist.type(piece)
        said.append(step.pair.strength.text)
    assert said == ["terlalu pendek", "cukup", "kuat"]


def test_going_back_keeps_every_answer(setup: SetUp) -> None:
    setup.come_to_server()
    setup.typist.press("Esc", "Esc")
    step = setup.screen.step
    assert isinstance(step, PostStep)
    new = step.taken(setup.screen.answers).new
    assert (new.post_name, new.province) == ("Posko Contoh 01", "35")
    setup.typist.press("Esc")
    assert isinstance(setup.screen.step, ModeStep)
    setup.typist.press("Return", *["Return"] * 6, *["Return"] * 3)
    assert isinstance(setup.screen.step, ServerStep)


def test_the_language_changes_at_once_and_stays_for_the_desk(setup: SetUp) -> None:
    step = setup.screen.step
    assert isinstance(step, ModeStep)
    step.mode.choose(REAL)
    setup.typist.tab_to("Bahasa Indonesia")
    setup.typist.press("Down")
    step = setup.screen.step
    assert isinstance(step, ModeStep)
    assert (step.mode.text, step.language.text) == (REAL, "en")
    assert setup.screen.next.accessibleName() == tr("Lanjut")
    setup.typist.press("Return")
    setup.fill_post()
    setup.fill_officer()
    setup.typist.press("Return")
    setup.typist.until(lambda: isinstance(setup.screen.step, KeyStep))
    setup.come_to_rest()
    assert DeskHouse(setup.house.home).settings().language == "en"


def test_a_block_is_a_number(setup: SetUp) -> None:
    setup.come_to_server()
    setup.typist.press("Tab")
    setup.typist.press("Ctrl+A")
    setup.typist.type("satu")
    setup.typist.press("Return")
    assert setup.finding("block") == "Nomor blok ditulis dengan angka saja, misalnya 1."


# --- the line -------------------------------------------------------------------------------------------------------


def test_a_wrong_code_is_said_and_every_answer_stays(setup: SetUp, server: RunningServer) -> None:
    setup.come_to_server()
    setup.fill_server(server.url, "SALAH-SEKALI")
    assert setup.screen.bar.isVisible()
    assert not setup.screen.next.isEnabled()
    setup.come_to_rest()
    assert setup.screen.trouble.text == "Kode pendaftaran perangkat salah. Periksa lagi kodenya."
    assert not setup.house.is_founded()
    step = setup.screen.step
    assert isinstance(step, ServerStep)
    assert (step.url.text(), step.code.text()) == (server.url, "SALAH-SEKALI")


def test_without_a_line_one_goes_on_off_line(setup: SetUp) -> None:
    setup.come_to_server()
    setup.fill_server("http://127.0.0.1:9", "ABCD")
    setup.come_to_rest()
    assert setup.screen.trouble.isVisible()
    step = setup.screen.step
    assert isinstance(step, ServerStep)
    step.go_offline()
    step.setFocus(Qt.FocusReason.OtherFocusReason)
    setup.screen.go_on()
    setup.typist.until(lambda: isinstance(setup.screen.step, KeyStep))


def test_whoever_does_not_want_to_wait_goes_off_line_as_soon_as_the_line_answers(
    setup: SetUp, server: RunningServer
) -> None:
    setup.come_to_server()
    with BadLine(server.url) as line:
        hold = Hold()
        line.harm(hold)
        setup.fill_server(line.url, server.new_code("SBY02", province="35"))
        setup.typist.until(setup.screen.skip.isVisible)
        setup.screen.skip.click()
        assert not setup.screen.may_close()
        hold.let_go()
        setup.typist.until(lambda: isinstance(setup.screen.step, KeyStep))
    house = DeskHouse(setup.house.home)
    house.open()
    assert not house.post().has_server
    house.close()


def test_address_and_code_are_both_asked_for(setup: SetUp) -> None:
    setup.come_to_server()
    setup.fill_server("", "")
    assert setup.finding("server_url").startswith("Alamat server belum diisi.")
    assert setup.finding("enrol_code").startswith("Kode pendaftaran perangkat belum diisi.")


# --- the key --------------------------------------------------------------------------------------------------------


@pytest.fixture
def founded(setup: SetUp) -> SetUp:
    """Founded, with the key on the screen."""
    setup.come_to_server()
    setup.typist.press("Return")
    setup.typist.until(lambda: isinstance(setup.screen.step, KeyStep))
    setup.come_to_rest()
    return setup


def test_nobody_goes_on_without_a_proof(founded: SetUp) -> None:
    founded.typist.tab_to("Empat tanda terakhir")
    founded.typist.type("XXXX")
    founded.typist.press("Return")
    assert not founded.is_finished
    assert founded.key_step.proof_row.finding.startswith("Empat tanda terakhirnya belum cocok.")


def test_the_coordinators_word_is_proof_too(founded: SetUp) -> None:
    founded.typist.tab_to("Koordinator sudah menyimpan kunci ini")
    founded.typist.press("Space", "Return")
    assert founded.is_finished


def test_the_key_can_be_saved_as_a_file_for_this_user_alone(founded: SetUp, tmp_path: Path) -> None:
    founded.key_step.save.click()
    dialog = founded.key_step.dialog
    assert dialog is not None
    target = tmp_path / "kunci.pdf"
    dialog.fileSelected.emit(str(target))
    founded.typist.until(founded.key_step.done.isVisible)
    assert target.read_bytes().startswith(b"%PDF-")
    assert target.stat().st_mode & 0o077 == 0
    dialog.close()


def test_the_key_is_not_saved_behind_the_lock_it_opens(founded: SetUp) -> None:
    founded.key_step._save_to(str(founded.house.home / "kunci.pdf"))
    founded.typist.until(founded.key_step.done.isVisible)
    assert not (founded.house.home / "kunci.pdf").exists()


def test_closing_without_the_key_is_warned_of_once(founded: SetUp) -> None:
    assert not founded.screen.may_close()
    assert founded.key_step.done.text.startswith("Kunci pemulihan belum dicatat")
    assert founded.screen.may_close()


def test_the_page_of_the_key_holds_post_name_and_key(qapp: QApplication) -> None:
    dress(qapp)
    page = pypdfium2.PdfDocument(pdf_of(KeySheet("SBY01 Contoh", "Rina", "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567")))[0]
    words = page.get_textpage().get_text_range()
    assert all(piece in words for piece in ("SBY01 Contoh", "Rina", "ABCD", "4567"))


# --- access ---------------------------------------------------------------------------------------------------------


def test_every_control_says_its_name(setup: SetUp) -> None:
    for advance in (setup.choose_mode, setup.fill_post, setup.fill_officer, lambda: setup.typist.press("Return")):
        nameless = [
            one
            for kind in (QLineEdit, QComboBox, QAbstractButton)
            for one in setup.screen.findChildren(kind)
            if one.isVisible() and not one.accessibleName()
        ]
        assert nameless == []
        advance()
    setup.typist.until(lambda: isinstance(setup.screen.step, KeyStep))


def test_tab_goes_in_reading_order(setup: SetUp) -> None:
    setup.choose_mode()
    passed = [setup.typist.place]
    for _ in range(7):
        setup.typist.press("Tab")
        passed.append(setup.typist.place)
    assert passed == [
        "Kode posko", "Nama posko", "Provinsi", "Dinas", "Alamat posko", "Loket", "Lanjut", "Kembali",
    ]  # fmt: skip
