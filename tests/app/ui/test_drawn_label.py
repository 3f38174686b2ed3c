"""Words that draw themselves: what is read of them, how high they are, and that nothing around is laid out for them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme import Look
from app.ui.widgets.drawn_label import DrawnLabel

LINE_PX = 20
LONG = "MUHAMMAD RIZKY RAMADHAN AL FARISI BIN ABDULLAH"


class Layouts(QObject):
    """Counts how often a widget was asked to lay out what is in it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.many = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        self.many += event.type() == QEvent.Type.LayoutRequest
        return super().eventFilter(watched, event)


@pytest.fixture
def card(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setFixedWidth(200)
    QVBoxLayout(widget)
    return widget


def shown(qtbot: QtBot, card: QWidget, label: DrawnLabel) -> DrawnLabel:
    layout = card.layout()
    assert layout is not None
    layout.addWidget(label)
    card.show()
    qtbot.waitExposed(card)
    qtbot.waitUntil(lambda: label.width() < card.width())
    return label


def test_another_text_lays_out_nothing_anew(qtbot: QtBot, card: QWidget) -> None:
    label = shown(qtbot, card, DrawnLabel(Look(), line_px=LINE_PX))
    layouts = Layouts(card)
    label.say("SITI")
    card.repaint()
    assert (label.text(), label.accessibleName(), layouts.many) == ("SITI", "SITI", 0)


def test_it_is_as_high_as_its_lines(qtbot: QtBot, card: QWidget) -> None:
    label = shown(qtbot, card, DrawnLabel(Look(), most_lines=4, line_px=LINE_PX))
    label.say(LONG)
    assert label.height() > LINE_PX
    label.say("")
    assert label.height() == LINE_PX


def test_what_has_no_room_is_cut_and_told_by_the_mouse(qtbot: QtBot, card: QWidget) -> None:
    label = shown(qtbot, card, DrawnLabel(Look(), line_px=LINE_PX))
    label.say(LONG)
    assert label.text() != LONG
    assert LONG in label.toolTip()
    assert label.accessibleName() == LONG


def test_what_is_typed_is_no_markup_under_the_mouse(qtbot: QtBot, card: QWidget) -> None:
    label = shown(qtbot, card, DrawnLabel(Look(), line_px=LINE_PX))
    label.say(f"<b>{LONG}</b> & SITI")
    assert "&lt;b>" in label.toolTip()
    assert "&amp;" in label.toolTip()
