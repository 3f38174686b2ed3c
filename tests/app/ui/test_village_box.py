"""The box for a village by itself: its list, the keys that choose, and keys that come before the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.desk.places import VillagePlace
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.village_box import VillageBox, VillageChoice, VillageLine, VillageSearch, village_line
from tests.kit.window import dress

GUBENG = VillageLine("35.78.08.1001", "Gubeng, Gubeng, Kota Surabaya, Jawa Timur 60281")
GUBUGKLAKAH = VillageLine("35.07.20.2004", "Gubugklakah, Poncokusumo, Kabupaten Malang, Jawa Timur 65157")


@dataclass
class Form:
    """A window with the box and one behind it; what the box told."""

    qtbot: QtBot
    window: QWidget
    box: VillageBox
    searched: list[VillageSearch] = field(default_factory=list)
    chosen: list[VillageChoice] = field(default_factory=list)
    moved_on: list[str] = field(default_factory=list)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.box, text)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.qtbot.keyClick(self.box, key)

    def answer(self, *lines: VillageLine) -> None:
        """The list for what stands in the box arrives."""
        self.box.show_lines(VillageSearch("village_code", self.box.text()), lines)


@pytest.fixture
def form(qtbot: QtBot, qapp: QApplication) -> Iterator[Form]:
    look = dress(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    box = VillageBox("village_code", look)
    column.addWidget(box)
    column.addWidget(LineBox("religion"))
    window.resize(900, 600)
    with qtbot.waitExposed(window):
        window.show()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    made = Form(qtbot, window, box)
    box.searched.connect(made.searched.append)
    box.chosen.connect(made.chosen.append)
    box.signals.moved_on.connect(made.moved_on.append)
    yield made
    window.hide()


CHOSEN = [VillageChoice("village_code", GUBENG.code)]


@pytest.mark.parametrize("text", ["gub", "602", "60281"])
def test_three_letters_or_digits_are_looked_for(form: Form, text: str) -> None:
    form.type(text[:2])
    assert form.searched == []
    form.type(text[2:])
    assert [search.text for search in form.searched] == [text[:end] for end in range(3, len(text) + 1)]


def test_enter_takes_the_marked_line_and_moves_on(form: Form) -> None:
    form.type("gub")
    form.answer(GUBUGKLAKAH, GUBENG)
    form.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert (form.chosen, form.moved_on) == (CHOSEN, ["village_code"])


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_key_before_the_list_waits_for_it_and_takes_its_first_line(form: Form, key: Qt.Key) -> None:
    form.type("gub")
    form.press(key)
    assert (form.chosen, form.moved_on, form.box.hasFocus()) == ([], [], True)
    form.answer(GUBENG, GUBUGKLAKAH)
    assert (form.chosen, form.moved_on, form.box.is_listing) == (CHOSEN, ["village_code"], False)


def test_enter_never_takes_a_line_of_the_list_before(form: Form) -> None:
    form.type("gub")
    form.answer(GUBUGKLAKAH, GUBENG)
    form.type("e")
    form.press(Qt.Key.Key_Return)
    assert form.chosen == []
    form.answer(GUBENG)
    assert form.chosen == CHOSEN


def test_where_nothing_fits_an_early_enter_stays_and_the_list_says_so(form: Form) -> None:
    form.type("gubx")
    form.press(Qt.Key.Key_Return)
    form.answer()
    assert (form.chosen, form.moved_on, form.box.is_listing, form.box.hasFocus()) == ([], [], True, True)
    form.press(Qt.Key.Key_Return)
    assert form.moved_on == ["village_code"]


def test_a_second_enter_waits_no_more(form: Form) -> None:
    form.type("gub")
    form.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert (form.chosen, form.moved_on) == ([], ["village_code"])


def test_typing_on_forgets_the_early_enter(form: Form) -> None:
    form.type("gub")
    form.press(Qt.Key.Key_Return)
    form.type("e")
    form.answer(GUBENG)
    assert (form.chosen, form.box.is_listing) == ([], True)


def test_an_early_enter_is_forgotten_when_the_officer_goes_elsewhere(form: Form) -> None:
    form.type("gub")
    form.press(Qt.Key.Key_Return)
    form.window.setFocus()
    form.box.clearFocus()
    form.answer(GUBENG)
    form.box.setFocus()
    form.answer(GUBENG)
    assert form.chosen == []


def test_the_form_may_show_the_typed_text_again_meanwhile(form: Form) -> None:
    form.type("gub")
    form.box.show_text("gub")
    form.press(Qt.Key.Key_Return)
    form.answer(GUBENG)
    assert form.chosen == CHOSEN


def test_enter_on_a_village_that_was_chosen_moves_on_at_once(form: Form) -> None:
    form.type("gub")
    form.box.show_text("Gubeng, Gubeng, Kota Surabaya")
    form.press(Qt.Key.Key_Return)
    assert form.moved_on == ["village_code"]


def test_a_list_is_as_wide_as_its_longest_line(form: Form) -> None:
    long = VillageLine("x", "Sungai " * 12)
    form.box.setFixedWidth(200)
    form.type("sun")
    form.answer(long)
    lists = [one for one in form.window.findChildren(QWidget) if one.property("is") == "floating"]
    assert lists[0].width() > 460


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (VillagePlace("1", "Gubeng", "Gubeng", "Kota Surabaya", "Jawa Timur", "60281"), GUBENG.path),
        (
            VillagePlace("1", "Wan", "Kimaam", "Kabupaten Merauke", "Papua Selatan"),
            "Wan, Kimaam, Kabupaten Merauke, Papua Selatan",
        ),
        (
            VillagePlace(
                "1", "Weni", "Holuwon", "Kabupaten Yahukimo", "Papua Pegunungan", "99733", name_before="Holuon"
            ),
            "Weni, Holuwon, Kabupaten Yahukimo, Papua Pegunungan 99733 (dulu Holuon)",
        ),
        (
            VillagePlace(
                "1", "Wan", "Kimaam", "Kabupaten Merauke", "Papua Selatan", "99614", code_before="91.01.02.2001"
            ),
            "Wan, Kimaam, Kabupaten Merauke, Papua Selatan 99614 (kode lama 91.01.02.2001)",
        ),
        (
            VillagePlace("1", "Mindi", "Porong", "Kabupaten Sidoarjo", "Jawa Timur", is_dead=True),
            "Mindi, Porong, Kabupaten Sidoarjo, Jawa Timur (tidak berlaku lagi)",
        ),
        (
            VillagePlace("1", "Mindi", "Porong", "Sidoarjo", "Jawa Timur", is_dead=True, valid_until=date(2015, 6, 30)),
            "Mindi, Porong, Sidoarjo, Jawa Timur (tidak berlaku lagi sejak 30-06-2015)",
        ),
    ],
)
def test_a_line_tells_the_whole_path_the_postal_code_and_what_was_before(place: VillagePlace, path: str) -> None:
    assert village_line(place).path == path
