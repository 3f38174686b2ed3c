"""A page that is too long for its window follows the focus, and shows a box whole."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets.scrolling import PageArea

ROOM, HIGH = 300, 36


def shown(qtbot: QtBot, *tops: int) -> tuple[PageArea, list[QLineEdit]]:
    """A page of 1,000 with boxes at these heights, in a window of 300."""
    page = QWidget()
    page.setFixedSize(400, 1000)
    boxes = [QLineEdit(page) for _top in tops]
    for box, top in zip(boxes, tops, strict=True):
        box.setGeometry(10, top, 200, HIGH)
    area = PageArea(page)
    qtbot.addWidget(area)
    area.resize(430, ROOM)
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow, timeout=20_000)
    return area, boxes


@pytest.mark.parametrize("top", [ROOM - HIGH + 4, ROOM - 10, 700])
def test_a_box_whose_frame_is_cut_comes_whole_into_sight(qtbot: QtBot, top: int) -> None:
    area, (_first, box) = shown(qtbot, 10, top)
    box.setFocus()
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() <= top and top + HIGH <= bar.value() + area.viewport().height(), timeout=20_000)


def test_a_box_above_comes_back(qtbot: QtBot) -> None:
    area, (first, last) = shown(qtbot, 10, 900)
    last.setFocus()
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() > 0, timeout=20_000)
    area.verticalScrollBar().setValue(14)
    first.setFocus()
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() <= 10, timeout=20_000)
