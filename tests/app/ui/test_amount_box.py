"""The box for rupiah: dots come by themselves, and nothing that somebody meant otherwise is read as another amount."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.widgets.amount_box import AmountBox
from tests.kit.typist import Typist
from tests.kit.window import dress


@pytest.fixture
def box(qtbot: QtBot, qapp: QApplication) -> AmountBox:
    made = AmountBox("answers.wage", dress(qapp))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


@pytest.fixture
def hands(qtbot: QtBot, box: AmountBox) -> Typist:
    return Typist(qtbot, box)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("500", "500"),
        ("4500", "4.500"),
        ("4500000", "4.500.000"),
        ("4.500.000", "4.500.000"),
        ("4.5 juta", "4.5 juta"),
        ("4.5", "4.5"),
        ("4,5 juta", "4,5 juta"),
        ("Rp 4.500.000", "Rp 4.500.000"),
    ],
)
def test_what_is_typed_stands_there_parted(typed: str, shown: str, box: AmountBox, hands: Typist) -> None:
    told: list[str] = []
    box.signals.typed.connect(lambda one: told.append(one.text))
    hands.type(typed)
    assert box.text() == shown
    assert told[-1] == shown


def test_deleting_parts_anew(box: AmountBox, hands: Typist) -> None:
    hands.type("4500000")
    hands.press("Backspace")
    assert box.text() == "450.000"


def test_the_dot_is_not_there_for_the_keys(box: AmountBox, hands: Typist) -> None:
    hands.type("4500")
    box.setCursorPosition(2)
    hands.press("Backspace")
    assert (box.text(), box.cursorPosition()) == ("500", 0)
    box.show_text("4500")
    box.setCursorPosition(1)
    hands.press("Delete")
    assert box.text() == "400"


def test_a_digit_in_the_middle_leaves_the_caret_behind_it(box: AmountBox, hands: Typist) -> None:
    hands.type("4500")
    box.setCursorPosition(1)
    hands.type("9")
    assert (box.text(), box.cursorPosition()) == ("49.500", 2)


def test_a_kept_amount_is_shown_parted(box: AmountBox) -> None:
    box.show_text("6589357")
    assert box.text() == "6.589.357"


def test_the_currency_is_part_of_the_box(box: AmountBox) -> None:
    assert box.sign.text() == "Rp"
    assert box.sign.isVisible()
