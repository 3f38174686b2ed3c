"""The clipboard with somebody's data in it: counted down, emptied, and never what others have put there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.ui.clipboard import KEPT_S, Clipboard, Held


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[Clipboard]:
    owner = QObject(qapp)
    made = Clipboard(owner)
    yield made
    made.clear()
    owner.deleteLater()


def pass_seconds(clipboard: Clipboard, seconds: int) -> None:
    """As many ticks of its own clock."""
    for _ in range(seconds):
        clipboard.second.timeout.emit()


def text() -> str:
    return QGuiApplication.clipboard().text()


def test_a_text_lies_there_for_a_minute(clipboard: Clipboard) -> None:
    told: list[Held] = []
    clipboard.moved.connect(told.append)
    clipboard.put("NIK", "3578085508909901")
    assert (text(), told) == ("3578085508909901", [Held("NIK", KEPT_S)])
    pass_seconds(clipboard, KEPT_S - 1)
    assert (text(), told[-1]) == ("3578085508909901", Held("NIK", 1))
    pass_seconds(clipboard, 1)
    assert (text(), told[-1]) == ("", Held())
    assert not clipboard.second.isActive()


def test_the_next_text_begins_a_minute_of_its_own(clipboard: Clipboard) -> None:
    clipboard.put("NIK", "3578085508909901")
    pass_seconds(clipboard, 50)
    clipboard.put("Nama", "SITI AMINAH")
    pass_seconds(clipboard, 50)
    assert (text(), clipboard.held) == ("SITI AMINAH", Held("Nama", 10))


def test_what_somebody_else_has_copied_is_left_alone(clipboard: Clipboard) -> None:
    clipboard.put("NIK", "3578085508909901")
    QGuiApplication.clipboard().setText("dari program lain")
    pass_seconds(clipboard, KEPT_S)
    assert text() == "dari program lain"


def test_programs_that_remember_every_copy_are_asked_to_leave_it_alone(clipboard: Clipboard) -> None:
    clipboard.put("NIK", "3578085508909901")
    said = QGuiApplication.clipboard().mimeData().data("x-kde-passwordManagerHint").data()
    assert said == b"secret"


def test_what_lies_there_is_never_named_by_its_text(clipboard: Clipboard) -> None:
    clipboard.put("NIK", "3578085508909901")
    assert "3578" not in repr(clipboard.held)
