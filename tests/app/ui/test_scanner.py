"""A scanner on USB in a real window: heard wherever the focus is, while no typing, however fast, is ever lost.

Keys go to the system's window, as they do on a desk, with the times at which they were pressed.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTableWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.scanner import GAP_MS, STALL_MS, ScannedText, Scanner
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.line_box import LineBox, NumberBox
from core.ids import RegistrationNo
from core.signing import SigningKey
from core.slip_token import issue_token, qr_text

TOKEN = issue_token(SigningKey(bytes(range(32))), RegistrationNo("35", "SBY01", date(2020, 4, 13), 42), "A042")
URL = qr_text(TOKEN, "status.posko.contoh.go.id")
SCANNER_MS, FAST_TYPIST_MS, TYPIST_MS = 8, GAP_MS - 10, 180
MOST_SCANS = 10
"""So often somebody holds a slip under the scanner before they give up."""

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Form(QWidget):
    """Boxes of every sort, and an Enter that would do something."""

    def __init__(self) -> None:
        super().__init__()
        self.name = LineBox("name", is_upper=True)
        self.nik = NumberBox("nik")
        self.plain = QLineEdit()
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.choice = ChoiceBox("choice", [Option("1", "Ada"), Option("2", "Habis"), Option("3", "Tidak")])
        self.table = QTableWidget(3, 1)
        self.button = QPushButton("Simpan")
        column = QVBoxLayout(self)
        for one in (self.name, self.nik, self.plain, self.secret, self.choice, self.table, self.button):
            column.addWidget(one)
        self.opened: list[str] = []
        self.clicks: list[bool] = []
        self.button.clicked.connect(self.clicks.append)
        enter = QShortcut(QKeySequence("Return"), self)
        enter.setContext(Qt.ShortcutContext.WindowShortcut)
        enter.activated.connect(lambda: self.opened.append("opened"))

    @property
    def handle(self) -> QWindow:
        handle = self.windowHandle()
        assert handle is not None
        return handle


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    window = Form()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.fixture
def heard(form: Form) -> list[str]:
    """What the scanner tells."""
    texts: list[str] = []

    def note(scanned: ScannedText) -> None:
        texts.append(scanned.text)

    Scanner(form.handle, form).scanned.connect(note)
    return texts


class Keys:
    """Presses keys at the system's window, at times of their own."""

    def __init__(self, window: QWindow) -> None:
        self.window = window
        self.at_ms = 1_000

    def type(self, text: str, every_ms: int) -> None:
        """A text, one key after the other."""
        for char in text:
            key = Qt.Key.Key_A if char.isalpha() else Qt.Key.Key_0 if char.isdigit() else Qt.Key.Key_Slash
            if char.isupper() or char == ":":
                self._press(Qt.Key.Key_Shift, "", every_ms // 2, Qt.KeyboardModifier.ShiftModifier)
            self._press(key, char, every_ms)

    def end(self, every_ms: int = SCANNER_MS, key: Qt.Key = Qt.Key.Key_Return) -> None:
        """Enter."""
        self._press(key, "\r", every_ms)

    def _press(self, key: Qt.Key, text: str, after_ms: int, held: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        self.at_ms += after_ms
        foreseen = self._event(QEvent.Type.ShortcutOverride, key, text, held)
        foreseen.ignore()
        QCoreApplication.sendEvent(self.window, foreseen)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(self.window, self._event(kind, key, text, held))

    def _event(self, kind: QEvent.Type, key: Qt.Key, text: str, held: Qt.KeyboardModifier) -> QKeyEvent:
        event = QKeyEvent(kind, key, held, text)
        event.setTimestamp(self.at_ms)
        return event


@pytest.fixture
def keys(form: Form) -> Keys:
    return Keys(form.handle)


# --- a scan is heard -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [TOKEN, TOKEN.lower(), URL, URL.swapcase()], ids=["token", "small", "url", "caps"])
@pytest.mark.parametrize("place", ["name", "nik", "plain", "secret", "choice", "table", "button"])
def test_a_scan_is_heard_wherever_the_focus_is_and_leaves_no_trace(
    form: Form, heard: list[str], keys: Keys, place: str, text: str
) -> None:
    getattr(form, place).setFocus()
    keys.type(text, SCANNER_MS)
    keys.end()
    assert heard == [text]
    assert [form.name.text(), form.nik.text(), form.plain.text(), form.secret.text()] == ["", "", "", ""]
    assert (form.choice.chosen, form.opened, form.clicks) == ("", [], [])


@pytest.mark.parametrize(("every_ms", "begun"), [(SCANNER_MS, 1), (TYPIST_MS, 0)], ids=["scanner", "typist"])
def test_a_scanner_is_known_while_it_is_still_typing(form: Form, keys: Keys, every_ms: int, begun: int) -> None:
    told: list[None] = []
    Scanner(form.handle, form).begun.connect(lambda: told.append(None))
    form.name.setFocus()
    keys.type(TOKEN[: len(TOKEN) // 2], every_ms)
    assert len(told) == begun


def test_a_scan_is_heard_where_nothing_has_the_focus(form: Form, heard: list[str], keys: Keys) -> None:
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    keys.type(URL, SCANNER_MS)
    keys.end()
    assert heard == [URL]


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
def test_each_key_that_scanners_end_with_will_do(form: Form, heard: list[str], keys: Keys, end: Qt.Key) -> None:
    form.name.setFocus()
    keys.type(TOKEN, SCANNER_MS)
    keys.end(key=end)
    assert heard == [TOKEN]
    assert form.name.hasFocus()


def test_a_scanner_without_any_end_is_heard_a_moment_later(
    qtbot: QtBot, form: Form, heard: list[str], keys: Keys
) -> None:
    form.name.setFocus()
    keys.type(URL, SCANNER_MS)
    qtbot.waitUntil(lambda: heard == [URL], timeout=10_000)
    assert form.name.text() == ""


def test_half_a_text_in_a_box_is_as_it_was_with_caret_and_marks(form: Form, heard: list[str], keys: Keys) -> None:
    form.name.setText("SITI AMINAH")
    form.name.setFocus()
    form.name.setSelection(5, 3)
    keys.type(URL, SCANNER_MS)
    keys.end()
    assert heard == [URL]
    assert (form.name.text(), form.name.selectedText(), form.name.selectionStart()) == ("SITI AMINAH", "AMI", 5)
    form.name.deselect()
    form.name.setCursorPosition(4)
    keys.at_ms += TYPIST_MS
    keys.type(TOKEN, SCANNER_MS)
    keys.end()
    assert (form.name.text(), form.name.cursorPosition()) == ("SITI AMINAH", 4)


def test_the_form_hears_that_the_letter_was_taken_back(qtbot: QtBot, form: Form, heard: list[str], keys: Keys) -> None:
    typed: list[str] = []
    form.nik.signals.typed.connect(lambda told: typed.append(told.text))
    form.nik.setText("3578 0855")
    form.nik.setFocus()
    keys.type(TOKEN, SCANNER_MS)
    keys.end()
    assert typed[-1] == "35780855"
    assert form.nik.text() == "3578 0855"


def test_two_scans_one_after_the_other_are_two(form: Form, heard: list[str], keys: Keys) -> None:
    form.plain.setFocus()
    for text in (TOKEN, URL):
        keys.type(text, SCANNER_MS)
        keys.end()
    assert heard == [TOKEN, URL]
    assert form.plain.text() == ""


def test_what_was_typed_just_before_a_scan_stays(form: Form, heard: list[str], keys: Keys) -> None:
    form.plain.setFocus()
    keys.type("hasan a", TYPIST_MS)
    keys.type(TOKEN, SCANNER_MS)
    keys.end()
    assert form.plain.text() + "|" + "".join(heard) == "hasan a|" + TOKEN


@pytest.mark.parametrize("pieces", [3, 40])
def test_the_window_was_busy_and_the_rest_of_a_scan_comes_late(
    qtbot: QtBot, form: Form, heard: list[str], keys: Keys, pieces: int
) -> None:
    form.plain.setText("x")
    form.plain.setFocus()
    keys.type(TOKEN[:pieces], SCANNER_MS)
    qtbot.waitUntil(lambda: form.plain.text() == "x" + TOKEN[:pieces], timeout=10_000)
    keys.type(TOKEN[pieces:], SCANNER_MS)
    keys.end()
    assert (heard, form.plain.text()) == ([TOKEN], "x")


@pytest.mark.parametrize("place", ["plain", "name", "table"])
def test_a_scan_that_stumbles_now_and_then_is_still_one(form: Form, heard: list[str], keys: Keys, place: str) -> None:
    getattr(form, place).setFocus()
    for start in range(0, len(URL), 29):
        keys.at_ms += STALL_MS - 100
        keys.type(URL[start : start + 29], SCANNER_MS)
    keys.end(STALL_MS - 100)
    assert (heard, form.plain.text(), form.name.text(), form.opened) == ([URL], "", "", [])


@pytest.mark.parametrize("pause_ms", [GAP_MS + 1, 300, STALL_MS, 2 * STALL_MS])
@pytest.mark.parametrize("typed", ["Ahmad", "Jalan Ah", "Siti A", "http", "Kalimantan", "alimantan"])
@pytest.mark.parametrize("text", [TOKEN, URL, URL.swapcase()], ids=["token", "url", "caps"])
def test_a_scan_right_behind_typing_is_heard_and_the_typing_stays(
    form: Form, heard: list[str], keys: Keys, text: str, typed: str, pause_ms: int
) -> None:
    form.plain.setFocus()
    keys.type(typed, TYPIST_MS)
    keys.at_ms += pause_ms - SCANNER_MS
    keys.type(text, SCANNER_MS)
    keys.end()
    assert (heard, form.plain.text()) == ([text], typed)


@pytest.mark.parametrize("pieces", [1, 3, 7])
def test_a_scan_of_an_address_may_stumble_at_its_first_letters(
    form: Form, heard: list[str], keys: Keys, pieces: int
) -> None:
    form.plain.setText("x")
    form.plain.setFocus()
    keys.type(URL[:pieces], SCANNER_MS)
    keys.at_ms += STALL_MS - 100
    keys.type(URL[pieces:40], SCANNER_MS)
    keys.at_ms += STALL_MS - 100
    keys.type(URL[40:], SCANNER_MS)
    keys.end()
    assert (heard, form.plain.text()) == ([URL], "x")


# --- typing passes by ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("every_ms", [FAST_TYPIST_MS, TYPIST_MS, 0])
@pytest.mark.parametrize(
    "text", ["ahmad hadi", "https://example.com/pay?a=b", "3578085508909901", "AGENG", "http", TOKEN[:60], "a"]
)
def test_whoever_types_loses_nothing_however_fast(
    qtbot: QtBot, form: Form, heard: list[str], keys: Keys, text: str, every_ms: int
) -> None:
    form.plain.setFocus()
    keys.type(text, every_ms)
    qtbot.waitUntil(lambda: form.plain.text() == text, timeout=10_000)
    assert heard == []


@pytest.mark.parametrize("every_ms", [GAP_MS + 1, TYPIST_MS])
@pytest.mark.parametrize("text", ["Kalimantan", "ahmad hadi", "alimantan", "AGENG SUPRIHATIN", "https://contoh.id/s"])
def test_whoever_types_sees_each_letter_at_once(
    form: Form, heard: list[str], keys: Keys, text: str, every_ms: int
) -> None:
    form.plain.setText("x")
    form.plain.setFocus()
    shown: list[str] = []
    for char in text:
        keys.type(char, every_ms)
        shown.append(form.plain.text())
    assert (shown, heard) == (["x" + text[: end + 1] for end in range(len(text))], [])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("ahtps:/.37ek ", min_size=1, max_size=40), every_ms=st.sampled_from([0, 5, 40, 69, 71, 200]))
def test_no_text_is_lost_or_turned_round(
    qtbot: QtBot, form: Form, heard: list[str], keys: Keys, text: str, every_ms: int
) -> None:
    form.plain.clear()
    form.plain.setFocus()
    keys.at_ms += 1_000
    keys.type(text, every_ms)
    keys.end(every_ms)
    assert (form.plain.text(), heard) == (text, [])


def test_the_enter_behind_typing_does_what_it_always_does(form: Form, heard: list[str], keys: Keys) -> None:
    form.plain.setFocus()
    keys.type("ae", SCANNER_MS)
    keys.end()
    assert (form.plain.text(), heard) == ("ae", [])


def test_a_slips_text_that_somebody_types_by_hand_is_typing(form: Form, heard: list[str], keys: Keys) -> None:
    form.plain.setFocus()
    keys.type(TOKEN, TYPIST_MS)
    keys.end(TYPIST_MS)
    assert (form.plain.text(), heard) == (TOKEN, [])


def test_a_letter_chooses_as_before_a_moment_later(qtbot: QtBot, form: Form, heard: list[str], keys: Keys) -> None:
    form.choice.setFocus()
    keys.type("h", TYPIST_MS)
    qtbot.waitUntil(lambda: form.choice.chosen == "2", timeout=10_000)
    assert heard == []


def test_another_code_than_ours_is_typed_as_without_us(form: Form, heard: list[str], keys: Keys) -> None:
    form.plain.setFocus()
    keys.type("HTTPS://BANK.EXAMPLE/PAY/3578", SCANNER_MS)
    keys.end()
    assert (form.plain.text(), heard) == ("HTTPS://BANK.EXAMPLE/PAY/3578", [])


def test_a_key_with_control_is_no_letter_and_lets_the_letters_before_it_through(
    form: Form, heard: list[str], keys: Keys
) -> None:
    form.plain.setFocus()
    keys.type("ht", SCANNER_MS)
    QTest.keyClick(form.handle, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert (form.plain.text(), form.plain.selectedText(), heard) == ("ht", "ht", [])


def test_a_click_lets_the_letters_before_it_through(form: Form, heard: list[str], keys: Keys) -> None:
    form.plain.setFocus()
    keys.type("ht", SCANNER_MS)
    place = form.table.mapTo(form, form.table.rect().center())
    QTest.mouseClick(form.handle, Qt.MouseButton.LeftButton, NO_MODIFIER, place)
    assert (form.plain.text(), heard) == ("ht", [])


def test_keys_as_the_system_sends_them_are_heard_too(form: Form, heard: list[str]) -> None:
    """No time of ours: the toolkit's own clock, shortcuts and all. Where the machine is too busy, once more."""
    for _ in range(MOST_SCANS):
        form.table.setFocus()
        form.opened.clear()
        for char in URL:
            QTest.keyClick(form.handle, char)  # type: ignore[call-overload]  # as every widget takes it
        QTest.keyClick(form.handle, Qt.Key.Key_Return)
        if heard:
            break
    assert (heard, form.opened) == ([URL], [])
    QTest.keyClick(form.handle, Qt.Key.Key_Return)
    assert form.opened == ["opened"]


def test_nothing_waits_longer_than_a_blink() -> None:
    assert GAP_MS <= 100
    assert STALL_MS <= 1000
